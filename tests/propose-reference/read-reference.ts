import { readFileSync } from "node:fs";
import type { GreyImage } from "#core/propose/method.ts";

/** Numbers as 16-bit steps between their smallest and their largest. */
export interface PackedField {
  readonly low: number;
  readonly high: number;
  readonly steps: string;
}

/** One of the JSON files that make-reference.py writes. */
export function readReference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
}

const inputs = readReference<Record<string, { size: [number, number, number]; bytes: string }>>("inputs.json");

export type InputName = "cells" | "shaded" | "levels" | "volume";

/** One of the small 8-bit pictures; slices of the volume are two voxels apart. */
export function referenceImage(name: InputName): GreyImage {
  const { size, bytes } = inputs[name]!;
  return { data: Float32Array.from(bytesOf(bytes)), size, spacing: [1, 1, size[2] > 1 ? 2 : 1] };
}

export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}

export function maskOf(text: string, length: number): Uint8Array {
  const bytes = bytesOf(text);
  return Uint8Array.from({ length }, (_, i) => (bytes[i >> 3]! >> (i & 7)) & 1);
}

export function fieldOf({ low, high, steps }: PackedField): Float64Array {
  const bytes = bytesOf(steps);
  const view = new DataView(bytes.buffer);
  return Float64Array.from(
    { length: bytes.length / 2 },
    (_, i) => low + (view.getUint16(2 * i, true) / 65535) * (high - low),
  );
}

/** The largest difference between two fields. */
export function furthestApart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let furthest = 0;
  for (let i = 0; i < a.length; i += 1) furthest = Math.max(furthest, Math.abs(a[i]! - b[i]!));
  return furthest;
}
