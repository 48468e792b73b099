import { AppError } from "#contract/errors.ts";
import type { Project } from "./project.ts";

/**
 * The project, where it is held for writing: said before any work begins, not by the first write.
 * @throws AppError project-read-only
 */
export function requireWritable(project: Project): Project {
  if (project.access === "write") return project;
  throw new AppError(
    "project-read-only",
    "This project is open for reading only: you can look, but not mark or change anything.",
    "Close it where it is open for writing, then open it again here; or save a copy and work in that.",
  );
}
