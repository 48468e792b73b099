import { endianness } from "node:os";
import { decode } from "fast-png";
import { COPY_AGAIN, describeThrown, UnreadableFile } from "../file-problem.ts";
import { type CheckedPng, pngChannels } from "./check-png.ts";

const IS_LITTLE = endianness() === "LE";

/**
 * The samples of a PNG that passed every check, row by row, channels interleaved; of less than 8 bits one a byte, values as
 * they are. Checking has unpacked the pixels already: the scan lines are only unfiltered here (PNG specification, 9.2).
 * Interlaced pictures are left to fast-png.
 * @throws UnreadableFile picture-damaged
 */
export function decodePng(png: CheckedPng): Uint8Array | Uint16Array {
  const perRow = png.width * pngChannels(png);
  const samples = png.interlaced ? deinterlaced(png) : unfiltered(png);
  if (samples instanceof Uint16Array) return samples;
  if (png.depth < 8) return unpackBits(samples, perRow, png.height, png.depth);
  if (png.depth === 8) return samples;
  if (IS_LITTLE) Buffer.from(samples.buffer).swap16();
  return new Uint16Array(samples.buffer);
}

function deinterlaced({ bytes }: CheckedPng): Uint8Array | Uint16Array {
  try {
    const { data } = decode(bytes);
    return data instanceof Uint8ClampedArray ? new Uint8Array(data) : data;
  } catch (error) {
    throw damaged(describeThrown(error), error);
  }
}

function unfiltered(png: CheckedPng): Uint8Array {
  const { scanLines, width, height, depth } = png;
  const pixelBits = pngChannels(png) * depth;
  const rowBytes = Math.ceil((width * pixelBits) / 8);
  const result = new Uint8Array(height * rowBytes);
  const rows = { scanLines, result, rowBytes, step: Math.max(1, pixelBits / 8) };
  for (let y = 0; y < height; y += 1) unfilterRow(rows, y);
  return result;
}

interface Rows {
  readonly scanLines: Uint8Array;
  readonly result: Uint8Array;
  readonly rowBytes: number;
  /** Bytes from one pixel to the next. */
  readonly step: number;
}

/** Each byte is stored as what it is more than a guess from the bytes to the left and above (0 beyond the edge). */
function unfilterRow({ scanLines, result, rowBytes, step }: Rows, y: number): void {
  const [from, to, above] = [y * (rowBytes + 1) + 1, y * rowBytes, (y - 1) * rowBytes];
  const filter = scanLines[from - 1]!;
  const at = (place: number, isThere: boolean): number => (isThere ? result[place]! : 0);
  switch (filter) {
    case 0:
      result.set(scanLines.subarray(from, from + rowBytes), to);
      return;
    case 1:
      for (let i = 0; i < rowBytes; i += 1) result[to + i] = scanLines[from + i]! + at(to + i - step, i >= step);
      return;
    case 2:
      for (let i = 0; i < rowBytes; i += 1) result[to + i] = scanLines[from + i]! + at(above + i, y > 0);
      return;
    case 3:
      for (let i = 0; i < rowBytes; i += 1)
        result[to + i] = scanLines[from + i]! + ((at(to + i - step, i >= step) + at(above + i, y > 0)) >> 1);
      return;
    case 4:
      for (let i = 0; i < rowBytes; i += 1) {
        const [left, up] = [at(to + i - step, i >= step), at(above + i, y > 0)];
        result[to + i] = scanLines[from + i]! + paeth(left, up, at(above + i - step, y > 0 && i >= step));
      }
      return;
    default:
      throw damaged(`filter ${filter}`);
  }
}

/** The one of three neighbours that comes nearest to left + above − corner; left wins ties, then above. */
function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** One byte a sample from packed samples of 1, 2 or 4 bits; every row begins on a byte. Values stay as they are. */
function unpackBits(packed: Uint8Array, samplesPerRow: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((samplesPerRow * depth) / 8);
  const result = new Uint8Array(samplesPerRow * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < samplesPerRow; x += 1) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)]!;
      result[y * samplesPerRow + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return result;
}

function damaged(how: string, cause?: unknown): UnreadableFile {
  return new UnreadableFile("picture-damaged", `The picture is damaged (${how}).`, COPY_AGAIN, { cause });
}
