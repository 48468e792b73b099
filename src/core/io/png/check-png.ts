import { crc32, inflateSync } from "node:zlib";
import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { inMegabytes, type ReadLimits, refuseBomb } from "../limits.ts";

/** The IHDR of a PNG that passed every check. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGBA. */
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly interlaced: boolean;
  /** Bytes of the decompressed scan lines. */
  readonly rawBytes: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/** Reads and checks the IHDR alone (the first 33 bytes). */
export function checkPngHeader(bytes: Uint8Array, limits: ReadLimits): PngHeader {
  if (bytes.length === 0) throw new UnreadableFile("file-empty", "The file is empty.", COPY_AGAIN);
  if (!isPng(bytes)) {
    throw new UnreadableFile(
      "picture-not-png",
      "The name says PNG, but the contents are something else.",
      "Check what the file is, and rename it or take it out of the folder.",
    );
  }
  if (bytes.length < 33) throw cutShort();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [depth, colourType, interlace] = [bytes[24]!, bytes[25]!, bytes[28]!];
  if (width === 0 || height === 0) {
    throw new UnreadableFile("picture-no-pixels", `The header says ${width} × ${height} pixels.`, EXPORT_AGAIN);
  }
  if (!DEPTHS[colourType]?.includes(depth) || interlace > 1) {
    throw new UnreadableFile(
      "picture-damaged",
      `The header gives a colour type (${colourType}, ${depth} bits) that PNG does not have.`,
      COPY_AGAIN,
    );
  }
  const header = { width, height, depth, colourType, interlaced: interlace === 1 } as Omit<PngHeader, "rawBytes">;
  const rawBytes = rawLength(header);
  // Samples of 1, 2 and 4 bits take a byte each once they are unpacked.
  const decodedBytes = Math.max(rawBytes, width * height * CHANNELS[header.colourType]);
  if (decodedBytes > limits.maxDecodedBytes) {
    throw new UnreadableFile(
      "image-too-large",
      `The header says ${width} × ${height} pixels, which is ${inMegabytes(decodedBytes)}; the limit is ${inMegabytes(limits.maxDecodedBytes)}.`,
      "If the picture really is that large, raise the limit (--max-mb); if not, the file is damaged: copy it again.",
    );
  }
  return { ...header, rawBytes };
}

/** A PNG that passed every check, without the parts that say nothing of its pixels. */
export interface CheckedPng extends PngHeader {
  readonly bytes: Uint8Array;
  /** The unpacked pixels: each line begins with the number of its filter. */
  readonly scanLines: Uint8Array;
  /** Red, green and blue of each number, 0 to 255; null without one. */
  readonly palette: readonly (readonly [number, number, number])[] | null;
}

const ESSENTIAL = new Set(["IHDR", "PLTE", "IDAT", "IEND"]);

/**
 * Checks a whole PNG before it is decoded: every chunk's length and CRC, the end chunk, and that the compressed pixels
 * give exactly as many bytes as the header promises (a few KB may otherwise unpack to gigabytes). Colour profiles, texts
 * and whatever else may be packed in it are left out of what the decoder gets.
 */
export function checkPng(bytes: Uint8Array, limits: ReadLimits): CheckedPng {
  const header = checkPngHeader(bytes, limits);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const essential: Uint8Array[] = [bytes.subarray(0, SIGNATURE.length)];
  const pixels: Uint8Array[] = [];
  let palette: CheckedPng["palette"] = null;
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw cutShort();
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 12 + length;
    if (end > bytes.length) throw cutShort();
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) {
      throw new UnreadableFile("picture-damaged", `The picture is damaged (checksum of its part ${type}).`, COPY_AGAIN);
    }
    if (ESSENTIAL.has(type)) essential.push(bytes.subarray(at, end));
    if (type === "IDAT") pixels.push(bytes.subarray(at + 8, end - 4));
    if (type === "PLTE") palette = coloursOf(bytes.subarray(at + 8, end - 4));
    if (type === "IEND") break;
    at = end;
  }
  if (header.colourType === 3 && !palette) {
    throw new UnreadableFile("picture-damaged", "The picture is damaged: it has no palette.", COPY_AGAIN);
  }
  const size = [header.width, header.height];
  const instead = "save it in pieces or smaller";
  refuseBomb({ fileBytes: bytes.length, decodedBytes: header.rawBytes, size, freeBytes: FREE_BYTES, instead }, limits);
  let scanLines: Uint8Array;
  try {
    scanLines = inflateSync(pixels.length === 1 ? pixels[0]! : Buffer.concat(pixels), {
      maxOutputLength: header.rawBytes,
      chunkSize: Math.max(64, Math.min(header.rawBytes, PIECE_BYTES)),
    });
  } catch (error) {
    throw new UnreadableFile("picture-damaged", "The picture is damaged: its pixels cannot be unpacked.", COPY_AGAIN, {
      cause: error,
    });
  }
  if (scanLines.length !== header.rawBytes) throw cutShort();
  return { ...header, bytes: Buffer.concat(essential), scanLines, palette };
}

function coloursOf(bytes: Uint8Array): [number, number, number][] {
  return Array.from({ length: Math.floor(bytes.length / 3) }, (_, i) => [
    bytes[3 * i]!,
    bytes[3 * i + 1]!,
    bytes[3 * i + 2]!,
  ]);
}

export function pngChannels({ colourType }: Pick<PngHeader, "colourType">): 1 | 2 | 3 | 4 {
  return CHANNELS[colourType];
}

/** Unpacked pieces of up to this size are taken whole: many small ones have to be put together. */
const PIECE_BYTES = 1 << 20;

/** What any picture may unpack to, however tightly it is packed. */
const FREE_BYTES = 64 * 1024 ** 2;

/** Scan lines with their filter bytes; interlaced pictures have seven smaller ones (PNG specification, 8.2). */
function rawLength({ width, height, depth, colourType, interlaced }: Omit<PngHeader, "rawBytes">): number {
  const bits = CHANNELS[colourType] * depth;
  const pass = (w: number, h: number): number => (w === 0 || h === 0 ? 0 : h * (1 + Math.ceil((w * bits) / 8)));
  if (!interlaced) return pass(width, height);
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  return passes.reduce(
    (sum, [x, y, dx, dy]) =>
      sum + pass(Math.max(0, Math.ceil((width - x) / dx)), Math.max(0, Math.ceil((height - y) / dy))),
    0,
  );
}

function cutShort(): UnreadableFile {
  return new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
}
