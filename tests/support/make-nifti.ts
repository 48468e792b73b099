import { gzipSync } from "node:zlib";

export interface NiftiSpec {
  dim?: number[];
  datatype?: number;
  bitpix?: number;
  pixdim?: number[];
  voxOffset?: number;
  slope?: number;
  inter?: number;
  qformCode?: number;
  sformCode?: number;
  quatern?: [number, number, number];
  qoffset?: [number, number, number];
  srow?: number[];
  magic?: string;
  sizeofHdr?: number;
  littleEndian?: boolean;
  data?: Uint8Array;
  gzip?: boolean;
}

export const SIZE = [5, 4, 3] as const;

/** Voxel bytes 1, 2, 3 … of a small asymmetric phantom. */
export function ramp(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index % 250) + 1);
}

/** A NIfTI-1 file field by field, right unless told otherwise: 5 × 4 × 3 uint8, 1 × 1.5 × 2 mm, both forms set. */
export function makeNifti(spec: NiftiSpec = {}): Uint8Array {
  const le = spec.littleEndian ?? true;
  const header = new DataView(new ArrayBuffer(352));
  const i16 = (at: number, value: number): void => header.setInt16(at, value, le);
  const f32 = (at: number, value: number): void => header.setFloat32(at, value, le);
  const isPair = spec.magic?.startsWith("ni1") ?? false;
  header.setInt32(0, spec.sizeofHdr ?? 348, le);
  const dim = spec.dim ?? [3, ...SIZE];
  for (let i = 0; i < 8; i += 1) i16(40 + 2 * i, dim[i] ?? 1);
  i16(70, spec.datatype ?? 2);
  i16(72, spec.bitpix ?? 8);
  const pixdim = spec.pixdim ?? [1, 1, 1.5, 2];
  for (let i = 0; i < 8; i += 1) f32(76 + 4 * i, pixdim[i] ?? 1);
  f32(108, spec.voxOffset ?? (isPair ? 0 : 352));
  f32(112, spec.slope ?? 0);
  f32(116, spec.inter ?? 0);
  i16(252, spec.qformCode ?? 1);
  i16(254, spec.sformCode ?? 1);
  const quatern = spec.quatern ?? [0, 0, 0];
  const qoffset = spec.qoffset ?? [10, 20, 30];
  for (let i = 0; i < 3; i += 1) f32(256 + 4 * i, quatern[i]!);
  for (let i = 0; i < 3; i += 1) f32(268 + 4 * i, qoffset[i]!);
  const srow = spec.srow ?? [1, 0, 0, 10, 0, 1.5, 0, 20, 0, 0, 2, 30];
  for (let i = 0; i < 12; i += 1) f32(280 + 4 * i, srow[i]!);
  const bytes = new Uint8Array(header.buffer);
  bytes.set(new TextEncoder().encode(spec.magic ?? "n+1"), 344);
  const data = spec.data ?? ramp(60);
  if (isPair) return bytes.slice(0, 348);
  const all = Buffer.concat([bytes, data]);
  return spec.gzip ? gzipSync(all) : all;
}

/** A NIfTI-2 single file, 5 × 4 × 3 uint8. */
export function makeNifti2(): Uint8Array {
  const header = new DataView(new ArrayBuffer(544));
  header.setInt32(0, 540, true);
  new Uint8Array(header.buffer).set([0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], 4);
  header.setInt16(12, 2, true);
  header.setInt16(14, 8, true);
  for (const [i, value] of [3, ...SIZE, 1, 1, 1, 1].entries()) header.setBigInt64(16 + 8 * i, BigInt(value), true);
  for (const [i, value] of [1, 1, 1.5, 2, 1, 1, 1, 1].entries()) header.setFloat64(104 + 8 * i, value, true);
  header.setBigInt64(168, 544n, true);
  header.setInt32(348, 1, true);
  for (const [i, value] of [1, 0, 0, 10, 0, 1.5, 0, 20, 0, 0, 2, 30].entries())
    header.setFloat64(400 + 8 * i, value, true);
  return Buffer.concat([new Uint8Array(header.buffer), ramp(60)]);
}
