import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { FramePlace } from "#domain/dicom/dicom-header.ts";
import { inOrder, stackGeometry } from "#domain/dicom/stack-geometry.ts";
import { asUnreadable, UnreadableFile } from "../file-problem.ts";
import { clearNonFinite, type DecodedImage, type VoxelArray } from "../image/decoded-image.ts";
import { MAX_TRAILING_BYTES, type ReadLimits, refuseBomb, refuseTrailing } from "../limits.ts";
import {
  headerDamaged,
  isDeflated,
  looksLikeDicom,
  type ParsedDicom,
  parseDeflatedHeader,
  parseHeader,
} from "./parse-header.ts";
import { stackSlices } from "./read-pixels.ts";
import { SliceStack } from "./slice-stack.ts";

/**
 * Reads a DICOM image: one file, or the slices of a series in their order (`groupSlices` has put them in it).
 * @param slices paths on this machine, the first slice first
 * @throws UnreadableFile; of a series it names the slice
 */
export async function readSeries(slices: readonly string[], limits: ReadLimits): Promise<DecodedImage> {
  const hash = createHash("sha256");
  const parsed: ParsedDicom["header"][] = [];
  const stack = new SliceStack(slices.length, limits.scratch);
  let nBytes = 0;
  const memory = spare;
  spare = [];
  for (let at = 0; at < slices.length; at += AT_ONCE) {
    const some = slices.slice(at, at + AT_ONCE);
    const files: ParsedDicom[] = [];
    for (const [place, path] of some.entries()) {
      try {
        const bytes = readSlice(path, memory, place);
        hash.update(bytes);
        const one = parse(bytes, limits);
        nBytes += decodedBytes(one);
        if (nBytes > limits.maxDecodedBytes) throw tooLarge(slices.length);
        files.push(one);
      } catch (error) {
        throw ofSlice(error, path, slices.length);
      }
    }
    parsed.push(...files.map(({ header }) => header));
    requireAlike(parsed, slices);
    await stackFiles(files, some, stack, slices.length, limits);
  }
  spare = memory;
  const [first] = parsed as [ParsedDicom["header"]];
  const nSlices = slices.length > 1 ? slices.length : first.pixels!.nFrames;
  const order = frameOrder(
    parsed.flatMap(({ places }) => places),
    nSlices,
  );
  const places = order.places;
  const data = slices.length > 1 ? stack.data : framesInOrder(stack.data, order.frames);
  return {
    geometry: stackGeometry(first, places, nSlices),
    channels: stack.channels,
    nonFiniteCount: clearNonFinite(data),
    data,
    datatype: nameOf(data),
    sha256: hash.digest("hex"),
    warnings: [],
  };
}

/** Slices whose files are in memory at once. */
const AT_ONCE = 32;

/** Larger files are read into memory of their own, which is let go. */
const KEPT_BYTES = 1 << 20;
/**
 * Memory of the series read last, one piece a slice: slices are of one size, there are thousands of them, and memory for
 * each anew takes as long as reading it. Whoever reads a series takes it away until it is done.
 */
let spare: Uint8Array[] = [];

