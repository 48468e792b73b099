import { encode } from "fast-png";

/** Pixels of a picture, row by row, channels interleaved; 16 bits a sample where they are held so. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
}

/** A PNG without any text or time in it. */
export function encodePng({ width, height, data, channels }: PngPixels): Uint8Array {
  return encode({ width, height, data, channels, depth: data instanceof Uint16Array ? 16 : 8 });
}
