import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";

/** The fields of a NIfTI-1 or NIfTI-2 header that Winnow uses, as they stand in the file. */
export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  /** True for `.hdr` + `.img`, whose data lie in the other file. */
  readonly isPair: boolean;
  readonly dim: readonly number[];
  readonly pixdim: readonly number[];
  readonly datatype: number;
  readonly bitpix: number;
  readonly voxOffset: number;
  /** Units of space and time, each in bits of its own. */
  readonly xyztUnits: number;
  readonly intentCode: number;
  readonly sclSlope: number;
  readonly sclInter: number;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quatern: readonly [number, number, number];
  readonly qoffset: readonly [number, number, number];
  readonly srow: readonly number[];
}

export const NIFTI1_HEADER_BYTES = 348;
export const NIFTI2_HEADER_BYTES = 540;

/**
 * Parses a header without judging it (nifti1.h, nifti2.h). Endianness follows from sizeof_hdr.
 * @param bytes the first bytes of the (decompressed) file, as many as there are up to 540
 * @throws UnreadableFile when this is no NIfTI header
 */
export function parseNiftiHeader(bytes: Uint8Array): NiftiHeader {
  if (bytes.length < NIFTI1_HEADER_BYTES) {
    throw new UnreadableFile(
      bytes.length === 0 ? "file-empty" : "nifti-header-short",
      bytes.length === 0 ? "The file is empty." : `The file ends after ${bytes.length} bytes, within its header.`,
      COPY_AGAIN,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const littleEndian of [true, false]) {
    const size = view.getInt32(0, littleEndian);
    if (size === NIFTI1_HEADER_BYTES && hasMagic(bytes, 344, ["n+1", "ni1"])) return parseVersion1(view, littleEndian);
    if (size === NIFTI2_HEADER_BYTES && bytes.length >= NIFTI2_HEADER_BYTES && hasMagic(bytes, 4, ["n+2", "ni2"])) {
      return parseVersion2(view, littleEndian);
    }
  }
  throw new UnreadableFile(
    "nifti-not-nifti",
    "The file does not begin with a NIfTI header.",
    "Check what it is. If it is an image, convert it to NIfTI; if not, take it out of the folder.",
  );
}

function hasMagic(bytes: Uint8Array, offset: number, choices: readonly string[]): boolean {
  const text = String.fromCharCode(...bytes.subarray(offset, offset + 3));
  return choices.includes(text);
}

function parseVersion1(view: DataView, le: boolean): NiftiHeader {
  const floats = (offset: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => view.getFloat32(offset + 4 * i, le));
  return {
    version: 1,
    littleEndian: le,
    isPair: view.getUint8(345) === 0x69, // "ni1", against "n+1"
    dim: Array.from({ length: 8 }, (_, i) => view.getInt16(40 + 2 * i, le)),
    pixdim: floats(76, 8),
    datatype: view.getInt16(70, le),
    bitpix: view.getInt16(72, le),
    voxOffset: view.getFloat32(108, le),
    xyztUnits: view.getUint8(123),
    intentCode: view.getInt16(68, le),
    sclSlope: view.getFloat32(112, le),
    sclInter: view.getFloat32(116, le),
    qformCode: view.getInt16(252, le),
    sformCode: view.getInt16(254, le),
    quatern: floats(256, 3) as [number, number, number],
    qoffset: floats(268, 3) as [number, number, number],
    srow: floats(280, 12),
  };
}

function parseVersion2(view: DataView, le: boolean): NiftiHeader {
  const doubles = (offset: number, count: number): number[] =>
    Array.from({ length: count }, (_, i) => view.getFloat64(offset + 8 * i, le));
  return {
    version: 2,
    littleEndian: le,
    isPair: view.getUint8(5) === 0x69,
    dim: Array.from({ length: 8 }, (_, i) => Number(view.getBigInt64(16 + 8 * i, le))),
    pixdim: doubles(104, 8),
    datatype: view.getInt16(12, le),
    bitpix: view.getInt16(14, le),
    voxOffset: Number(view.getBigInt64(168, le)),
    xyztUnits: view.getInt32(500, le),
    intentCode: view.getInt32(504, le),
    sclSlope: view.getFloat64(176, le),
    sclInter: view.getFloat64(184, le),
    qformCode: view.getInt32(344, le),
    sformCode: view.getInt32(348, le),
    quatern: doubles(352, 3) as [number, number, number],
    qoffset: doubles(376, 3) as [number, number, number],
    srow: doubles(400, 12),
  };
}
