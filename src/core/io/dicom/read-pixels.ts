import type { DataSet } from "dicom-parser";
import { BIG_ENDIAN, type DicomHeader, isPlain, type PixelLayout } from "#domain/dicom/dicom-header.ts";
import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { Scratch } from "../files/scratch.ts";
import type { ReadLimits } from "../limits.ts";
import { inColours } from "./colours.ts";
import { areStreams, decodeStreams } from "./decode-streams.ts";
import { fragmentsOf } from "./fragments.ts";
import type { ParsedDicom } from "./parse-header.ts";
import { unpackRle } from "./rle.ts";
import type { DicomPixels, SliceMemory, SliceStack } from "./slice-stack.ts";
import { type Stored, storedValues, swapBytes } from "./stored-values.ts";

const SAMPLES: ReadonlyMap<string, number> = new Map([
  ["MONOCHROME1", 1],
  ["MONOCHROME2", 1],
  ["PALETTE COLOR", 1],
  ["RGB", 3],
  ["YBR_FULL", 3],
  ["YBR_FULL_422", 3],
  // Of JPEG 2000 alone.
  ["YBR_RCT", 3],
  ["YBR_ICT", 3],
]);

/** The numbers of a file with the layout that they now have: of decoded colours, red, green and blue pixel by pixel. */
export interface StoredPixels {
  readonly stored: Stored;
  readonly pixels: PixelLayout;
  readonly isRgb: boolean;
}

/**
 * Reads the numbers that stand for the voxels. Those that are stored as they are, or run by run, are taken from the file
 * directly; others are decoded by itk-wasm.
 * @param memory where they may lie; left out, they are whoever's who asked for them
 * @throws UnreadableFile
 */
export async function readStored(parsed: ParsedDicom, limits: ReadLimits, memory?: SliceMemory): Promise<StoredPixels> {
  const { dataSet, header } = parsed;
  const pixels = header.pixels!;
  requireSensible(pixels, limits);
  requireKnown(header);
  if (areStreams(header)) {
    const { stored, channels } = await decodeStreams(pixels, header.transferSyntax, fragmentsIn(parsed));
    return { stored, pixels, isRgb: channels === 3 };
  }
  if (!isPlain(header.transferSyntax)) {
    const stored = storedValues(rleBytes(fragmentsIn(parsed), pixels), pixels, false);
    return { stored, pixels: { ...pixels, isPlanar: true }, isRgb: false };
  }
  const isBigEndian = header.transferSyntax === BIG_ENDIAN;
  const stored = storedValues(plainBytes(dataSet, header), pixels, isBigEndian, memory?.stored);
  return { stored, pixels, isRgb: false };
}

/**
 * Reads the voxels of a file. MONOCHROME1 (white is low) is turned, so that bright is bright.
 * @throws UnreadableFile
 */
async function readPixels(
  parsed: ParsedDicom,
  limits: ReadLimits,
  memory: SliceMemory | undefined,
): Promise<DicomPixels> {
  const { stored, pixels, isRgb } = await readStored(parsed, limits, memory);
  return isRgb ? { data: stored, channels: 3 } : valuesOf(stored, pixels, parsed, memory);
}

/**
 * Puts the voxels of slices of one series on their stack: streams all at once, because the decoder takes longer to start
 * than to decode one.
 * @returns the place among these slices of one that is of another size than the first of the stack; -1 where there is none
 * @throws UnreadableFile
 */
export async function stackSlices(
  slices: readonly ParsedDicom[],
  stack: SliceStack,
  limits: ReadLimits,
): Promise<number> {
  const [{ header }] = slices as [ParsedDicom];
  const pixels = header.pixels!;
  const isAlike = ({ header: other }: ParsedDicom): boolean =>
    other.transferSyntax === header.transferSyntax &&
    JSON.stringify({ ...other.pixels, bytes: null }) === JSON.stringify({ ...pixels, bytes: null });
  if (slices.length === 1 || !areStreams(header) || pixels.nFrames > 1 || !slices.every(isAlike)) {
    for (const [place, slice] of slices.entries())
      if (!stack.add(await readPixels(slice, limits, stack.memory))) return place;
    return -1;
  }
  const all = { ...pixels, nFrames: slices.length };
  requireSensible(all, limits);
  requireKnown(header);
  const streams = slices.map((slice) => Buffer.concat(fragmentsIn(slice)));
  const { stored, channels } = await decodeStreams(all, header.transferSyntax, streams);
  const length = stored.length / slices.length;
  return slices.findIndex((slice, index) => {
    const part = stored.subarray(index * length, (index + 1) * length);
    return !stack.add(channels === 3 ? { data: part, channels } : valuesOf(part, pixels, slice, stack.memory));
  });
}

function fragmentsIn({ dataSet, header }: ParsedDicom): Uint8Array[] {
  const { dataOffset } = dataSet.elements["x7fe00010"]!;
  return fragmentsOf(dataSet.byteArray as Uint8Array, dataOffset, header.pixels!.nFrames);
}

function valuesOf(
  stored: Stored,
  pixels: PixelLayout,
  { header, dataSet }: ParsedDicom,
  memory: SliceMemory | undefined,
): DicomPixels {
  if (pixels.photometric.startsWith("MONOCHROME"))
    return { data: rescaled(stored, pixels, header.rescale, memory?.values), channels: 1 };
  return { data: inColours(stored, pixels, dataSet), channels: 3 };
}

