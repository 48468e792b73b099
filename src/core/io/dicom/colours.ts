import type { DataSet } from "dicom-parser";
import type { PixelLayout } from "#domain/dicom/dicom-header.ts";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { Stored } from "./stored-values.ts";

/** Red, green and blue of every pixel, one pixel after the other. */
export function inColours(stored: Stored, pixels: PixelLayout, data: DataSet): Stored {
  switch (pixels.photometric) {
    case "PALETTE COLOR":
      return throughPalette(stored, data, pixels.isSigned);
    case "YBR_FULL":
      return toRgb(interleaved(stored, pixels), pixels.bitsStored);
    case "YBR_FULL_422":
      return toRgb(withEveryColour(stored), pixels.bitsStored);
    default:
      return interleaved(stored, pixels);
  }
}

function interleaved(stored: Stored, { isPlanar, rows, columns, nFrames }: PixelLayout): Stored {
  if (!isPlanar) return stored;
  const area = rows * columns;
  const data = stored.slice();
  for (let frame = 0; frame < nFrames; frame += 1)
    for (let channel = 0; channel < 3; channel += 1)
      for (let i = 0; i < area; i += 1)
        data[(frame * area + i) * 3 + channel] = stored[(frame * 3 + channel) * area + i]!;
  return data;
}

/** Two brightnesses, then the two colours that both have (PS3.3 C.7.6.3.1.2). */
function withEveryColour(stored: Stored): Stored {
  const data = new (stored.constructor as new (n: number) => Stored)((stored.length / 2) * 3);
  for (let at = 0, to = 0; at + 3 < stored.length; at += 4)
    for (const bright of [stored[at]!, stored[at + 1]!]) {
      data[to] = bright;
      data[to + 1] = stored[at + 2]!;
      data[to + 2] = stored[at + 3]!;
      to += 3;
    }
  return data;
}

/** Brightness, blueness and redness to red, green, blue (PS3.3 C.7.6.3.1.2), rounded. */
function toRgb(ybr: Stored, bits: number): Stored {
  const [middle, most] = [2 ** (bits - 1), 2 ** bits - 1];
  const whole = (value: number): number => Math.max(0, Math.min(most, Math.floor(value + 0.5)));
  for (let at = 0; at < ybr.length; at += 3) {
    const [y, b, r] = [ybr[at]!, ybr[at + 1]! - middle, ybr[at + 2]! - middle];
    ybr[at] = whole(y + 1.402 * r);
    ybr[at + 1] = whole(y - (0.114 * 1.772 * b + 0.299 * 1.402 * r) / 0.587);
    ybr[at + 2] = whole(y + 1.772 * b);
  }
  return ybr;
}

/** Red, green and blue by the tables of the file (PS3.3 C.7.6.3.1.5), as 8 bits. */
function throughPalette(stored: Stored, data: DataSet, isSigned: boolean): Uint8Array {
  const tables = ["x00281201", "x00281202", "x00281203"].map((tag) => paletteOf(data, tag, isSigned));
  const result = new Uint8Array(stored.length * 3);
  for (const [channel, { first, values }] of tables.entries()) {
    const last = values.length - 1;
    for (let i = 0; i < stored.length; i += 1)
      result[3 * i + channel] = values[Math.max(0, Math.min(last, stored[i]! - first))]!;
  }
  return result;
}

function paletteOf(data: DataSet, tag: string, isSigned: boolean): { first: number; values: Uint8Array } {
  const element = data.elements[tag];
  const descriptor = `x0028110${tag.at(-1)}`;
  const nEntries = data.uint16(descriptor, 0) || 65_536;
  const first = (isSigned ? data.int16(descriptor, 1) : data.uint16(descriptor, 1)) ?? 0;
  const bits = data.uint16(descriptor, 2) ?? 16;
  const isByte = bits === 8 && element !== undefined && element.length < 2 * nEntries;
  if (!element || element.length < (isByte ? nEntries : 2 * nEntries))
    throw new UnreadableFile("dicom-palette-missing", "Its colour table is missing, or cut short.", EXPORT_AGAIN);
  const value = (index: number): number => {
    if (isByte) return data.byteArray[element.dataOffset + index]!;
    const word = data.uint16(tag, index)!;
    return bits === 8 ? word & 255 : word >> 8;
  };
  return { first, values: Uint8Array.from({ length: nEntries }, (_, index) => value(index)) };
}