/** Reads a whole file into memory that a later slice takes over: nothing may keep a part of it. */
function readSlice(path: string, memory: Uint8Array[], place: number): Uint8Array {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    if (size > KEPT_BYTES) return readFileSync(handle);
    let piece = memory[place];
    if (!piece || piece.length < size) piece = memory[place] = new Uint8Array(size);
    const target = piece.subarray(0, size);
    let at = 0;
    while (at < size) {
      const bytesRead = readSync(handle, target, at, size - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return target.subarray(0, at);
  } finally {
    closeSync(handle);
  }
}

async function stackFiles(
  files: readonly ParsedDicom[],
  paths: readonly string[],
  stack: SliceStack,
  nSlices: number,
  limits: ReadLimits,
): Promise<void> {
  const nBefore = stack.n;
  let odd = -1;
  try {
    odd = await stackSlices(files, stack, limits);
  } catch (error) {
    if (files.length === 1) throw ofSlice(error, paths[0]!, nSlices);
    // One of them is damaged: which one shows when each is read alone.
    stack.cutTo(nBefore);
    for (const [index, file] of files.entries()) await stackFiles([file], [paths[index]!], stack, nSlices, limits);
  }
  if (odd >= 0) throw notTheSame(paths[odd]!);
}

function parse(bytes: Uint8Array, limits: ReadLimits): ParsedDicom {
  let one: ParsedDicom;
  if (!looksLikeDicom(bytes))
    throw new UnreadableFile("format-not-read", "The file is not DICOM.", "Convert it to NIfTI or PNG.");
  try {
    one = isDeflated(bytes) ? parseDeflated(bytes, limits) : parseHeader(bytes, bytes.length);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw headerDamaged(error);
  }
  if (!one.header.pixels)
    throw new UnreadableFile("dicom-no-picture", "The DICOM file holds no picture.", "Take it out of the folder.");
  const { bytes: place } = one.header.pixels;
  if (place) refuseTrailing(bytes.length, place.offset + place.length);
  return one;
}

/** A deflated file may unpack to what its header promises, and no more. */
function parseDeflated(bytes: Uint8Array, limits: ReadLimits): ParsedDicom {
  const first = parseDeflatedHeader(bytes, bytes.length);
  if (!first.header.pixels) return first;
  const decoded = decodedBytes(first);
  if (decoded > limits.maxDecodedBytes) throw tooLarge(1);
  const { columns, rows, nFrames } = first.header.pixels;
  const size = nFrames > 1 ? [columns, rows, nFrames] : [columns, rows];
  const file = { fileBytes: bytes.length, decodedBytes: decoded, size, freeBytes: FREE_BYTES };
  refuseBomb({ ...file, instead: "export it without compression" }, limits);
  return parseHeader(bytes, bytes.length, decoded + MAX_TRAILING_BYTES);
}

/** Any picture may be as large. */
const FREE_BYTES = 64 * 1024 ** 2;

function decodedBytes({ header }: ParsedDicom): number {
  const { rows, columns, nFrames, samples, bitsAllocated } = header.pixels!;
  return rows * columns * nFrames * samples * Math.ceil(bitsAllocated / 8);
}

function tooLarge(nSlices: number): UnreadableFile {
  return new UnreadableFile(
    "image-too-large",
    nSlices > 1 ? `The ${nSlices} slices together are more than Winnow takes.` : "It is more than Winnow takes.",
    "Export the series in parts.",
  );
}

/** Says which slice it is, by its file's name. */
function ofSlice(error: unknown, path: string, nSlices: number): unknown {
  const unreadable = asUnreadable(error);
  if (!unreadable || nSlices === 1) return unreadable ?? error;
  const { code, message, remedy } = unreadable.problem;
  return new UnreadableFile(code, `Slice ${basename(path)}: ${message}`, remedy, { cause: error });
}

function requireAlike(headers: readonly ParsedDicom["header"][], slices: readonly string[]): void {
  const [first] = headers as [ParsedDicom["header"]];
  const odd = headers.findIndex(
    ({ pixels, series }) =>
      pixels!.rows !== first.pixels!.rows ||
      pixels!.columns !== first.pixels!.columns ||
      pixels!.samples !== first.pixels!.samples ||
      (slices.length > 1 && pixels!.nFrames !== 1) ||
      series !== first.series,
  );
  if (odd >= 0) throw notTheSame(slices[odd]!);
}

function notTheSame(path: string): UnreadableFile {
  return new UnreadableFile(
    "file-changed",
    `Slice ${basename(path)} is not the one that was added: it does not fit the others.`,
    "Add its folder again.",
  );
}

/** Frames of one file in the order in which they are stacked; as they come where the file does not say where they lie. */
function frameOrder(
  places: readonly FramePlace[],
  nFrames: number,
): { readonly places: readonly FramePlace[]; readonly frames: readonly number[] | null } {
  if (places.length !== nFrames || nFrames === 1) return { places, frames: null };
  const order = inOrder(places.map((place, frame) => ({ place, frame })));
  return { places: order.map(({ place }) => place), frames: order.map(({ frame }) => frame) };
}

/** Frames of one file in the order in which they are stacked. */
function framesInOrder(data: VoxelArray, frames: readonly number[] | null): VoxelArray {
  if (!frames || frames.every((frame, index) => frame === index)) return data;
  const area = data.length / frames.length;
  const result = data.slice();
  for (const [index, frame] of frames.entries())
    result.set(data.subarray(frame * area, (frame + 1) * area), index * area);
  return result;
}

function nameOf(data: VoxelArray): string {
  return data.constructor.name.replace("Array", "").toLowerCase();
}