function requireSensible(pixels: PixelLayout, limits: ReadLimits): void {
  const { rows, columns, nFrames, samples, bitsAllocated, bitsStored, highBit } = pixels;
  if (rows === 0 || columns === 0)
    throw new UnreadableFile("dicom-no-voxels", "The picture has no rows or no columns.", EXPORT_AGAIN);
  if (rows * columns * nFrames * samples * Math.ceil(bitsAllocated / 8) > limits.maxDecodedBytes)
    throw new UnreadableFile(
      "image-too-large",
      `Its header promises ${columns} × ${rows} × ${nFrames} voxels, more than Winnow takes.`,
      "Check the file. If it really is as large, export it in parts.",
    );
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit + 1 < bitsStored)
    throw contradicts(`${bitsStored} bits up to bit ${highBit} of ${bitsAllocated}`);
  if (samples !== (SAMPLES.get(pixels.photometric) ?? samples))
    throw contradicts(`${pixels.photometric} with ${samples} values a pixel`);
}

function contradicts(what: string): UnreadableFile {
  return new UnreadableFile("dicom-header-contradicts", `Its header contradicts itself: ${what}.`, EXPORT_AGAIN);
}

function requireKnown(header: DicomHeader): void {
  const { photometric, bitsAllocated } = header.pixels!;
  const isGrey = photometric.startsWith("MONOCHROME");
  const widths = isGrey ? [1, 8, 16, 32] : [8, 16];
  const isOfStreams = photometric === "YBR_RCT" || photometric === "YBR_ICT";
  if (SAMPLES.has(photometric) && widths.includes(bitsAllocated) && (!isOfStreams || areStreams(header))) return;
  throw new UnreadableFile(
    "dicom-picture-not-read",
    `Pictures of the kind ${photometric || "that is not said"} in ${bitsAllocated} bits are not read.`,
    "Export it as greys or as RGB, then add the folder again.",
  );
}

function plainBytes(dataSet: DataSet, { pixels, transferSyntax }: DicomHeader): Uint8Array {
  const { bytes, rows, columns, nFrames, samples, bitsAllocated, photometric } = pixels!;
  const all = dataSet.byteArray as Uint8Array;
  // Every second pixel has no colour of its own (PS3.3 C.7.6.3.1.2).
  const perPixel = photometric === "YBR_FULL_422" ? 2 : samples;
  const expected = Math.ceil((rows * columns * nFrames * perPixel * bitsAllocated) / 8);
  const length = bytes ? Math.min(bytes.length, all.length - bytes.offset) : 0;
  if (!bytes || length < expected)
    throw new UnreadableFile(
      "data-cut-short",
      `The file ends before its picture does: ${Math.max(0, length).toLocaleString("en")} of ${expected.toLocaleString("en")} bytes are there.`,
      COPY_AGAIN,
    );
  const isInWords = transferSyntax === BIG_ENDIAN && bitsAllocated <= 8 && dataSet.elements["x7fe00010"]!.vr === "OW";
  if (!isInWords) return all.subarray(bytes.offset, bytes.offset + expected);
  // Bytes are kept in words of 16 bits, the high one first.
  const words = all.slice(bytes.offset, bytes.offset + 2 * Math.ceil(expected / 2));
  swapBytes(words, 2);
  return words.subarray(0, expected);
}

function rleBytes(fragments: readonly Uint8Array[], pixels: PixelLayout): Uint8Array {
  const { rows, columns, nFrames, samples, bitsAllocated } = pixels;
  const width = Math.max(1, bitsAllocated / 8);
  const area = rows * columns;
  const all = new Uint8Array(area * samples * width * nFrames);
  // A frame is one fragment; of a single frame there may be several.
  const frames = nFrames === 1 ? [Buffer.concat(fragments)] : fragments;
  for (let index = 0; index < nFrames; index += 1)
    all.set(unpackRle(frames[index]!, area, samples, width), index * area * samples * width);
  return all;
}

/** Value = stored × slope + intercept, frame by frame; whole numbers stay in 16 or 32 bits. */
function rescaled(
  stored: Stored,
  pixels: PixelLayout,
  rescale: DicomHeader["rescale"],
  scratch: Scratch | undefined,
): DicomPixels["data"] {
  const area = pixels.rows * pixels.columns;
  const of = (frame: number) => rescale[Math.min(frame, rescale.length - 1)] ?? { slope: 1, intercept: 0 };
  const isInverted = pixels.photometric === "MONOCHROME1";
  const [low, high] = pixels.isSigned
    ? [-(2 ** (pixels.bitsStored - 1)), 2 ** (pixels.bitsStored - 1) - 1]
    : [0, 2 ** pixels.bitsStored - 1];
  if (!isInverted && rescale.every(({ slope, intercept }) => slope === 1 && intercept === 0)) return stored;
  const ends = rescale.flatMap(({ slope, intercept }) => [low * slope + intercept, high * slope + intercept]);
  const areWhole = rescale.every(({ slope, intercept }) => Number.isInteger(slope) && Number.isInteger(intercept));
  const Kind = kindFor(Math.min(...ends), Math.max(...ends), areWhole);
  const memory = scratch?.clear().take(stored.length * Kind.BYTES_PER_ELEMENT);
  const data = memory ? new Kind(memory.buffer, 0, stored.length) : new Kind(stored.length);
  for (let frame = 0; frame * area < stored.length; frame += 1) {
    const { slope, intercept } = of(frame);
    for (let i = frame * area; i < (frame + 1) * area; i += 1) {
      const value = isInverted ? low + high - stored[i]! : stored[i]!;
      data[i] = value * slope + intercept;
    }
  }
  return data;
}

/** The narrowest numbers that hold all values. */
function kindFor(least: number, most: number, areWhole: boolean) {
  if (!areWhole) return Float32Array;
  if (least >= 0 && most <= 255) return Uint8Array;
  if (least >= -32_768 && most <= 32_767) return Int16Array;
  if (least >= 0 && most <= 65_535) return Uint16Array;
  return least >= -(2 ** 31) && most < 2 ** 31 ? Int32Array : Float64Array;
}
