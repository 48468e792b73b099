import type { FeatureSource } from "./feature-source.ts";
import type { MaskExtent } from "./mask-extent.ts";
import { type BitMask, type Box, packBits } from "../mask/bit-mask.ts";

/** A mask and its surroundings in the image. Sizes have three entries. */
export interface Grid {
  /** The part of the mask that holds all of it. */
  readonly mask: BitMask;
  /** Where the mask's part lies in the image, in voxels. */
  readonly origin: readonly number[];
  /** The whole image. */
  readonly image: Float32Array;
  readonly fullSize: readonly number[];
  readonly spacing: readonly number[];
  /** Bounding box of the mask in the whole image, [from, to) along each axis. */
  readonly bounds: MaskExtent["box"];
  /** Centre of mass in the whole image, in voxels. */
  readonly centre: readonly number[];
  readonly nVoxels: number;
}

/** Surroundings that are kept on every side, as a share of the mask's extent, and at least so many voxels. */
const MARGIN_SHARE = 0.3;
const MARGIN_VOXELS = 6;

export function cropAround({ image, mask, size, spacing }: FeatureSource, { counts, box }: MaskExtent): Grid {
  const fullSize = [size[0]!, size[1]!, size[2] ?? 1];
  const margins = box.map(([from, to]) => Math.max(MARGIN_VOXELS, Math.ceil((to - from) * MARGIN_SHARE)));
  const window = boxWithin(box, margins, fullSize);
  const nVoxels = sum(counts[0]!);
  return {
    image,
    mask: packBits(mask, fullSize, window),
    origin: window.origin,
    fullSize,
    spacing: [spacing[0]!, spacing[1]!, spacing[2] ?? 1],
    bounds: box,
    centre: counts.map((slices) => sum(slices.map((count, index) => count * index)) / nVoxels),
    nVoxels,
  };
}

/** So many voxels around the mask's box along each axis, as far as the grid reaches; where it lies in the grid. */
export function boxAround({ mask, origin, bounds }: Grid, margins: readonly number[]): Box {
  const own = bounds.map(([from, to], axis) => [from - origin[axis]!, to - origin[axis]!] as const);
  return boxWithin(own, margins, mask.size);
}

/** Index in the image of the first voxel of a line along x of the grid. */
export function lineStart({ origin, fullSize }: Grid, y: number, z: number): number {
  return origin[0]! + fullSize[0]! * (y + origin[1]! + fullSize[1]! * (z + origin[2]!));
}

function boxWithin(box: MaskExtent["box"], margins: readonly number[], size: readonly number[]): Box {
  const [x, y, z] = box.map(([from, to], axis) => {
    const low = Math.max(0, from - margins[axis]!);
    return { low, n: Math.min(size[axis]!, to + margins[axis]!) - low };
  }) as [Side, Side, Side];
  return { origin: [x.low, y.low, z.low], size: [x.n, y.n, z.n] };
}

interface Side {
  readonly low: number;
  readonly n: number;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
