/** 1 where a grey value lies above the threshold, as in scikit-image: a constant image has no voxel above its own value. */
export function aboveThreshold(data: Float32Array, threshold: number): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i += 1) mask[i] = data[i]! > threshold ? 1 : 0;
  return mask;
}
