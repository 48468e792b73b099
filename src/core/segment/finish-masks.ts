import { labelExtents } from "#domain/mask/label-values.ts";
import { sha256Of } from "../io/files/hash.ts";
import { packMask } from "../io/image/packed-mask.ts";
import { resampleSlices } from "./read-work-case.ts";

/** What a segmenter saw of one case, to be brought onto the grid of its image. Runs in a reader thread. */
export interface FinishTask {
  /** Of the image. */
  readonly size: readonly number[];
  /** Of what the segmenter saw. */
  readonly work: readonly [number, number, number];
  /** voxels · nObjects, probability of each class but the background in 255ths. */
  readonly probabilities: Uint8Array;
  readonly nObjects: number;
}

/** A mask for the project file; null where the class is nowhere. */
export type FinishedMask = {
  readonly packed: Uint8Array;
  readonly sha256: string;
  readonly nVoxels: number;
  readonly bounds: readonly number[];
} | null;

/** A mask a class: where it is the most probable of all, the background included. */
export function finishMasks({ size, work, probabilities, nObjects }: FinishTask): FinishedMask[] {
  const full: [number, number, number] = [size[0]!, size[1]!, size[2] ?? 1];
  const n = work[0] * work[1] * work[2];
  const classes = Array.from({ length: nObjects }, (_, k) => {
    const own = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) own[i] = probabilities[i * nObjects + k]!;
    return resampleSlices(own, work, full);
  });
  const masks = classes.map((own) => new Uint8Array(own.length));
  for (let i = 0; i < masks[0]!.length; i += 1) {
    let [best, most, sum] = [-1, 0, 0];
    for (let k = 0; k < nObjects; k += 1) {
      const p = classes[k]![i]!;
      sum += p;
      if (p > most) [best, most] = [k, p];
    }
    if (best >= 0 && most > 255 - sum) masks[best]![i] = 1;
  }
  return masks.map((mask) => {
    const found = labelExtents(mask, full, 1);
    const [extent] = found.kind === "labels" ? found.labels : [];
    if (!extent) return null;
    const packed = packMask(mask);
    return { packed, sha256: sha256Of(packed), nVoxels: extent.nVoxels, bounds: extent.bounds };
  });
}
