import { AppError } from "#contract/errors.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import type { ReadableProject } from "../project.ts";
import { candidatesBeside } from "./candidates.ts";
import { maskSource } from "./mask-reference.ts";

/** One mask with all that is needed to read it. */
export interface StoredMask {
  readonly caseId: number;
  readonly size: readonly number[];
  readonly spacingMm: readonly number[] | null;
  readonly source: MaskSource;
}

/** @throws AppError bad-request where there is no such mask in use */
export function storedMask(project: ReadableProject, candidateId: number): StoredMask {
  const found = candidatesBeside(project, candidateId).find(({ id }) => id === candidateId);
  if (!found) throw new AppError("bad-request", `There is no mask ${candidateId}.`, "Ask for the list again.");
  const { caseId, size, spacingMm, mask } = found;
  return { caseId, size, spacingMm, source: maskSource(mask) };
}
