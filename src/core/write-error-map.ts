import { type DrawErrorsTask, errorPercents } from "./judge/explain/draw-errors.ts";
import { writeVolume } from "./release/write-volume.ts";

export interface WriteErrorMapTask {
  readonly drawing: DrawErrorsTask;
  readonly path: string;
}

export interface DrawnErrorMap {
  readonly sha256: string;
  readonly nMissed: number;
  readonly nSurplus: number;
}

/**
 * Draws an error map in whole per cent and writes it as all files of a release are written. Runs in a reader thread, so
 * that its voxels never travel.
 */
export async function writeErrorMap({ drawing, path }: WriteErrorMapTask): Promise<DrawnErrorMap> {
  const { percents, nMissed, nSurplus } = await errorPercents(drawing);
  return { sha256: await writeVolume(path, drawing.geometry, percents, drawing.limits), nMissed, nSurplus };
}
