import { endianness } from "node:os";
import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";
import { swapBytes } from "../volume/decode-voxels.ts";
import type { TiffFile } from "./directory.ts";
import type { TiffPage } from "./page.ts";
import { undoPredictor } from "./predictor.ts";
import { unpackChunk } from "./unpack-chunk.ts";

const IS_LITTLE = endianness() === "LE";

/**
 * Puts a page's strips or tiles together.
 * @param target the page's bytes: values in this machine's byte order, row by row, channels interleaved, those of less
 * than 8 bits one a byte
 * @throws UnreadableFile where a strip or tile is not there, not whole, or damaged
 */
export function decodePage(file: TiffFile, page: TiffPage, target: Uint8Array): void {
  const { width, height, chunkWidth, chunkHeight, channels, isPlanar } = page;
  const across = Math.ceil(width / chunkWidth);
  const down = Math.ceil(height / chunkHeight);
  for (let index = 0; index < page.offsets.length; index += 1) {
    const [x, y] = [(index % across) * chunkWidth, (Math.floor(index / across) % down) * chunkHeight];
    const chunk = { x, y, columns: Math.min(chunkWidth, width - x), rows: Math.min(chunkHeight, height - y) };
    const channel = isPlanar ? Math.floor(index / (across * down)) : 0;
    copyChunk(chunkBytes(file, page, index, chunk.rows), chunk, page, { target, channel, nChannels: channels });
  }
}

/** Where packed bytes lie, none of them beyond the file's end. */
export function requireChunks({ bytes }: TiffFile, page: TiffPage): void {
  for (let index = 0; index < page.offsets.length; index += 1) {
    const end = page.offsets[index]! + storedBytes(page, index);
    if (!(end <= bytes.length)) {
      throw new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
    }
  }
}

function samplesAcross({ chunkWidth, channels, isPlanar }: TiffPage): number {
  return chunkWidth * (isPlanar ? 1 : channels);
}

function rowBytesOf(page: TiffPage): number {
  return Math.ceil((samplesAcross(page) * page.bits) / 8);
}

function storedBytes(page: TiffPage, index: number): number {
  if (page.byteCounts) return page.byteCounts[index]!;
  const strip = index % Math.ceil(page.height / page.chunkHeight);
  const rows = page.isTiled ? page.chunkHeight : Math.min(page.chunkHeight, page.height - strip * page.chunkHeight);
  return rows * rowBytesOf(page);
}

/** The rows of a strip or tile as they are meant: unpacked, in this machine's byte order, differences added up. */
function chunkBytes(file: TiffFile, page: TiffPage, index: number, rows: number): Uint8Array {
  const rowBytes = rowBytesOf(page);
  const start = page.offsets[index]!;
  const packed = file.bytes.subarray(start, start + storedBytes(page, index));
  const unpacked = unpackChunk(packed, page.compression, rowBytes * page.chunkHeight);
  const needed = rowBytes * rows;
  if (unpacked.length < needed) {
    throw new UnreadableFile("data-cut-short", "A part of the picture ends too early.", COPY_AGAIN);
  }
  // A copy: what is put in order here must not change the file, and views of values need a buffer of their own.
  const bytes = new Uint8Array(unpacked.subarray(0, needed));
  if (page.predictor !== 3 && page.bits > 8 && file.littleEndian !== IS_LITTLE) swapBytes(bytes, page.datatype.bytes);
  if (page.predictor > 1) undoPredictor(bytes, rows, { ...page, samplesAcross: samplesAcross(page) });
  return bytes;
}

interface Chunk {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

interface Target {
  readonly target: Uint8Array;
  readonly channel: number;
  readonly nChannels: number;
}

function copyChunk(bytes: Uint8Array, chunk: Chunk, page: TiffPage, { target, channel, nChannels }: Target): void {
  const valueBytes = page.datatype.bytes;
  const rowBytes = rowBytesOf(page);
  for (let row = 0; row < chunk.rows; row += 1) {
    const from = row * rowBytes;
    const to = ((chunk.y + row) * page.width + chunk.x) * nChannels * valueBytes;
    if (page.bits < 8) unpackRow(bytes, from, page.bits, target.subarray(to, to + chunk.columns));
    else if (page.isPlanar) {
      const place = { from, to: to + channel * valueBytes, step: nChannels * valueBytes };
      copySpread(bytes, target, place, chunk.columns, valueBytes);
    } else target.set(bytes.subarray(from, from + chunk.columns * nChannels * valueBytes), to);
  }
}

function unpackRow(bytes: Uint8Array, from: number, bits: number, row: Uint8Array): void {
  const mask = (1 << bits) - 1;
  for (let i = 0; i < row.length; i += 1) {
    const bit = i * bits;
    row[i] = (bytes[from + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
  }
}

function copySpread(
  bytes: Uint8Array,
  target: Uint8Array,
  { from, to, step }: { from: number; to: number; step: number },
  count: number,
  valueBytes: number,
): void {
  for (let i = 0; i < count; i += 1) {
    for (let byte = 0; byte < valueBytes; byte += 1) {
      target[to + i * step + byte] = bytes[from + i * valueBytes + byte]!;
    }
  }
}
