import { createRng } from "#domain/random/rng.ts";

export interface SelfOrganisingMap {
  /** Row by row: (nx · ny) × nFeatures. */
  readonly weights: Float64Array;
  readonly nx: number;
  readonly ny: number;
  readonly nFeatures: number;
}

export interface SomOptions {
  readonly seed?: number;
  /** Samples shown, one after the other, drawn in seeded order. */
  readonly nIterations?: number;
  readonly sigma?: number;
  readonly learningRate?: number;
}

/**
 * Online Kohonen map (methods 2.3; behaviour as in JustGlowing/minisom): Gaussian neighbourhood on the grid, and both
 * learning rate and neighbourhood decay as 1 / (1 + t / (T / 2)), ending at a third of their start. Starts from random
 * samples.
 * @param samples row by row: n × nFeatures, best with comparable scales
 */
export function trainSom(
  samples: Float32Array,
  nFeatures: number,
  nx: number,
  ny: number,
  options: SomOptions = {},
): SelfOrganisingMap {
  const { seed = 1, nIterations = 5000, sigma = 1, learningRate = 0.5 } = options;
  const n = samples.length / nFeatures;
  const rng = createRng(seed, "som");
  const nUnits = nx * ny;
  const weights = new Float64Array(nUnits * nFeatures);
  for (let unit = 0; unit < nUnits; unit += 1) {
    const sample = rng.int(n);
    for (let f = 0; f < nFeatures; f += 1) weights[unit * nFeatures + f] = samples[sample * nFeatures + f]!;
  }
  const map = { weights, nx, ny, nFeatures };
  const half = nIterations / 2;
  for (let t = 0; t < nIterations; t += 1) {
    const at = rng.int(n) * nFeatures;
    const winner = winnerOf(map, samples, at);
    const eta = learningRate / (1 + t / half);
    const width = 2 * (sigma / (1 + t / half)) ** 2;
    const [wx, wy] = [Math.floor(winner / ny), winner % ny];
    for (let x = 0; x < nx; x += 1) {
      const hx = Math.exp(-((x - wx) ** 2) / width);
      for (let y = 0; y < ny; y += 1) {
        const h = eta * hx * Math.exp(-((y - wy) ** 2) / width);
        const row = (x * ny + y) * nFeatures;
        for (let f = 0; f < nFeatures; f += 1) weights[row + f]! += h * (samples[at + f]! - weights[row + f]!);
      }
    }
  }
  return map;
}

/** The unit nearest to the sample that begins at `at`. */
export function winnerOf({ weights, nFeatures }: SelfOrganisingMap, samples: Float32Array, at: number): number {
  let best = Infinity;
  let winner = 0;
  for (let row = 0, unit = 0; row < weights.length; row += nFeatures, unit += 1) {
    let distance = 0;
    for (let f = 0; f < nFeatures; f += 1) distance += (samples[at + f]! - weights[row + f]!) ** 2;
    if (distance < best) {
      best = distance;
      winner = unit;
    }
  }
  return winner;
}
