/**
 * Values at which the given shares (0 … 1) of the data lie below, from a sample of at most 200,000 evenly spaced voxels
 * (nearest rank). Robust against single bright voxels, and the same for every machine.
 */
export function percentiles(data: ArrayLike<number>, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / 200_000));
  const sample = new Float64Array(Math.ceil(data.length / step));
  for (let i = 0, at = 0; at < data.length; i += 1, at += step) sample[i] = data[at]!;
  sample.sort();
  return shares.map(
    (share) => sample[Math.min(sample.length - 1, Math.max(0, Math.round(share * (sample.length - 1))))]!,
  );
}
