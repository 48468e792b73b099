import { extremes } from "../extremes.ts";
import { type Filter, numberOf } from "../method.ts";

/** Steps of the table of conductances within `k`, and how many `k` it reaches: beyond, nothing flows (e^-16). */
const STEPS = 1024;
const REACH = 4;

export interface DiffusionOptions {
  readonly rounds: number;
  /** Grey difference per finest voxel at which the flow is 1 / e of what it were without edges. */
  readonly k: number;
  /** Length of a step in time; cut where more would not be stable. */
  readonly dt: number;
}

/**
 * Perona and Malik's anisotropic diffusion (1990) with the conductance exp(-(v / k)²): grey values flow between face
 * neighbours (4 in a picture, 6 in a volume), less where they differ much. Nothing flows across the border.
 */
export function diffuse(
  data: Float32Array,
  size: readonly [number, number, number],
  spacing: readonly [number, number, number],
  { rounds, k, dt }: DiffusionOptions,
): Float32Array {
  const current = data.slice();
  if (!(k > 0) || k === Infinity) return current;
  const [nx, ny, nz] = size;
  // A difference over a longer distance is a smaller slope, and its flow changes a longer voxel less.
  const stiffness = size.reduce((sum, length, axis) => sum + (length > 1 ? 2 / spacing[axis]! ** 2 : 0), 0);
  const step = stiffness > 0 ? Math.min(dt, 1 / stiffness) : 0;
  const along = conductance(spacing[0], step, k);
  const down = conductance(spacing[1], step, k);
  const through = conductance(spacing[2], step, k);
  const fromAbove = new Float64Array(nx);
  const fromBefore = new Float64Array(nz > 1 ? nx * ny : 0);
  const gained = new Float64Array(nx);
  for (let round = 0; round < rounds; round += 1) {
    fromBefore.fill(0);
    for (let z = 0; z < nz; z += 1) {
      fromAbove.fill(0);
      for (let y = 0; y < ny; y += 1) {
        const row = (z * ny + y) * nx;
        if (nz > 1) flowThrough(current, row, z < nz - 1 ? nx * ny : 0, through, fromBefore, y * nx, gained);
        diffuseRow(current, row, y < ny - 1 ? nx : 0, along, down, fromAbove, gained);
      }
    }
  }
  return current;
}

interface Conductance {
  readonly table: Float64Array;
  /** Places of the table per grey value of difference. */
  readonly places: number;
}

function conductance(spacing: number, step: number, k: number): Conductance {
  const table = Float64Array.from({ length: REACH * STEPS + 1 }, (_, i) =>
    i < REACH * STEPS ? (step / spacing ** 2) * Math.exp(-(((i + 0.5) / STEPS) ** 2)) : 0,
  );
  return { table, places: STEPS / (spacing * k) };
}

function flow(difference: number, table: Float64Array, places: number): number {
  const place = Math.abs(difference) * places;
  return difference * table[place < REACH * STEPS ? place | 0 : REACH * STEPS]!;
}

/** What every voxel of a row gains from the slices before and after it; what comes from after is kept for that slice. */
function flowThrough(
  current: Float32Array,
  row: number,
  slice: number,
  { table, places }: Conductance,
  fromBefore: Float64Array,
  at: number,
  gained: Float64Array,
): void {
  for (let x = 0; x < gained.length; x += 1) {
    const fromAfter = flow(current[row + x + slice]! - current[row + x]!, table, places);
    gained[x] = fromAfter - fromBefore[at + x]!;
    fromBefore[at + x] = fromAfter;
  }
}

/**
 * One row of one round, in place: every flow is taken once, between voxels as they were before the round, and kept until
 * the voxel on its other side has its turn.
 */
function diffuseRow(
  current: Float32Array,
  row: number,
  nextRow: number,
  along: Conductance,
  down: Conductance,
  fromAbove: Float64Array,
  gained: Float64Array,
): void {
  const nx = gained.length;
  let value = current[row]!;
  let fromLeft = 0;
  for (let x = 0, at = row; x < nx; x += 1, at += 1) {
    const right = x < nx - 1 ? current[at + 1]! : value;
    const fromRight = flow(right - value, along.table, along.places);
    const fromBelow = flow(current[at + nextRow]! - value, down.table, down.places);
    current[at] = value + fromRight - fromLeft + fromBelow - fromAbove[x]! + gained[x]!;
    fromAbove[x] = fromBelow;
    fromLeft = fromRight;
    value = right;
  }
}

/** `k` is a share of the image's range of grey values, so 0.08 is 20 of an 8-bit picture. */
export const anisotropicDiffusion: Filter = {
  name: "anisotropic-diffusion",
  parameters: [
    { kind: "number", name: "rounds", default: 15, min: 1, max: 50, step: 1 },
    { kind: "number", name: "k", default: 0.08, min: 0.01, max: 0.5, step: 0.01 },
    { kind: "number", name: "dt", default: 0.2, min: 0.05, max: 0.25, step: 0.05 },
  ],
  run({ data, size, spacing }, values) {
    const [low, high] = extremes(data);
    const k = numberOf(values, "k") * (high - low);
    return diffuse(data, size, spacing, { rounds: numberOf(values, "rounds"), k, dt: numberOf(values, "dt") });
  },
};
