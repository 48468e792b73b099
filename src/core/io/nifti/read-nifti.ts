import { existsSync } from "node:fs";
import { UnreadableFile } from "../file-problem.ts";
import { dataBytesOf } from "../files/data-bytes.ts";
import { gunzipChecked, gunzipSmall, gunzipStart, isGzip } from "../files/gunzip.ts";
import { sha256Of } from "../files/hash.ts";
import { hashOf, type OpenFile, openFile } from "../files/open-file.ts";
import { clearNonFinite, type DecodedImage } from "../image/decoded-image.ts";
import type { ReadLimits } from "../limits.ts";
import { gzipNameWarnings } from "../volume/gzip-name.ts";
import { decodeVoxels } from "../volume/decode-voxels.ts";
import { requireChosen } from "../volumes/several-volumes.ts";
import { volumeBytesOf } from "../volumes/volume-bytes.ts";
import { checkNiftiHeader } from "./check-header.ts";
import { NIFTI1_HEADER_BYTES, NIFTI2_HEADER_BYTES, type NiftiHeader, parseNiftiHeader } from "./header.ts";

const START_BYTES = 64 * 1024;
const INSTEAD = "save it uncompressed (.nii)";

/**
 * Reads a NIfTI file (`.nii`, `.nii.gz`, or the `.hdr` of a pair), after checking all that its decoders let pass
 * (reliability R1 to R4, R8 to R10).
 * @param volume which one, of a file that holds several; counted from 0
 * @throws UnreadableFile when it cannot be used
 */
export async function readNifti(path: string, limits: ReadLimits, volume?: number): Promise<DecodedImage> {
  const file = openFile(path, START_BYTES);
  const unpacked = unpackedAtOnce(file);
  const header = await headerOf(file, unpacked);
  const checked = checkNiftiHeader(header, limits);
  const warnings = [...checked.warnings, ...gzipNameWarnings(file, [".gz"])];
  const dataFile = header.isPair ? openFile(dataPathOf(path), START_BYTES) : file;
  const { dataOffset, dataBytes, geometry, series } = checked;
  const hash = (): string => (header.isPair ? sha256Of(file.start, hashOf(dataFile)) : hashOf(file));
  const chosen = await requireChosen(volume, series, geometry.size, hash);
  const place = {
    packedFrom: isGzip(dataFile.start) ? 0 : null,
    unpacked: dataFile === file ? unpacked : null,
    offset: dataOffset,
    bytes: dataBytes,
    size: geometry.size,
    instead: INSTEAD,
  };
  const bytes = chosen
    ? await volumeBytesOf(dataFile, place, { ...chosen, interleavedBytes: null }, limits)
    : await dataBytesOf(dataFile, place, limits);
  const data = decodeVoxels(bytes, header.littleEndian, checked);
  const nonFiniteCount = clearNonFinite(data);
  return {
    geometry: checked.geometry,
    channels: 1,
    data,
    nonFiniteCount,
    datatype: checked.datatype.name,
    sha256: hash(),
    ...(series && { series }),
    warnings,
  };
}

function unpackedAtOnce({ start, whole }: OpenFile): Uint8Array | null {
  return whole && isGzip(start) ? gunzipSmall(whole) : null;
}

async function headerOf(file: OpenFile, unpacked: Uint8Array | null): Promise<NiftiHeader> {
  if (unpacked && unpacked.length >= NIFTI1_HEADER_BYTES)
    return parseNiftiHeader(unpacked.subarray(0, NIFTI2_HEADER_BYTES));
  const isPacked = isGzip(file.start);
  let start = isPacked ? gunzipStart(file.start.subarray(0, START_BYTES), NIFTI2_HEADER_BYTES) : file.start;
  // Too little came out of it: unpacking all says whether the compressed file is damaged, cut short, or just that small.
  if (isPacked && start.length < NIFTI1_HEADER_BYTES)
    start = await gunzipChecked(file.path, file.whole, NIFTI1_HEADER_BYTES);
  return parseNiftiHeader(start.subarray(0, NIFTI2_HEADER_BYTES));
}

function dataPathOf(headerPath: string): string {
  const stem = headerPath.slice(0, -4);
  for (const extension of [".img", ".IMG"]) {
    if (existsSync(stem + extension)) return stem + extension;
  }
  throw new UnreadableFile(
    "nifti-data-file-missing",
    "The picture's data file (.img) is not beside its header (.hdr).",
    "Copy the .img file into the same folder, then add the folder again.",
  );
}
