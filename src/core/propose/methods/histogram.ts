/** Counts of grey values in bins of equal width over their range, as scikit-image makes them. */
export interface Histogram {
  readonly counts: Float64Array;
  readonly centres: Float64Array;
}

/** @returns one bin for constant data */
export function histogram(data: ArrayLike<number>, nBins = 256): Histogram {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low === high) return { counts: Float64Array.of(data.length), centres: Float64Array.of(low) };
  const counts = new Float64Array(nBins);
  const scale = nBins / (high - low);
  for (let i = 0; i < data.length; i += 1) counts[Math.min(nBins - 1, Math.floor((data[i]! - low) * scale))]! += 1;
  return { counts, centres: Float64Array.from({ length: nBins }, (_, bin) => low + (bin + 0.5) / scale) };
}
