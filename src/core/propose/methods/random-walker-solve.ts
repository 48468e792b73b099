import { type GridSystem, solveOnGrid } from "./conjugate-gradients.ts";
import { OBJECT } from "./sure-markers.ts";

export interface RandomWalkerOptions {
  /** How strongly steps across grey values are avoided. */
  readonly beta?: number;
  /** Length of the residual, against that of the right side, at which the system counts as solved. */
  readonly tolerance?: number;
  readonly maxRounds?: number;
  /** @param done share, as far as the residual tells */
  readonly tick?: (done: number) => void;
}

/** Added to all weights, so that no voxel is cut off. */
const LEAST_WEIGHT = 1e-10;

/**
 * Random walker (Grady 2006): the probability of every voxel that a walker who starts there, and who likes steps between
 * like grey values better, comes to an object marker before it comes to a background marker. Weights as in
 * scikit-image's `random_walker`: exp(−β d² / (10 · deviation)), d being the difference of grey values between 0 and 1
 * per unit of the spacing. The sparse system over the voxels without a marker is solved by conjugate gradients.
 * @param data grey values between 0 and 1
 * @param markers BACKGROUND or OBJECT where it is known, else 0
 * @returns probability of the object; 0 where no walk ends at a marker
 */
export function objectProbability(
  data: Float32Array,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  markers: Uint8Array,
  { beta = 130, tolerance = 1e-3, maxRounds = 1000, tick = () => {} }: RandomWalkerOptions = {},
): { readonly probability: Float32Array; readonly rounds: number } {
  const probability = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) if (markers[i] === OBJECT) probability[i] = 1;
  const { voxels, system } = buildSystem(data, size, spacing, markers, beta);
  const { x, rounds } = solveOnGrid(system, { tolerance, maxRounds, tick });
  for (let row = 0; row < voxels.length; row += 1) probability[voxels[row]!] = x[row]!;
  return { probability, rounds };
}

/** The system over the voxels without a marker, in the order of the image. */
function buildSystem(
  data: Float32Array,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  markers: Uint8Array,
  beta: number,
): { readonly voxels: Int32Array; readonly system: GridSystem } {
  const rowOf = new Int32Array(data.length);
  let n = 0;
  for (let i = 0; i < data.length; i += 1) {
    rowOf[i] = n;
    if (markers[i] === 0) n += 1;
  }
  const voxels = new Int32Array(n);
  for (let i = 0; i < data.length; i += 1) if (markers[i] === 0) voxels[rowOf[i]!] = i;
  const perAxis = <T>(make: () => T): [T, T, T] => [make(), make(), make()];
  const system = {
    diagonal: new Float64Array(n),
    rightSide: new Float64Array(n),
    behind: perAxis(() => new Int32Array(n).fill(n)),
    weights: perAxis(() => new Float64Array(n)),
  };
  const scale = -beta / (10 * (deviationOf(data) || 1));
  for (let axis = 0, stride = 1; axis < 3; stride *= size[axis]!, axis += 1) {
    const perSquare = scale / spacing[axis]! ** 2;
    addLinks(system, axis, { data, markers, rowOf, block: stride * size[axis]!, stride, perSquare });
  }
  return { voxels, system };
}

interface AxisLinks {
  readonly data: Float32Array;
  readonly markers: Uint8Array;
  readonly rowOf: Int32Array;
  readonly stride: number;
  /** Voxels from the first to the last along the axis. */
  readonly block: number;
  /** What a squared difference is multiplied by. */
  readonly perSquare: number;
}

/** Adds the links between neighbours along an axis: to the matrix, or to the right side where one of them is marked. */
function addLinks({ diagonal, rightSide, behind, weights }: GridSystem, axis: number, links: AxisLinks): void {
  const { data, markers, rowOf, stride, block, perSquare } = links;
  const behindAxis = behind[axis]!;
  const weightsAxis = weights[axis]!;
  for (let start = 0; start < data.length; start += block) {
    for (let here = start + stride; here < start + block; here += 1) {
      const back = here - stride;
      const markerBack = markers[back]!;
      const markerHere = markers[here]!;
      if (markerBack !== 0 && markerHere !== 0) continue;
      const difference = data[here]! - data[back]!;
      const weight = Math.exp(perSquare * difference * difference) + LEAST_WEIGHT;
      if (markerBack === 0) diagonal[rowOf[back]!]! += weight;
      if (markerHere === 0) diagonal[rowOf[here]!]! += weight;
      if (markerBack === 0 && markerHere === 0) {
        behindAxis[rowOf[here]!] = rowOf[back]!;
        weightsAxis[rowOf[here]!] = weight;
      } else if (markerBack === OBJECT) rightSide[rowOf[here]!]! += weight;
      else if (markerHere === OBJECT) rightSide[rowOf[back]!]! += weight;
    }
  }
}

function deviationOf(data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 1) sum += data[i]!;
  const mean = sum / data.length;
  let squares = 0;
  for (let i = 0; i < data.length; i += 1) squares += (data[i]! - mean) * (data[i]! - mean);
  return Math.sqrt(squares / data.length);
}
