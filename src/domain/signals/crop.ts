import type { FeatureSource } from "./mask-features.ts";

/** A mask and its surroundings, cut out of the image. */
export interface Grid {
  readonly image: Float32Array;
  /** 1 in the mask, 0 elsewhere. */
  readonly mask: Uint8Array;
  /** Always three entries. */
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly origin: readonly number[];
  readonly fullSize: readonly number[];
  /** Bounding box of the mask in the whole image, [from, to) along each axis. */
  readonly bounds: readonly (readonly [number, number])[];
  /** Centre of mass in the whole image, in voxels. */
  readonly centre: readonly number[];
  readonly nVoxels: number;
}

/** Surroundings that are kept on every side, as a share of the mask's extent, and at least so many voxels. */
const MARGIN_SHARE = 0.3;
const MARGIN_VOXELS = 6;

/** @returns null where the mask is empty */
export function cropAround({ image, mask, size, spacing }: FeatureSource): Grid | null {
  const fullSize = [size[0]!, size[1]!, size[2] ?? 1];
  const [nx, ny] = fullSize as [number, number, number];
  const low = [Infinity, Infinity, Infinity];
  const high = [-1, -1, -1];
  const sums = [0, 0, 0];
  let nVoxels = 0;
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at]! === 0) continue;
    const x = at % nx;
    const rest = (at - x) / nx;
    const place = [x, rest % ny, Math.floor(rest / ny)];
    nVoxels += 1;
    for (let axis = 0; axis < 3; axis += 1) {
      sums[axis]! += place[axis]!;
      if (place[axis]! < low[axis]!) low[axis] = place[axis]!;
      if (place[axis]! > high[axis]!) high[axis] = place[axis]!;
    }
  }
  if (nVoxels === 0) return null;
  const bounds = low.map((from, axis) => [from, high[axis]! + 1] as const);
  const window = bounds.map(([from, to], axis) => {
    const margin = Math.max(MARGIN_VOXELS, Math.ceil((to - from) * MARGIN_SHARE));
    return [Math.max(0, from - margin), Math.min(fullSize[axis]!, to + margin)] as const;
  });
  const cropSize = window.map(([from, to]) => to - from);
  const cut = new Float32Array(cropSize.reduce((product, side) => product * side, 1));
  const inside = new Uint8Array(cut.length);
  let to = 0;
  for (let z = window[2]![0]; z < window[2]![1]; z += 1) {
    for (let y = window[1]![0]; y < window[1]![1]; y += 1) {
      let from = window[0]![0] + nx * (y + ny * z);
      for (let x = 0; x < cropSize[0]!; x += 1, from += 1, to += 1) {
        cut[to] = image[from]!;
        inside[to] = mask[from]! === 0 ? 0 : 1;
      }
    }
  }
  return {
    image: cut,
    mask: inside,
    size: cropSize,
    spacing: [spacing[0]!, spacing[1]!, spacing[2] ?? 1],
    origin: window.map(([from]) => from),
    fullSize,
    bounds,
    centre: sums.map((sum) => sum / nVoxels),
    nVoxels,
  };
}
