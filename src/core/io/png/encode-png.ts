import { crc32, deflateSync } from "node:zlib";

/** Pixels of a picture, row by row, channels interleaved; 16 bits a sample where they are held so. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Grey, grey and alpha, RGB, RGBA. */
const COLOUR_TYPES = [0, 4, 2, 6];
/** 1 to 9: higher ones take several times as long and make tiles 5 % smaller. */
const LEVEL = 4;

/**
 * A PNG without any text or time in it.
 * @param level of packing, 1 to 9; a low one for pictures that are looked at once
 */
export function encodePng({ width, height, data, channels }: PngPixels, level = LEVEL): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = data.BYTES_PER_ELEMENT * 8;
  header[9] = COLOUR_TYPES[channels - 1]!;
  const bytes = data instanceof Uint16Array ? bigEndian(data) : data;
  const lines = filterLines(
    bytes,
    width * channels * data.BYTES_PER_ELEMENT,
    height,
    channels * data.BYTES_PER_ELEMENT,
  );
  const packed = deflateSync(lines, { level });
  return Buffer.concat([
    Uint8Array.from(SIGNATURE),
    ...chunk("IHDR", header),
    ...chunk("IDAT", packed),
    ...chunk("IEND"),
  ]);
}

function chunk(type: string, contents: Uint8Array = new Uint8Array(0)): Uint8Array[] {
  const start = Buffer.alloc(8);
  start.writeUInt32BE(contents.length);
  start.write(type, 4, "latin1");
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc32(contents, crc32(start.subarray(4))));
  return [start, contents, end];
}

function bigEndian(data: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(data.length * 2);
  for (let i = 0; i < data.length; i += 1) {
    bytes[2 * i] = data[i]! >> 8;
    bytes[2 * i + 1] = data[i]! & 0xff;
  }
  return bytes;
}

/**
 * Every line as itself, as its difference to the pixel before, or to the line above: whichever has the smaller sum of
 * differences (PNG specification, 12.8), with the filter's number in front.
 */
function filterLines(bytes: Uint8Array, length: number, height: number, pixelBytes: number): Uint8Array {
  const result = new Uint8Array((length + 1) * height);
  const sub = new Uint8Array(length);
  const up = new Uint8Array(length);
  for (let y = 0; y < height; y += 1) {
    const start = y * length;
    let [sumNone, sumSub, sumUp] = [0, 0, 0];
    for (let x = 0; x < length; x += 1) {
      const value = bytes[start + x]!;
      const fromLeft = (value - (x < pixelBytes ? 0 : bytes[start + x - pixelBytes]!)) & 0xff;
      const fromAbove = (value - (y === 0 ? 0 : bytes[start + x - length]!)) & 0xff;
      sub[x] = fromLeft;
      up[x] = fromAbove;
      sumNone += value < 128 ? value : 256 - value;
      sumSub += fromLeft < 128 ? fromLeft : 256 - fromLeft;
      sumUp += fromAbove < 128 ? fromAbove : 256 - fromAbove;
    }
    const to = y * (length + 1);
    if (sumUp < sumNone && sumUp <= sumSub) {
      result[to] = 2;
      result.set(up, to + 1);
    } else if (sumSub < sumNone) {
      result[to] = 1;
      result.set(sub, to + 1);
    } else result.set(bytes.subarray(start, start + length), to + 1);
  }
  return result;
}
