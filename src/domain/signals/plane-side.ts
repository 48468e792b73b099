import { planeOf, resamplePlane } from "../image/resample.ts";

/**
 * Planes with more or fewer pixels along an edge: by area means where they shrink, bilinear where they grow.
 * @param planes n · from · from bytes
 * @returns n · to · to bytes; the same array where the sides are alike
 */
export function planesAtSide(planes: Uint8Array, from: number, to: number): Uint8Array {
  if (from === to) return planes;
  const whole = { x0: 0, y0: 0, x1: from, y1: from };
  const n = planes.length / (from * from);
  const result = new Uint8Array(n * to * to);
  for (let plane = 0; plane < n; plane += 1) {
    const own = planeOf(planes.subarray(plane * from * from, (plane + 1) * from * from), from, from);
    const values = resamplePlane(own, whole, to, to);
    for (let i = 0; i < values.length; i += 1) result[plane * to * to + i] = Math.round(values[i]!);
  }
  return result;
}
