import { lowestBit } from "../mask/bit-mask.ts";
import { type Grid, lineStart } from "./crop.ts";

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
export function edgeFeatures(grid: Grid): EdgeFeatures {
  const { spread, gradient } = surroundingsOf(grid);
  const { n, sum, nUp, nDown, gradientSum } = stepsAcross(grid);
  const mean = n > 0 ? sum / n : 0;
  const contrast = mean / spread;
  return {
    "edge-contrast": contrast,
    "edge-contrast-size": Math.abs(contrast),
    "edge-gradient": n > 0 && gradient > 0 ? gradientSum / n / gradient : 0,
    "edge-consistency": n > 0 && mean !== 0 ? (mean > 0 ? nUp : nDown) / n : 0,
  };
}

interface Surroundings {
  /** Standard deviation of the grey values. */
  readonly spread: number;
  /** Mean difference of neighbours along x, y and z together. */
  readonly gradient: number;
}

/** Of the images in use, by where the part of them lies: many masks of a case have the same surroundings. */
const known = new WeakMap<Float32Array, Map<string, Surroundings>>();

function surroundingsOf(grid: Grid): Surroundings {
  const ofImage = known.get(grid.image) ?? new Map<string, Surroundings>();
  known.set(grid.image, ofImage);
  const key = `${grid.origin.join(" ")} ${grid.mask.size.join(" ")}`;
  const surroundings = ofImage.get(key) ?? measureSurroundings(grid);
  ofImage.set(key, surroundings);
  return surroundings;
}

function measureSurroundings(grid: Grid): Surroundings {
  const { image, fullSize } = grid;
  const [nx, ny, nz] = grid.mask.size;
  let sum = 0;
  let squares = 0;
  let gradient = 0;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      let at = lineStart(grid, y, z);
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
  }
  gradient = addSteps(gradient, grid, fullSize[0]!, ny - 1, nz);
  gradient = addSteps(gradient, grid, fullSize[0]! * fullSize[1]!, ny, nz - 1);
  const n = nx * ny * nz;
  const nNeighbours = (nx - 1) * ny * nz + nx * (ny - 1) * nz + nx * ny * (nz - 1);
  return {
    spread: Math.sqrt(Math.max(1e-12, squares / n - (sum / n) ** 2)),
    gradient: gradient > 0 ? gradient / nNeighbours : 0,
  };
}

/** A sum, and to it the sizes of the steps to what lies `stride` further on, one by one, from so many lines. */
function addSteps(sum: number, grid: Grid, stride: number, ny: number, nz: number): number {
  const { image, mask } = grid;
  for (let z = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      const start = lineStart(grid, y, z);
      for (let at = start; at < start + mask.size[0]; at += 1) sum += Math.abs(image[at + stride]! - image[at]!);
    }
  }
  return sum;
}

/** The steps from inside to outside, wherever neighbours are: how many, their sum, and how many go up or down. */
function stepsAcross(grid: Grid): { n: number; sum: number; nUp: number; nDown: number; gradientSum: number } {
  const { image, fullSize } = grid;
  const { size, perLine, words } = grid.mask;
  const [nx, ny, nz] = size;
  const strides = [1, fullSize[0]!, fullSize[0]! * fullSize[1]!];
  const wordStrides = [0, perLine, perLine * ny];
  // In a line's last word.
  const notLast = (1 << ((nx - 1) % 32)) - 1;
  let n = 0;
  let sum = 0;
  let nUp = 0;
  let nDown = 0;
  let gradientSum = 0;
  for (let axis = 0; axis < (nz > 1 ? 3 : 2); axis += 1) {
    const stride = strides[axis]!;
    const toNext = wordStrides[axis]!;
    const last = size[axis]! - 2;
    const [endY, endZ] = [axis === 1 ? ny - 1 : ny, axis === 2 ? nz - 1 : nz];
    for (let z = 0; z < endZ; z += 1) {
      for (let y = 0; y < endY; y += 1) {
        const line = lineStart(grid, y, z);
        const firstWord = perLine * (y + ny * z);
        for (let k = 0; k < perLine; k += 1) {
          const word = words[firstWord + k]!;
          const isLastWord = k === perLine - 1;
          const further = isLastWord ? 0 : words[firstWord + k + 1]! << 31;
          const differs =
            axis > 0
              ? word ^ words[firstWord + k + toNext]!
              : (word ^ ((word >>> 1) | further)) & (isLastWord ? notLast : -1);
          for (let rest = differs; rest !== 0; rest &= rest - 1) {
            const x = 32 * k + lowestBit(rest);
            const at = line + x;
            const next = at + stride;
            const place = axis === 0 ? x : axis === 1 ? y : z;
            // One further voxel on either side, where there is one: edges are seldom a single voxel wide.
            const before = place > 0 ? at - stride : at;
            const after = place < last ? next + stride : next;
            const down = (image[at]! + image[before]! - image[next]! - image[after]!) / 2;
            const step = (word & rest & -rest) === 0 ? -down : down;
            n += 1;
            sum += step;
            gradientSum += Math.abs(image[next]! - image[at]!);
            if (step > 0) nUp += 1;
            else if (step < 0) nDown += 1;
          }
        }
      }
    }
  }
  return { n, sum, nUp, nDown, gradientSum };
}
