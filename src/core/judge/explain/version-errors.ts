import { AppError } from "#contract/errors.ts";
import type { ReadableProject } from "../../project/project.ts";
import { candidatesBeside } from "../../project/queries/candidates.ts";
import { judgeVersion } from "../../project/queries/judges.ts";
import type { WorkContext } from "../judge-kind.ts";
import { type ErrorDrawing, errorDrawing, type MaskOnImage } from "./error-map.ts";
import type { ExplainerParts } from "./explainer.ts";
import { networksOf } from "./networks-of.ts";
import { voicesOf } from "./voices-of.ts";

/**
 * Error maps of many masks by one version, whichever is in use meanwhile: the networks look, and what they saw is drawn
 * elsewhere.
 * @param maskOf where a mask and its image are to be had
 */
export function versionErrors(
  { project, engine, readers, shipped }: Omit<ExplainerParts, "judges">,
  maskOf: (project: ReadableProject, candidateId: number) => MaskOnImage | null,
  version: number,
  context: WorkContext,
): (candidateId: number) => Promise<ErrorDrawing> {
  const networks = networksOf(judgeVersion(project, version));
  return async (candidateId) => {
    const source = maskOf(project, candidateId);
    if (!source)
      throw new AppError("bad-request", `There is no mask ${candidateId} in use.`, "Ask for the list again.");
    const group = candidatesBeside(project, candidateId);
    const voices = voicesOf(project, version, group);
    return errorDrawing(group, candidateId, source, { engine, readers, shipped, networks, voices, context });
  };
}
