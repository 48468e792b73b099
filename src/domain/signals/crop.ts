import type { FeatureSource } from "./mask-features.ts";
import type { MaskExtent } from "./mask-extent.ts";
import { reused } from "./reused.ts";

/** A mask, or part of it, without its image. Sizes have three entries. */
export interface MaskBox {
  /** 1 in the mask, 0 elsewhere. */
  readonly mask: Uint8Array;
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  /** Where it lies in what it was cut out of, in voxels. */
  readonly origin: readonly number[];
}

/** A mask and its surroundings, cut out of the image; good until the next mask is cut out. */
export interface Grid extends MaskBox {
  readonly image: Float32Array;
  readonly fullSize: readonly number[];
  /** Bounding box of the mask in the whole image, [from, to) along each axis. */
  readonly bounds: MaskExtent["box"];
  /** Centre of mass in the whole image, in voxels. */
  readonly centre: readonly number[];
  readonly nVoxels: number;
}

/** Surroundings that are kept on every side, as a share of the mask's extent, and at least so many voxels. */
const MARGIN_SHARE = 0.3;
const MARGIN_VOXELS = 6;

const imageMemory = reused((n) => new Float32Array(n));
const maskMemory = reused((n) => new Uint8Array(n));

export function cropAround({ image, mask, size, spacing }: FeatureSource, { counts, box }: MaskExtent): Grid {
  const fullSize = [size[0]!, size[1]!, size[2] ?? 1];
  const [nx, ny] = fullSize as [number, number, number];
  const window = box.map(([from, to], axis) => {
    const margin = Math.max(MARGIN_VOXELS, Math.ceil((to - from) * MARGIN_SHARE));
    return [Math.max(0, from - margin), Math.min(fullSize[axis]!, to + margin)] as const;
  });
  const [[x0, x1], [y0, y1], [z0, z1]] = window as [[number, number], [number, number], [number, number]];
  const length = (x1 - x0) * (y1 - y0) * (z1 - z0);
  const cut = imageMemory(length);
  const inside = maskMemory(length);
  for (let z = z0, to = 0; z < z1; z += 1) {
    for (let y = y0; y < y1; y += 1) {
      const line = nx * (y + ny * z);
      for (let from = line + x0; from < line + x1; from += 1, to += 1) {
        cut[to] = image[from]!;
        inside[to] = mask[from]! === 0 ? 0 : 1;
      }
    }
  }
  const nVoxels = sum(counts[0]!);
  return {
    image: cut,
    mask: inside,
    size: window.map(([from, to]) => to - from),
    spacing: [spacing[0]!, spacing[1]!, spacing[2] ?? 1],
    origin: window.map(([from]) => from),
    fullSize,
    bounds: box,
    centre: counts.map((slices) => sum(slices.map((count, index) => count * index)) / nVoxels),
    nVoxels,
  };
}

/**
 * The mask of a grid with so many voxels around its box along each axis, as far as the grid reaches: most of what is
 * asked about a mask is answered there.
 * @param into memory for it
 */
export function boxAround(
  { mask, size, spacing, origin, bounds }: Grid,
  margins: readonly number[],
  into: (length: number) => Uint8Array,
): MaskBox {
  const [nx, ny] = size as [number, number, number];
  const [[x0, x1], [y0, y1], [z0, z1]] = bounds.map(([from, to], axis) => [
    Math.max(0, from - origin[axis]! - margins[axis]!),
    Math.min(size[axis]!, to - origin[axis]! + margins[axis]!),
  ]) as [[number, number], [number, number], [number, number]];
  const cut = into((x1 - x0) * (y1 - y0) * (z1 - z0));
  for (let z = z0, to = 0; z < z1; z += 1) {
    for (let y = y0; y < y1; y += 1) {
      const line = nx * (y + ny * z);
      for (let from = line + x0; from < line + x1; from += 1, to += 1) cut[to] = mask[from]!;
    }
  }
  return { mask: cut, size: [x1 - x0, y1 - y0, z1 - z0], spacing, origin: [x0, y0, z0] };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
