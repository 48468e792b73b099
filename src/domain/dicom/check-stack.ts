import type { FramePlace, Vector } from "./dicom-header.ts";
import { dot, minus, normalOf, stepOf } from "./stack-geometry.ts";

/** What is odd about places that are to be one volume; of slices by their number in it. */
export type StackTrouble =
  /** More than a step lies between a slice and the next. */
  | { readonly kind: "gap"; readonly after: number; readonly gapMm: number; readonly usualMm: number }
  /** A slice lies beside the line through the others. */
  | { readonly kind: "off-line"; readonly at: number }
  /** Distances differ, but every slice lies where an even grid has it, but for a small part of a step. */
  | { readonly kind: "uneven"; readonly after: number; readonly gapMm: number; readonly usualMm: number }
  /** Each slice lies so far beside the one before. */
  | { readonly kind: "tilted"; readonly sidewaysMm: number };

/** Distances between slices may differ by this part, or by so much (ITK's own 1e-15 alarms people for nothing). */
const TOLERANCE = { share: 0.01, mm: 0.01 };
/** So far from its place in an even grid a slice may lie: that part of a step, or so much. */
const OFF_GRID = { share: 0.1, mm: 0.1 };

/** Places along the normal that are less far apart are the same one. */
export const SAME_PLACE_MM = TOLERANCE.mm;

/** Whether places, in their order along the normal, are those of an even grid; null where nothing is odd. */
export function checkStack(places: readonly FramePlace[]): StackTrouble | null {
  if (places.length < 2) return null;
  const normal = normalOf(places[0]!);
  const steps = places.slice(1).map(({ position }, index) => minus(position, places[index]!.position));
  const gaps = steps.map((step) => dot(step, normal));
  const usualMm = median(gaps);
  const after = indexOfMost(gaps.map((gap) => Math.abs(gap - usualMm)));
  const odd = { after, gapMm: gaps[after]!, usualMm };
  const off = offGrid(places);
  const allowed = Math.max(OFF_GRID.mm, OFF_GRID.share * usualMm);
  if (off.some((vector) => Math.abs(dot(vector, normal)) > allowed)) return { kind: "gap", ...odd };
  if (off.some((vector) => Math.hypot(...vector) > allowed)) {
    const usual = [0, 1, 2].map((axis) => median(steps.map((step) => step[axis]!))) as unknown as Vector;
    return { kind: "off-line", at: indexOfMost(steps.map((step) => Math.hypot(...minus(step, usual)))) + 1 };
  }
  if (Math.abs(odd.gapMm - usualMm) > Math.max(TOLERANCE.mm, TOLERANCE.share * usualMm))
    return { kind: "uneven", ...odd };
  const step = stepOf(places, null);
  const sidewaysMm = Math.sqrt(Math.max(0, dot(step, step) - dot(step, normal) ** 2));
  return sidewaysMm > OFF_GRID.mm ? { kind: "tilted", sidewaysMm } : null;
}

/** How far each place is from where an even grid from the first to the last has it. */
function offGrid(places: readonly FramePlace[]): Vector[] {
  const step = stepOf(places, null);
  return places.map(({ position }, index) => {
    const [x, y, z] = minus(position, places[0]!.position);
    return [x - index * step[0], y - index * step[1], z - index * step[2]];
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function indexOfMost(values: readonly number[]): number {
  let most = 0;
  for (const [index, value] of values.entries()) if (value > values[most]!) most = index;
  return most;
}
