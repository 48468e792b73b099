import type { Project } from "../project/project.ts";
import { Catalogue } from "../project/state/catalogue.ts";
import { ReviewMemory } from "./review-memory.ts";

/** What reviewing an open project needs at hand. */
export interface ReviewDesk {
  readonly project: Project;
  readonly catalogue: Catalogue;
  readonly memory: ReviewMemory;
}

export function openDesk(project: Project, catalogue = new Catalogue(project)): ReviewDesk {
  return { project, catalogue, memory: new ReviewMemory(project) };
}
