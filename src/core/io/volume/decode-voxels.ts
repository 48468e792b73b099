import { endianness } from "node:os";
import { UnreadableFile } from "../file-problem.ts";
import type { VoxelArray } from "../image/decoded-image.ts";

/** Types of numbers, by the names that NIfTI gives them. */
export type VoxelType =
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "uint32"
  | "int32"
  | "float32"
  | "float64"
  | "int64"
  | "uint64";

/** How voxels lie in a file. */
export interface VoxelLayout {
  readonly datatype: { readonly name: VoxelType; readonly bytes: number };
  /** Slope and intercept to apply; null where the header says none. */
  readonly scaling: { readonly slope: number; readonly intercept: number } | null;
}

/**
 * Turns the data bytes of a volume into voxel values: byte order mended, 64-bit integers checked (R10), slope and
 * intercept applied (as float32, like itk).
 * @param bytes nobody else's: the voxels are made in their place where that can be done
 */
export function decodeVoxels(bytes: Uint8Array, littleEndian: boolean, { datatype, scaling }: VoxelLayout): VoxelArray {
  const own = aligned(bytes, datatype.bytes);
  if (datatype.bytes > 1 && littleEndian !== (endianness() === "LE")) swapBytes(own, datatype.bytes);
  const raw = viewAs(own, datatype.name);
  if (!scaling) return raw;
  const scaled = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) scaled[i] = raw[i]! * scaling.slope + scaling.intercept;
  return scaled;
}

/** Bytes from a place of their buffer at which numbers of `width` bytes may begin, or a copy of them. */
function aligned(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const isAligned = bytes.byteOffset % width === 0 && bytes.buffer instanceof ArrayBuffer;
  return isAligned ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

export function swapBytes(bytes: Uint8Array, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else buffer.swap64();
}

function viewAs({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>, name: VoxelType): VoxelArray {
  switch (name) {
    case "uint8":
      return new Uint8Array(buffer, byteOffset, length);
    case "int8":
      return new Int8Array(buffer, byteOffset, length);
    case "uint16":
      return new Uint16Array(buffer, byteOffset, length / 2);
    case "int16":
      return new Int16Array(buffer, byteOffset, length / 2);
    case "uint32":
      return new Uint32Array(buffer, byteOffset, length / 4);
    case "int32":
      return new Int32Array(buffer, byteOffset, length / 4);
    case "float32":
      return new Float32Array(buffer, byteOffset, length / 4);
    case "float64":
      return new Float64Array(buffer, byteOffset, length / 8);
    case "int64":
      return fromBigIntegers(new BigInt64Array(buffer, byteOffset, length / 8));
    case "uint64":
      return fromBigIntegers(new BigUint64Array(buffer, byteOffset, length / 8));
  }
}

function fromBigIntegers(values: BigInt64Array | BigUint64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = Number(values[i]!);
    if (!Number.isSafeInteger(value)) {
      throw new UnreadableFile(
        "image-integers-too-large",
        "The file holds 64-bit integers beyond 2^53, which cannot be read exactly.",
        "Convert it to 32-bit integers or floats.",
      );
    }
    result[i] = value;
  }
  return result;
}
