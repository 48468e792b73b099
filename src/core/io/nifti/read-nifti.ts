import { readFile, stat } from "node:fs/promises";
import { COPY_AGAIN, type FileProblem, UnreadableFile } from "../file-problem.ts";
import { gunzipChecked, gunzipStart, isGzip, readStart } from "../files/gunzip.ts";
import { sha256Of, sha256OfFile } from "../files/hash.ts";
import { clearNonFinite, type DecodedImage } from "../image/decoded-image.ts";
import { type ReadLimits, refuseBomb, refuseTrailing } from "../limits.ts";
import { type CheckedHeader, checkNiftiHeader } from "./check-header.ts";
import { NIFTI1_HEADER_BYTES, NIFTI2_HEADER_BYTES, type NiftiHeader, parseNiftiHeader } from "./header.ts";
import { decodeVoxels } from "./voxels.ts";

/** Files up to this size are read in one piece: hashing and decoding then share it. */
const IN_ONE_PIECE_BYTES = 64 * 1024 ** 2;
const START_BYTES = 64 * 1024;

/** A file's bytes, as far as they are in memory, and what they hold. */
interface OpenFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly start: Uint8Array;
  /** All of it, or null for large files. */
  readonly whole: Uint8Array | null;
  readonly compressed: boolean;
}

/**
 * Reads a NIfTI file (`.nii`, `.nii.gz`, or the `.hdr` of a pair), after checking all that its decoders let pass
 * (reliability R1 to R4, R8 to R10).
 * @throws UnreadableFile when it cannot be used
 */
export async function readNifti(path: string, limits: ReadLimits): Promise<DecodedImage> {
  const file = await openFile(path);
  const header = await headerOf(file);
  const checked = checkNiftiHeader(header, limits);
  const warnings = [...checked.warnings, ...nameWarnings(file)];
  const dataFile = header.isPair ? await openFile(await dataPathOf(path)) : file;
  const bytes = await dataBytesOf(dataFile, checked, limits);
  const data = decodeVoxels(bytes, header.littleEndian, checked);
  const nonFiniteCount = clearNonFinite(data);
  return {
    geometry: checked.geometry,
    channels: 1,
    data,
    nonFiniteCount,
    datatype: checked.datatype.name,
    sha256: header.isPair ? sha256Of(file.start, await hashOf(dataFile)) : await hashOf(file),
    warnings,
  };
}

async function openFile(path: string): Promise<OpenFile> {
  const { size } = await stat(path);
  const whole = size <= IN_ONE_PIECE_BYTES ? await readFile(path) : null;
  const start = whole ?? (await readStart(path, START_BYTES));
  return { path, sizeBytes: size, start, whole, compressed: isGzip(start) };
}

async function headerOf(file: OpenFile): Promise<NiftiHeader> {
  let start = file.compressed ? gunzipStart(file.start.subarray(0, START_BYTES), NIFTI2_HEADER_BYTES) : file.start;
  // Too little came out of it: unpacking all says whether the compressed file is damaged, cut short, or just that small.
  if (file.compressed && start.length < NIFTI1_HEADER_BYTES)
    start = await gunzipChecked(file.path, file.whole, NIFTI1_HEADER_BYTES);
  return parseNiftiHeader(start.subarray(0, NIFTI2_HEADER_BYTES));
}

async function dataPathOf(headerPath: string): Promise<string> {
  const stem = headerPath.slice(0, -4);
  for (const extension of [".img", ".IMG"]) {
    if (await stat(stem + extension).catch(() => null)) return stem + extension;
  }
  throw new UnreadableFile(
    "nifti-data-file-missing",
    "The picture's data file (.img) is not beside its header (.hdr).",
    "Copy the .img file into the same folder, then add the folder again.",
  );
}

/** What any volume may unpack to, however tightly it is packed. */
const FREE_BYTES = 256 * 1024 ** 2;

async function dataBytesOf(
  file: OpenFile,
  { dataBytes, dataOffset, geometry }: CheckedHeader,
  limits: ReadLimits,
): Promise<Uint8Array> {
  const expected = dataOffset + dataBytes;
  if (file.compressed) {
    const { size } = geometry;
    const instead = "save it uncompressed (.nii)";
    refuseBomb({ fileBytes: file.sizeBytes, decodedBytes: expected, size, freeBytes: FREE_BYTES, instead }, limits);
    const all = await gunzipChecked(file.path, file.whole, expected);
    return all.subarray(dataOffset, expected);
  }
  if (file.sizeBytes < expected) {
    throw new UnreadableFile(
      "data-cut-short",
      `The file ends before the picture does: ${file.sizeBytes.toLocaleString("en")} of ${expected.toLocaleString("en")} bytes are there.`,
      COPY_AGAIN,
    );
  }
  refuseTrailing(file.sizeBytes, expected);
  return (file.whole ?? (await readFile(file.path))).subarray(dataOffset, expected);
}

/** A name that says .gz and contents that do not (or the other way round): read by contents, and said. */
function nameWarnings(file: OpenFile): FileProblem[] {
  const saysGzip = file.path.toLowerCase().endsWith(".gz");
  if (saysGzip === file.compressed) return [];
  return [
    {
      code: "file-misnamed",
      message: saysGzip
        ? "The name ends in .gz, but the file is not compressed."
        : "The file is compressed, but its name does not end in .gz.",
      remedy: "Winnow reads it all the same. Rename it if another program does not.",
    },
  ];
}

function hashOf(file: OpenFile): Promise<string> | string {
  return file.whole ? sha256Of(file.whole) : sha256OfFile(file.path);
}
