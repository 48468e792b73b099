import { extremes } from "../extremes.ts";

/** Counts of grey values in bins of equal width over their range, as scikit-image makes them. */
export interface Histogram {
  readonly counts: Float64Array;
  readonly centres: Float64Array;
}

/** @returns one bin for constant data */
export function histogram(data: ArrayLike<number>, nBins = 256): Histogram {
  const [low, high] = extremes(data);
  if (low === high) return { counts: Float64Array.of(data.length), centres: Float64Array.of(low) };
  const counts = new Uint32Array(nBins);
  const scale = nBins / (high - low);
  for (let i = 0; i < data.length; i += 1) {
    const bin = ((data[i]! - low) * scale) | 0;
    counts[bin < nBins ? bin : nBins - 1]! += 1;
  }
  return {
    counts: Float64Array.from(counts),
    centres: Float64Array.from({ length: nBins }, (_, bin) => low + (bin + 0.5) / scale),
  };
}
