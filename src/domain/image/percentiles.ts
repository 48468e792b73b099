/** Voxels that are looked at, at most, evenly spaced. */
const SAMPLE = 200_000;
/** From so many on, counting all 16-bit values is quicker than sorting. */
const WORTH_COUNTING = 16_384;

/**
 * Values at which the given shares (0 … 1) of the data lie below, from a sample of at most 200,000 evenly spaced voxels
 * (nearest rank). Robust against single bright voxels, and the same for every machine.
 */
export function percentiles(data: ArrayLike<number>, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / SAMPLE));
  const n = Math.ceil(data.length / step);
  const ranks = shares.map((share) => Math.min(n - 1, Math.max(0, Math.round(share * (n - 1)))));
  const range = rangeOf(data, n);
  if (range) return byCounting(data, step, range, ranks);
  const sample = new Float64Array(n);
  for (let i = 0, at = 0; at < data.length; i += 1, at += step) sample[i] = data[at]!;
  sample.sort();
  return ranks.map((rank) => sample[rank]!);
}

/** The values that the type of the data can hold, where counting them is worth while. */
function rangeOf(data: ArrayLike<number>, n: number): { readonly low: number; readonly size: number } | null {
  if (data instanceof Uint8Array) return { low: 0, size: 256 };
  if (n < WORTH_COUNTING) return null;
  if (data instanceof Uint16Array) return { low: 0, size: 65_536 };
  return data instanceof Int16Array ? { low: -32_768, size: 65_536 } : null;
}

function byCounting(
  data: ArrayLike<number>,
  step: number,
  { low, size }: { readonly low: number; readonly size: number },
  ranks: readonly number[],
): number[] {
  const counts = new Uint32Array(size);
  for (let at = 0; at < data.length; at += step) counts[data[at]! - low]! += 1;
  return ranks.map((rank) => {
    let below = 0;
    for (let value = 0; value < size; value += 1) {
      below += counts[value]!;
      if (below > rank) return value + low;
    }
    return NaN;
  });
}
