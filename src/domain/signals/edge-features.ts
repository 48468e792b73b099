import type { Grid, MaskBox } from "./crop.ts";

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
export function edgeFeatures(grid: Grid, near: MaskBox): EdgeFeatures {
  const { spread, gradient } = surroundingsOf(grid);
  const { n, sum, nUp, nDown, gradientSum } = stepsAcross(grid, near);
  const mean = n > 0 ? sum / n : 0;
  const contrast = mean / spread;
  return {
    "edge-contrast": contrast,
    "edge-contrast-size": Math.abs(contrast),
    "edge-gradient": n > 0 && gradient > 0 ? gradientSum / n / gradient : 0,
    "edge-consistency": n > 0 && mean !== 0 ? (mean > 0 ? nUp : nDown) / n : 0,
  };
}

/** Standard deviation of the grey values, and the mean difference of neighbours along x, y and z together. */
function surroundingsOf({ image, size }: Grid): { spread: number; gradient: number } {
  const [nx, ny, nz] = size as [number, number, number];
  const area = nx * ny;
  let sum = 0;
  let squares = 0;
  let gradient = 0;
  for (let at = 0; at < image.length;) {
    let here = image[at]!;
    sum += here;
    squares += here * here;
    at += 1;
    for (const end = at + nx - 1; at < end; at += 1) {
      const next = image[at]!;
      sum += next;
      squares += next * next;
      gradient += Math.abs(next - here);
      here = next;
    }
  }
  for (let plane = 0; plane < image.length; plane += area)
    for (let at = plane; at < plane + area - nx; at += 1) gradient += Math.abs(image[at + nx]! - image[at]!);
  for (let at = 0; at < image.length - area; at += 1) gradient += Math.abs(image[at + area]! - image[at]!);
  const n = Math.max(1, image.length);
  const nNeighbours = (nx - 1) * ny * nz + nx * (ny - 1) * nz + nx * ny * (nz - 1);
  return {
    spread: Math.sqrt(Math.max(1e-12, squares / n - (sum / n) ** 2)),
    gradient: gradient > 0 ? gradient / nNeighbours : 0,
  };
}

/** The steps from inside to outside, wherever neighbours are: how many, their sum, and how many go up or down. */
function stepsAcross(
  { image, size }: Grid,
  near: MaskBox,
): { n: number; sum: number; nUp: number; nDown: number; gradientSum: number } {
  const { mask, origin } = near;
  const [mx, my] = near.size as [number, number, number];
  const strides = [1, size[0]!, size[0]! * size[1]!];
  const stridesOfMask = [1, mx, mx * my];
  let n = 0;
  let sum = 0;
  let nUp = 0;
  let nDown = 0;
  let gradientSum = 0;
  for (let axis = 0; axis < (size[2]! > 1 ? 3 : 2); axis += 1) {
    const stride = strides[axis]!;
    const toNext = stridesOfMask[axis]!;
    const last = size[axis]! - 2;
    const [endX, endY, endZ] = near.size.map((side, other) => (other === axis ? side - 1 : side)) as [
      number,
      number,
      number,
    ];
    for (let z = 0; z < endZ; z += 1) {
      for (let y = 0; y < endY; y += 1) {
        const line = origin[0]! + strides[1]! * (y + origin[1]!) + strides[2]! * (z + origin[2]!);
        const start = mx * (y + my * z);
        for (let x = 0; x < endX; x += 1) {
          if (mask[start + x] === mask[start + x + toNext]) continue;
          const at = line + x;
          const next = at + stride;
          const place = origin[axis]! + (axis === 0 ? x : axis === 1 ? y : z);
          // One further voxel on either side, where there is one: edges are seldom a single voxel wide.
          const before = place > 0 ? at - stride : at;
          const after = place < last ? next + stride : next;
          const down = (image[at]! + image[before]! - image[next]! - image[after]!) / 2;
          const step = mask[start + x] === 1 ? down : -down;
          n += 1;
          sum += step;
          gradientSum += Math.abs(image[next]! - image[at]!);
          if (step > 0) nUp += 1;
          else if (step < 0) nDown += 1;
        }
      }
    }
  }
  return { n, sum, nUp, nDown, gradientSum };
}
