/**
 * A symmetric linear system on a grid: a diagonal, and minus the weights of links between neighbours. Each row knows its
 * links backwards along x, y and z; where there is none, the row after the last one stands in, with weight 0.
 */
export interface GridSystem {
  readonly diagonal: Float64Array;
  readonly rightSide: Float64Array;
  readonly behind: readonly [Int32Array, Int32Array, Int32Array];
  readonly weights: readonly [Float64Array, Float64Array, Float64Array];
}

export interface SolveOptions {
  /** Length of the residual, against that of the right side, at which the system counts as solved. */
  readonly tolerance: number;
  readonly maxRounds: number;
  /** @param done share, as far as the residual tells */
  readonly tick: (done: number) => void;
}

/** How much of what an incomplete factor leaves out is put on its diagonal (all of it can make the factor singular). */
const KEPT = 0.97;

/** Conjugate gradients, preconditioned by a modified incomplete Cholesky factor without fill (Gustafsson 1978). */
export function solveOnGrid(
  system: GridSystem,
  { tolerance, maxRounds, tick }: SolveOptions,
): { readonly x: Float64Array; readonly rounds: number } {
  const n = system.diagonal.length;
  const x = new Float64Array(n);
  const residual = system.rightSide.slice();
  // One entry more each, for the row that stands in where there is no neighbour.
  const direction = new Float64Array(n + 1);
  const product = new Float64Array(n + 1);
  const solved = new Float64Array(n + 1);
  const factor = incompleteFactor(system);
  const first = dot(residual, residual, n);
  const goal = first * tolerance * tolerance;
  let rest = first;
  let previous = 0;
  let rounds = 0;
  while (rest > goal && rounds < maxRounds) {
    precondition(system, factor, residual, solved);
    const along = dot(residual, solved, n);
    const turn = previous > 0 ? along / previous : 0;
    for (let i = 0; i < n; i += 1) direction[i] = solved[i]! + turn * direction[i]!;
    multiply(system, direction, product);
    const step = along / dot(direction, product, n);
    rest = 0;
    for (let i = 0; i < n; i += 1) {
      x[i]! += step * direction[i]!;
      const left = residual[i]! - step * product[i]!;
      residual[i] = left;
      rest += left * left;
    }
    previous = along;
    rounds += 1;
    if (rest > 0) tick(Math.min(1, Math.max(0, Math.log(rest / first) / Math.log(goal / first))));
  }
  return { x, rounds };
}

function dot(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function multiply({ diagonal, behind, weights }: GridSystem, x: Float64Array, result: Float64Array): void {
  const [bx, by, bz] = behind;
  const [wx, wy, wz] = weights;
  for (let i = 0; i < diagonal.length; i += 1) {
    const here = x[i]!;
    result[i] = diagonal[i]! * here - wx[i]! * x[bx[i]!]! - wy[i]! * x[by[i]!]! - wz[i]! * x[bz[i]!]!;
    result[bx[i]!]! -= wx[i]! * here;
    result[by[i]!]! -= wy[i]! * here;
    result[bz[i]!]! -= wz[i]! * here;
  }
}

/** One over the diagonal of the factor. */
function incompleteFactor({ diagonal, behind, weights }: GridSystem): Float64Array {
  const [bx, by, bz] = behind;
  const [wx, wy, wz] = weights;
  const n = diagonal.length;
  const ahead = new Float64Array(n + 1);
  for (let i = 0; i < n; i += 1) {
    ahead[bx[i]!]! += wx[i]!;
    ahead[by[i]!]! += wy[i]!;
    ahead[bz[i]!]! += wz[i]!;
  }
  const inverse = new Float64Array(n + 1);
  /** What the link of that weight takes away: its own square, and most of the fill that is left out. */
  const taken = (weight: number, back: number): number =>
    weight * (weight + KEPT * (ahead[back]! - weight)) * inverse[back]!;
  for (let i = 0; i < n; i += 1) {
    const left = diagonal[i]! - taken(wx[i]!, bx[i]!) - taken(wy[i]!, by[i]!) - taken(wz[i]!, bz[i]!);
    // Rounding alone can take more than there is where a voxel hangs by the least of weights.
    inverse[i] = 1 / (left > 1e-3 * diagonal[i]! ? left : diagonal[i]! || 1);
  }
  return inverse;
}

/** Solves with the factor: forwards, then backwards. */
function precondition(
  { behind, weights }: GridSystem,
  factor: Float64Array,
  residual: Float64Array,
  result: Float64Array,
): void {
  const [bx, by, bz] = behind;
  const [wx, wy, wz] = weights;
  const n = residual.length;
  result[n] = 0;
  for (let i = 0; i < n; i += 1) {
    const from = residual[i]! + wx[i]! * result[bx[i]!]! + wy[i]! * result[by[i]!]! + wz[i]! * result[bz[i]!]!;
    result[i] = from * factor[i]!;
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    const here = result[i]!;
    result[bx[i]!]! += wx[i]! * here * factor[bx[i]!]!;
    result[by[i]!]! += wy[i]! * here * factor[by[i]!]!;
    result[bz[i]!]! += wz[i]! * here * factor[bz[i]!]!;
  }
}
