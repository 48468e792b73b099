import { endianness } from "node:os";
import type { TiffPage } from "./page.ts";

type Rows = Pick<TiffPage, "predictor" | "channels" | "isPlanar" | "datatype"> & { readonly samplesAcross: number };

/**
 * Adds up the differences that were packed in place of values, row by row (TIFF 6.0, section 14; floating point: TIFF
 * technical note 3).
 * @param bytes whole rows; what is a value afterwards is in this machine's byte order
 */
export function undoPredictor(bytes: Uint8Array, rows: number, of: Rows): void {
  const step = of.isPlanar ? 1 : of.channels;
  const rowBytes = of.samplesAcross * of.datatype.bytes;
  for (let row = 0; row < rows; row += 1) {
    const line = bytes.subarray(row * rowBytes, (row + 1) * rowBytes);
    if (of.predictor === 3) addUpBytes(line, of.samplesAcross, of.datatype.bytes, step);
    else addUpValues(line, of.datatype.bytes, step);
  }
}

function addUpValues(line: Uint8Array, valueBytes: number, step: number): void {
  const count = line.length / valueBytes;
  if (valueBytes === 8) {
    const values = new BigUint64Array(line.buffer, line.byteOffset, count);
    for (let i = step; i < count; i += 1) values[i]! += values[i - step]!;
    return;
  }
  const values =
    valueBytes === 1
      ? line
      : valueBytes === 2
        ? new Uint16Array(line.buffer, line.byteOffset, count)
        : new Uint32Array(line.buffer, line.byteOffset, count);
  for (let i = step; i < count; i += 1) values[i]! += values[i - step]!;
}

/** First the highest bytes of all values of the row, then the next; differences are of bytes. */
function addUpBytes(line: Uint8Array, count: number, valueBytes: number, step: number): void {
  for (let i = step; i < line.length; i += 1) line[i]! += line[i - step]!;
  const planes = line.slice();
  const isLittle = endianness() === "LE";
  for (let i = 0; i < count; i += 1) {
    for (let byte = 0; byte < valueBytes; byte += 1) {
      line[i * valueBytes + (isLittle ? valueBytes - 1 - byte : byte)] = planes[byte * count + i]!;
    }
  }
}
