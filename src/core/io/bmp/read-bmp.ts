import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import type { DecodedPicture } from "../image/decoded-image.ts";
import { checkedBytes, type ReadLimits } from "../limits.ts";
import { greysOf } from "../picture/palette.ts";

/** The headers of a BMP that passed every check. */
interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Rows are stored from the top, not from the bottom. */
  readonly isTopDown: boolean;
  readonly bits: 1 | 4 | 8 | 24 | 32;
  readonly hasAlpha: boolean;
  /** Where the pixels begin. */
  readonly offset: number;
  readonly palette: readonly (readonly [number, number, number])[] | null;
  readonly decodedBytes: number;
}

const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
/** BITMAPINFOHEADER and what has grown out of it. */
const INFO_HEADER_BYTES = [40, 52, 56, 64, 108, 124];
const PLAIN = 0;
const BIT_FIELDS = 3;

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d;
}

/**
 * Reads the headers of a BMP and checks them.
 * @param bytes the beginning of the file, or all of it
 */
export function checkBmpHeader(bytes: Uint8Array, limits: ReadLimits): BmpHeader {
  if (bytes.length < FILE_HEADER_BYTES + CORE_HEADER_BYTES) throw cutShort();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(FILE_HEADER_BYTES, true);
  const isCore = headerBytes === CORE_HEADER_BYTES;
  if (!isCore && !INFO_HEADER_BYTES.includes(headerBytes)) {
    throw new UnreadableFile(
      "picture-damaged",
      `The picture is damaged: a header of ${headerBytes} bytes.`,
      COPY_AGAIN,
    );
  }
  if (bytes.length < FILE_HEADER_BYTES + headerBytes) throw cutShort();
  const { width, height, isTopDown } = sizeOf(view, isCore);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? PLAIN : view.getUint32(30, true);
  const { isRead, hasAlpha } = layoutOf(view, bits, compression, headerBytes);
  if (!isRead) {
    throw new UnreadableFile(
      "picture-unsupported",
      `A BMP with ${bits} bits a pixel and compression ${compression} is not read.`,
      "Save it as PNG, then add the folder again.",
    );
  }
  const decodedBytes = checkedBytes([width, height], hasAlpha || bits === 32 ? 4 : 3, limits, "pixels");
  const paletteAt = FILE_HEADER_BYTES + headerBytes + (compression === BIT_FIELDS && headerBytes === 40 ? 12 : 0);
  const count = bits > 8 ? 0 : isCore ? 2 ** bits : view.getUint32(46, true) || 2 ** bits;
  return {
    width,
    height,
    isTopDown,
    bits: bits as BmpHeader["bits"],
    hasAlpha,
    offset: view.getUint32(10, true),
    palette: bits > 8 ? null : paletteOf(bytes, paletteAt, count, isCore ? 3 : 4),
    decodedBytes,
  };
}

function sizeOf(view: DataView, isCore: boolean): Pick<BmpHeader, "width" | "height" | "isTopDown"> {
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  if (width < 1 || height === 0) {
    throw new UnreadableFile("picture-no-pixels", `The header says ${width} × ${height} pixels.`, EXPORT_AGAIN);
  }
  return { width, height: Math.abs(height), isTopDown: height < 0 };
}

/** Of 32 bits, the fourth byte is alpha only where the header says so; otherwise it is whatever was there. */
function layoutOf(
  view: DataView,
  bits: number,
  compression: number,
  headerBytes: number,
): { isRead: boolean; hasAlpha: boolean } {
  if (compression === PLAIN) return { isRead: [1, 4, 8, 24, 32].includes(bits), hasAlpha: false };
  const masksEnd = FILE_HEADER_BYTES + 40 + 16;
  if (compression !== BIT_FIELDS || bits !== 32 || view.byteLength < masksEnd)
    return { isRead: false, hasAlpha: false };
  const [red, green, blue, alpha] = [0, 4, 8, 12].map((at) => view.getUint32(FILE_HEADER_BYTES + 40 + at, true));
  const isUsual = red === 0xff_00_00 && green === 0xff_00 && blue === 0xff;
  return { isRead: isUsual, hasAlpha: headerBytes >= 56 && alpha === 0xff_00_00_00 };
}

function paletteOf(bytes: Uint8Array, at: number, count: number, step: number): [number, number, number][] {
  if (count > 256) throw new UnreadableFile("picture-damaged", "The picture is damaged: its palette.", COPY_AGAIN);
  if (at + count * step > bytes.length) throw cutShort();
  return Array.from({ length: count }, (_, i) => {
    const entry = at + i * step;
    return [bytes[entry + 2]!, bytes[entry + 1]!, bytes[entry]!];
  });
}

/** @throws UnreadableFile when it cannot be used */
export function readBmp(bytes: Uint8Array, limits: ReadLimits): DecodedPicture {
  const header = checkBmpHeader(bytes, limits);
  const { width, height, bits, palette, offset } = header;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (offset < FILE_HEADER_BYTES + CORE_HEADER_BYTES || offset + rowBytes * height > bytes.length) throw cutShort();
  const pixels = bits <= 8 ? indicesOf(bytes, header, rowBytes) : coloursOf(bytes, header, rowBytes);
  if (palette && pixels.data.some((value) => value >= palette.length)) {
    throw new UnreadableFile(
      "picture-damaged",
      "The picture is damaged: it uses colours it does not have.",
      COPY_AGAIN,
    );
  }
  const greys = palette && greysOf(palette);
  return {
    geometry: { size: [width, height], spacingMm: null, affine: null, orientationKnown: false },
    channels: pixels.channels,
    data: greys ? pixels.data.map((value) => greys[value]!) : pixels.data,
    nonFiniteCount: 0,
    datatype: "uint8",
    sha256: sha256Of(bytes),
    warnings: [],
    palette: greys ? null : palette,
    isLossy: false,
  };
}

function rowStart({ offset, height, isTopDown }: BmpHeader, y: number, rowBytes: number): number {
  return offset + (isTopDown ? y : height - 1 - y) * rowBytes;
}

function indicesOf(bytes: Uint8Array, header: BmpHeader, rowBytes: number): { data: Uint8Array; channels: 1 } {
  const { width, height, bits } = header;
  const data = new Uint8Array(width * height);
  const mask = (1 << bits) - 1;
  for (let y = 0, to = 0; y < height; y += 1) {
    const start = rowStart(header, y, rowBytes);
    for (let x = 0; x < width; x += 1, to += 1) {
      const bit = x * bits;
      data[to] = (bytes[start + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return { data, channels: 1 };
}

/** Blue, green, red, and sometimes a fourth. */
function coloursOf(bytes: Uint8Array, header: BmpHeader, rowBytes: number): { data: Uint8Array; channels: 3 | 4 } {
  const { width, height, bits, hasAlpha } = header;
  const channels = hasAlpha ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, to = 0; y < height; y += 1) {
    const start = rowStart(header, y, rowBytes);
    for (let x = 0; x < width; x += 1, to += channels) {
      const from = start + (x * bits) / 8;
      data[to] = bytes[from + 2]!;
      data[to + 1] = bytes[from + 1]!;
      data[to + 2] = bytes[from]!;
      if (hasAlpha) data[to + 3] = bytes[from + 3]!;
    }
  }
  return { data, channels };
}

function cutShort(): UnreadableFile {
  return new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
}
