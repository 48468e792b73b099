import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { ReadableProject } from "../project/project.ts";
import { type StoredMask, storedMask } from "../project/queries/stored-mask.ts";
import type { MaskDifference, MasksTask } from "./mask-tasks.ts";

export interface MaskReader {
  readonly project: ReadableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
}

/** What can be measured of a mask. */
export async function measure(reader: MaskReader, candidateId: number): Promise<Output<"review.measure">> {
  return readWith(reader, "review.measureMask", [storedMask(reader.project, candidateId)]);
}

/** Two masks of a case against each other. */
export async function compare(reader: MaskReader, a: number, b: number): Promise<Output<"review.compareMasks">> {
  const masks = [storedMask(reader.project, a), storedMask(reader.project, b)];
  if (masks[0]!.caseId !== masks[1]!.caseId)
    throw new AppError("bad-request", "The two masks are of different cases.", "Choose two masks of one case.");
  const { dice, nOnlyInA, nOnlyInB } = await readWith<MaskDifference>(reader, "review.compareMasks", masks);
  const voxelMm3 = masks[0]!.spacingMm?.reduce((product, spacing) => product * spacing, 1) ?? null;
  const extent = (nVoxels: number) => ({ nVoxels, volumeMm3: voxelMm3 === null ? null : nVoxels * voxelMm3 });
  return { dice, onlyInA: extent(nOnlyInA), onlyInB: extent(nOnlyInB) };
}

async function readWith<T>({ pool, limits }: MaskReader, task: string, masks: readonly StoredMask[]): Promise<T> {
  const input: MasksTask = { masks: masks.map(({ source }) => source), size: masks[0]!.size, limits };
  try {
    return await pool.run<T>(task, input, masks[0]!.source.path, { deadlineMs: limits.deadlineMs });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new AppError("file-unreadable", `The mask cannot be read. ${error.problem.message}`, error.problem.remedy, {
      cause: error,
    });
  }
}
