import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { connectedComponents, fillHoles } from "#domain/mask/components.ts";
import { closed, opened } from "#domain/mask/morphology.ts";
import { choiceOf, type GreyImage, numberOf, type Parameter, type Values } from "./method.ts";

/** Holes of at most this share of the part that they lie in are small. */
const SMALL_HOLE = 0.05;

/** Lengths in units of the finest axis; 0 leaves a step out. */
export const cleanUpParameters: readonly Parameter[] = [
  { kind: "number", name: "openingRadius", default: 1, min: 0, max: 20, step: 0.5 },
  { kind: "number", name: "closingRadius", default: 2, min: 0, max: 20, step: 0.5 },
  { kind: "choice", name: "fillHoles", default: "all", choices: ["none", "small", "all"] },
  // Share of the image below which a part of the mask is left out.
  { kind: "number", name: "minShare", default: 0.001, min: 0, max: 0.2, step: 0.0001 },
  // The largest parts, so many of them; 0 for all.
  { kind: "number", name: "keepLargest", default: 0, min: 0, max: 50, step: 1 },
  // Standard deviation of the smoothing of the outline.
  { kind: "number", name: "smoothContour", default: 0, min: 0, max: 10, step: 0.5 },
];

/**
 * Tidies a mask, always in the same order (methods 2.5): opening, closing, holes, small parts, the largest parts, the
 * outline.
 * @param mask left as it is
 */
export function cleanUp(
  mask: Uint8Array,
  { size, spacing }: Pick<GreyImage, "size" | "spacing">,
  values: Values,
): Uint8Array {
  const openingRadius = numberOf(values, "openingRadius");
  const closingRadius = numberOf(values, "closingRadius");
  const holes = choiceOf(values, "fillHoles");
  let tidy = mask;
  if (openingRadius > 0) tidy = opened(tidy, size, spacing, openingRadius);
  if (closingRadius > 0) tidy = closed(tidy, size, spacing, closingRadius);
  if (holes !== "none") tidy = fillHoles(tidy, size, holes === "small" ? SMALL_HOLE : Infinity);
  tidy = keepParts(tidy, size, numberOf(values, "minShare") * mask.length, numberOf(values, "keepLargest"));
  return smoothOutline(tidy, size, spacing, numberOf(values, "smoothContour"));
}

/** The mask without parts of fewer voxels, and with no more than the largest parts (0 for all; of equals the first). */
function keepParts(mask: Uint8Array, size: readonly number[], minVoxels: number, nLargest: number): Uint8Array {
  if (minVoxels <= 1 && nLargest === 0) return mask;
  const { labels, sizes } = connectedComponents(mask, size, true);
  const bySize = [...sizes.keys()].filter((part) => sizes[part]! >= minVoxels);
  const kept = nLargest > 0 ? bySize.toSorted((a, b) => sizes[b]! - sizes[a]!).slice(0, nLargest) : bySize;
  if (kept.length === sizes.length) return mask;
  const isKept = new Uint8Array(sizes.length + 1);
  for (const part of kept) isKept[part + 1] = 1;
  const result = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) result[i] = isKept[labels[i]!]!;
  return result;
}

/** What is at least half inside after smoothing: corners go, straight edges stay where they are. */
function smoothOutline(
  mask: Uint8Array,
  size: readonly number[],
  spacing: readonly number[],
  sigma: number,
): Uint8Array {
  if (sigma === 0) return mask;
  const soft = gaussianSmooth(
    mask,
    size,
    spacing.map((one) => sigma / one),
  );
  const result = new Uint8Array(mask.length);
  for (let i = 0; i < mask.length; i += 1) result[i] = soft[i]! >= 0.5 ? 1 : 0;
  return result;
}
