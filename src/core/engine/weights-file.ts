import { sha256Of } from "../io/files/hash.ts";
import type { WeightArray } from "./parameters.ts";

/**
 * Weights as bytes: a JSON header (names, shapes) and the float32 values, little-endian, one after the other.
 *
 *     "WNWT" · uint32 length of the header · header · values
 */
const MAGIC = "WNWT";

export interface PackedWeights {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export function packWeights(weights: readonly WeightArray[]): PackedWeights {
  const header = Buffer.from(JSON.stringify(weights.map(({ name, shape, trainable }) => ({ name, shape, trainable }))));
  const start = Buffer.alloc(8);
  start.write(MAGIC, "latin1");
  start.writeUInt32LE(header.length, 4);
  const values = weights.map(({ values: array }) => Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  const bytes = Buffer.concat([start, header, ...values]);
  return { bytes, sha256: sha256Of(bytes) };
}

/**
 * Reads packed weights and checks all that a damaged or foreign file could get wrong (reliability T4): hash, header,
 * sizes, finite values.
 * @throws Error saying what is wrong
 */
export function unpackWeights(bytes: Uint8Array, sha256: string): WeightArray[] {
  if (sha256Of(bytes) !== sha256) throw new Error("the weights do not match their SHA-256");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8 || buffer.toString("latin1", 0, 4) !== MAGIC) throw new Error("these are no weights of Winnow");
  const headerEnd = 8 + buffer.readUInt32LE(4);
  if (headerEnd > buffer.length) throw new Error("the weights end within their header");
  const header = JSON.parse(buffer.toString("utf8", 8, headerEnd)) as {
    name: string;
    shape: number[];
    trainable: boolean;
  }[];
  const weights: WeightArray[] = [];
  let at = headerEnd;
  for (const { name, shape, trainable } of header) {
    const length = shape.reduce((product, side) => product * side, 1);
    const end = at + 4 * length;
    if (!Number.isSafeInteger(length) || length < 0 || end > buffer.length)
      throw new Error(`the weights end within ${name}`);
    const values = new Float32Array(new Uint8Array(buffer.subarray(at, end)).buffer);
    if (!values.every((value) => Number.isFinite(value))) throw new Error(`the weights of ${name} are not finite`);
    weights.push({ name, shape, trainable, values });
    at = end;
  }
  if (at !== buffer.length) throw new Error("the weights go on after their last array");
  return weights;
}
