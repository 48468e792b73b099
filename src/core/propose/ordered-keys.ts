import { extremes } from "./extremes.ts";

/** Grey values as whole numbers in the same order, less than 2^31 apart: minima and maxima of them need no branch. */
export interface OrderedKeys {
  readonly keys: Int32Array;
  /** What the grey values were multiplied by before their bits were taken. */
  readonly scale: number;
}

/** No key is larger, no key smaller than its negative. */
export const KEY_LIMIT = 0x3fffffff;

/** The bits of a 32-bit float, read as a whole number, are in the order of the float's size; a power of two keeps them. */
export function orderedKeys(data: Float32Array): OrderedKeys {
  const [low, high] = extremes(data);
  const largest = Math.max(-low, high);
  const scale = largest > 0 && largest < Infinity ? 2 ** -(Math.floor(Math.log2(largest)) + 1) : 1;
  const scaled = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) scaled[i] = data[i]! * scale;
  const keys = new Int32Array(scaled.buffer);
  for (let i = 0; i < keys.length; i += 1) keys[i] = turned(keys[i]!);
  return { keys, scale };
}

/** The grey values again. Takes the keys' memory. */
export function valuesOf({ keys, scale }: OrderedKeys): Float32Array {
  for (let i = 0; i < keys.length; i += 1) keys[i] = turned(keys[i]!);
  const values = new Float32Array(keys.buffer, keys.byteOffset, keys.length);
  for (let i = 0; i < values.length; i += 1) values[i]! /= scale;
  return values;
}

/** Negative floats count downwards from the sign bit, negative whole numbers upwards: each way is the other's. */
function turned(bits: number): number {
  return bits >= 0 ? bits : (0x80000000 - bits) | 0;
}

/** The smaller of two keys. */
export function lesser(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

/** The larger of two keys. */
export function greater(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (a - (difference & (difference >> 31))) | 0;
}
