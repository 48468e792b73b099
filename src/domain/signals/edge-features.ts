import type { Grid } from "./crop.ts";

interface EdgeFeatures {
  /** Mean step across the edge (inside − outside, two voxels apart) ÷ standard deviation of the surroundings. */
  "edge-contrast": number;
  "edge-contrast-size": number;
  /** Mean gradient at the edge ÷ mean gradient in the surroundings. */
  "edge-gradient": number;
  /** Share of the edge whose step has the sign of the whole. */
  "edge-consistency": number;
}

/** Does the mask end where the image does? Looked at along x and y, and z in volumes. */
export function edgeFeatures({ image, mask, size }: Grid): EdgeFeatures {
  const [nx, ny, nz] = size as [number, number, number];
  const axes = [
    { stride: 1, length: nx },
    { stride: nx, length: ny },
    ...(nz > 1 ? [{ stride: nx * ny, length: nz }] : []),
  ];
  const steps: number[] = [];
  let [gradientSum, gradientN, edgeSum, edgeN] = [0, 0, 0, 0];
  let [sum, squares] = [0, 0];
  for (let at = 0; at < mask.length; at += 1) {
    sum += image[at]!;
    squares += image[at]! ** 2;
  }
  for (const { stride, length } of axes) {
    for (let at = 0; at < mask.length; at += 1) {
      const place = Math.floor(at / stride) % length;
      if (place >= length - 1) continue;
      const next = at + stride;
      const gradient = Math.abs(image[next]! - image[at]!);
      gradientSum += gradient;
      gradientN += 1;
      if (mask[at] === mask[next]) continue;
      edgeSum += gradient;
      edgeN += 1;
      // One further voxel on either side, where there is one: edges are seldom a single voxel wide.
      const before = place > 0 ? at - stride : at;
      const after = place < length - 2 ? next + stride : next;
      const step = (image[at]! + image[before]! - image[next]! - image[after]!) / 2;
      steps.push(mask[at] === 1 ? step : -step);
    }
  }
  const n = Math.max(1, mask.length);
  const spread = Math.sqrt(Math.max(1e-12, squares / n - (sum / n) ** 2));
  const mean = steps.length > 0 ? steps.reduce((total, step) => total + step, 0) / steps.length : 0;
  const contrast = mean / spread;
  const agreeing = steps.filter((step) => step * mean > 0).length;
  return {
    "edge-contrast": contrast,
    "edge-contrast-size": Math.abs(contrast),
    "edge-gradient": edgeN > 0 && gradientSum > 0 ? edgeSum / edgeN / (gradientSum / gradientN) : 0,
    "edge-consistency": steps.length > 0 ? agreeing / steps.length : 0,
  };
}
