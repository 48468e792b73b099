/** Mean 0 and deviation 1, plane by plane. */
export function standardisePlanes(planes: Uint8Array, area: number): Float32Array {
  const result = new Float32Array(planes.length);
  for (let start = 0; start < planes.length; start += area) {
    let [sum, squares] = [0, 0];
    for (let i = start; i < start + area; i += 1) {
      sum += planes[i]!;
      squares += planes[i]! ** 2;
    }
    const mean = sum / area;
    const deviation = Math.sqrt(Math.max(0, squares / area - mean * mean)) || 1;
    for (let i = start; i < start + area; i += 1) result[i] = (planes[i]! - mean) / deviation;
  }
  return result;
}

/** Shares (0 … 1) in 255ths. A loop: `Uint8Array.from` with a function takes ten times as long. */
export function toBytes(shares: Float32Array): Uint8Array {
  const bytes = new Uint8Array(shares.length);
  for (let i = 0; i < shares.length; i += 1) bytes[i] = Math.round(255 * shares[i]!);
  return bytes;
}
