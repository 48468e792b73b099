export type Voxels =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An image or a mask as the focus view holds it: x fastest, colours interleaved. */
export interface Volume {
  /** Three entries; a picture has one slice. */
  readonly size: readonly [number, number, number];
  /** Millimetres; 1 where the file does not say. */
  readonly spacing: readonly [number, number, number];
  /** 4 × 4, row-major, voxel index → RAS mm. */
  readonly affine: readonly number[];
  readonly channels: 1 | 3;
  readonly data: Voxels;
}

const HEADER_BYTES = 348;

/**
 * Reads what the core serves: uncompressed NIfTI-1, whole or as the header says scaled. Only voxels, spacing and sform
 * are read; which way the patient lies, the core has said with the case.
 */
export function readNifti(buffer: ArrayBuffer): Volume {
  if (buffer.byteLength < HEADER_BYTES + 4) throw new Error("The file is too short for a NIfTI-1 header.");
  const view = new DataView(buffer);
  const isLittle = view.getInt32(0, true) === HEADER_BYTES;
  if (!isLittle && view.getInt32(0, false) !== HEADER_BYTES) throw new Error("This is no NIfTI-1 file.");
  const short = (at: number): number => view.getInt16(at, isLittle);
  const float = (at: number): number => view.getFloat32(at, isLittle);
  const extent = (axis: number): number => Math.max(1, short(42 + 2 * axis));
  const rank = short(40);
  const size = [extent(0), rank > 1 ? extent(1) : 1, rank > 2 ? extent(2) : 1] as const;
  const spacing = [0, 1, 2].map((axis) => Math.abs(float(80 + 4 * axis)) || 1) as [number, number, number];
  const affine = [...Array.from({ length: 12 }, (_, index) => float(280 + 4 * index)), 0, 0, 0, 1];
  const code = short(70);
  const offset = Math.max(HEADER_BYTES + 4, Math.floor(float(108)));
  const channels = code === 128 ? 3 : 1;
  const n = size[0] * size[1] * size[2] * channels;
  const data = scaled(voxels(buffer, offset, code, n, isLittle), float(112), float(116));
  return { size, spacing, affine, channels, data };
}

const types = {
  2: Uint8Array,
  128: Uint8Array,
  256: Int8Array,
  512: Uint16Array,
  4: Int16Array,
  768: Uint32Array,
  8: Int32Array,
  16: Float32Array,
  64: Float64Array,
} as const;

function voxels(buffer: ArrayBuffer, offset: number, code: number, n: number, isLittle: boolean): Voxels {
  const Type = types[code as keyof typeof types];
  if (!Type) throw new Error(`NIfTI type ${code} cannot be shown.`);
  const bytes = Type.BYTES_PER_ELEMENT;
  if (buffer.byteLength < offset + n * bytes) throw new Error("The file ends before the picture does.");
  if (isLittle || bytes === 1) {
    return offset % bytes === 0 ? new Type(buffer, offset, n) : new Type(buffer.slice(offset, offset + n * bytes));
  }
  const swapped = new Uint8Array(buffer.slice(offset, offset + n * bytes));
  for (let at = 0; at < swapped.length; at += bytes) swapped.subarray(at, at + bytes).reverse();
  return new Type(swapped.buffer);
}

function scaled(data: Voxels, slope: number, intercept: number): Voxels {
  if (slope === 0 || !Number.isFinite(slope) || (slope === 1 && intercept === 0)) return data;
  return Float32Array.from(data, (value) => value * slope + intercept);
}
