import { gzipSync } from "node:zlib";
import { isGzip } from "../files/gunzip.ts";
import { NIFTI2_HEADER_BYTES, type NiftiHeader, parseNiftiHeader } from "../nifti/header.ts";
import type { CleanedFile } from "./cleaned-file.ts";
import { unwrapGzip } from "./clean-gzip.ts";

/** Where the fields that hold free text begin and end (nifti1.h, nifti2.h). */
const TEXT_FIELDS = {
  1: [
    ["data_type", 4, 14],
    ["db_name", 14, 32],
    ["descrip", 148, 228],
    ["aux_file", 228, 252],
    ["intent_name", 328, 344],
  ],
  2: [
    ["descrip", 240, 320],
    ["aux_file", 320, 344],
    ["intent_name", 508, 524],
    ["unused_str", 525, 540],
  ],
} as const;

/** Where the voxels of a single file begin when nothing lies between them and the header. */
const LEAST_OFFSET = { 1: 352, 2: 544 } as const;

/**
 * Clears the free text of a single NIfTI file (`.nii`, `.nii.gz`): text fields of the header, header extensions, what
 * follows the voxels, and what a gzip wrapper tells. Voxels, geometry and scaling stay byte for byte.
 * @param bytes a file that was read before, so that its header is known to be sound
 */
export function cleanNifti(bytes: Uint8Array): CleanedFile {
  const isPacked = isGzip(bytes);
  const { plain, told } = isPacked ? unwrapGzip(bytes) : { plain: bytes, told: [] };
  const inside = clearText(plain);
  const cleared = [...inside.cleared, ...told];
  if (cleared.length === 0) return { bytes, cleared };
  return { bytes: isPacked ? gzipSync(inside.bytes, { level: 6 }) : inside.bytes, cleared };
}

function clearText(plain: Uint8Array): CleanedFile {
  const header = parseNiftiHeader(plain.subarray(0, NIFTI2_HEADER_BYTES));
  const least = LEAST_OFFSET[header.version];
  const start = header.voxOffset === 0 ? least : header.voxOffset;
  const end = start + voxelBytes(header);
  const cleared: string[] = TEXT_FIELDS[header.version].flatMap(([name, from, to]) =>
    isEmpty(plain.subarray(from, to)) ? [] : [name],
  );
  const hasExtensions = !isEmpty(plain.subarray(least - 4, start));
  if (hasExtensions) cleared.push("header extensions");
  if (plain.length > end) cleared.push("bytes after the voxels");
  if (cleared.length === 0) return { bytes: plain, cleared };
  const head = Buffer.from(plain.subarray(0, hasExtensions ? least : start));
  for (const [, from, to] of TEXT_FIELDS[header.version]) head.fill(0, from, to);
  if (hasExtensions) {
    head.fill(0, least - 4);
    setOffset(head, header, least);
  }
  return { bytes: Buffer.concat([head, plain.subarray(start, end)]), cleared };
}

function voxelBytes({ dim, bitpix }: NiftiHeader): number {
  return (dim.slice(1, dim[0]! + 1).reduce((product, length) => product * length, 1) * bitpix) / 8;
}

function setOffset(head: Buffer, { version, littleEndian }: NiftiHeader, offset: number): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (version === 1) view.setFloat32(108, offset, littleEndian);
  else view.setBigInt64(168, BigInt(offset), littleEndian);
}

function isEmpty(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
