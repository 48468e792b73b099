import { crc32, deflateSync } from "node:zlib";

export interface PngSpec {
  width: number;
  height: number;
  depth: 1 | 2 | 4 | 8 | 16;
  colourType: 0 | 2 | 3 | 4 | 6;
  /** One value a sample, row by row. */
  samples: ArrayLike<number>;
  palette?: readonly (readonly [number, number, number])[];
  text?: string;
}

export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export const PNG_SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function pngHeader(width: number, height: number, depth: number, colourType: number, interlace = 0): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = colourType;
  header[12] = interlace;
  return pngChunk("IHDR", header);
}

/** A PNG of any colour type and depth, unfiltered. */
export function makePng({ width, height, depth, colourType, samples, palette, text }: PngSpec): Uint8Array {
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colourType];
  const perRow = width * channels;
  const rowBytes = Math.ceil((perRow * depth) / 8);
  const raw = Buffer.alloc(height * (1 + rowBytes));
  for (let y = 0; y < height; y += 1) {
    const start = y * (1 + rowBytes) + 1;
    for (let x = 0; x < perRow; x += 1) {
      const value = samples[y * perRow + x]!;
      if (depth === 16) raw.writeUInt16BE(value, start + 2 * x);
      else raw[start + ((x * depth) >> 3)]! |= value << (8 - depth - ((x * depth) & 7));
    }
  }
  const parts = [PNG_SIGNATURE, pngHeader(width, height, depth, colourType)];
  if (text !== undefined) parts.push(pngChunk("tEXt", Buffer.from(`Comment\0${text}`, "latin1")));
  if (palette) parts.push(pngChunk("PLTE", Uint8Array.from(palette.flat())));
  parts.push(pngChunk("IDAT", deflateSync(raw)), pngChunk("IEND", new Uint8Array(0)));
  return Buffer.concat(parts);
}
