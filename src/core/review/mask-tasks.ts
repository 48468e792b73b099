import type { Output } from "#contract/commands.ts";
import { countSlices } from "#domain/image/slices.ts";
import { countHoles, countPieces } from "#domain/mask/pieces.ts";
import { countOverlap } from "#domain/mask/overlap.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { readMasks } from "../io/image/read-mask.ts";
import type { ReadLimits } from "../io/limits.ts";

/** Masks of one case to be read and looked at. Runs in a reader thread. */
export interface MasksTask {
  readonly masks: readonly MaskSource[];
  readonly size: readonly number[];
  readonly limits: ReadLimits;
}

/** @throws UnreadableFile */
export async function measureMask({ masks, size, limits }: MasksTask): Promise<Output<"review.measure">> {
  const [mask] = await readAll(masks, limits);
  return { nPieces: countPieces(mask!, size), nHoles: countHoles(mask!, size), slices: slicesOf(mask!, size) };
}

export interface MaskDifference {
  readonly dice: number | null;
  readonly nOnlyInA: number;
  readonly nOnlyInB: number;
}

/** @throws UnreadableFile */
export async function compareMasks({ masks, limits }: MasksTask): Promise<MaskDifference> {
  const [first, second] = await readAll(masks, limits);
  const { a, b, both } = countOverlap(first!, second!);
  return { dice: a + b === 0 ? null : (2 * both) / (a + b), nOnlyInA: a - both, nOnlyInB: b - both };
}

async function readAll(sources: readonly MaskSource[], limits: ReadLimits): Promise<Uint8Array[]> {
  const masks = await readMasks(sources, limits);
  return masks.map((mask) => {
    if (mask instanceof Uint8Array) return mask;
    throw mask;
  });
}

/** Along the axis with the fewest slices; null for a picture. */
function slicesOf(mask: Uint8Array, size: readonly number[]): { n: number; of: number } | null {
  if ((size[2] ?? 1) <= 1) return null;
  const axis = size.indexOf(Math.min(...size));
  const counts = countSlices(mask, size)[axis]!;
  return { n: counts.filter((count) => count > 0).length, of: counts.length };
}
