/** Voxels that are looked at, at most, evenly spaced. */
const SAMPLE = 200_000;

/**
 * Values at which the given shares (0 … 1) of the data lie below, from a sample of at most 200,000 evenly spaced voxels
 * (nearest rank). Robust against single bright voxels, and the same for every machine.
 */
export function percentiles(data: ArrayLike<number>, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / SAMPLE));
  const n = Math.ceil(data.length / step);
  const ranks = shares.map((share) => Math.min(n - 1, Math.max(0, Math.round(share * (n - 1)))));
  if (n > 0 && (data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Int16Array))
    return byCounting(data, step, ranks);
  const sample = new Float64Array(n);
  for (let i = 0, at = 0; at < data.length; i += 1, at += step) sample[i] = data[at]!;
  sample.sort();
  return ranks.map((rank) => sample[rank]!);
}

/** How often each value of 16 bits was seen; zeros whenever nobody counts. */
const counts = new Uint32Array(65_536);

/** Whole numbers of few bits: counting them is quicker than sorting. */
function byCounting(data: Uint8Array | Uint16Array | Int16Array, step: number, ranks: readonly number[]): number[] {
  const least = data instanceof Int16Array ? -32_768 : 0;
  let [low, high] = [65_535, 0];
  for (let at = 0; at < data.length; at += step) {
    const place = data[at]! - least;
    counts[place]! += 1;
    if (place < low) low = place;
    if (place > high) high = place;
  }
  const found = ranks.map((rank) => {
    let below = 0;
    for (let place = low; place <= high; place += 1) {
      below += counts[place]!;
      if (below > rank) return place + least;
    }
    return NaN;
  });
  counts.fill(0, low, high + 1);
  return found;
}
