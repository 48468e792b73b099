import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { VoxelArray } from "../image/decoded-image.ts";
import type { VoxelLayout } from "./decode-voxels.ts";

/** A number and the blanks around it take no more. */
export const MAX_TEXT_BYTES = 32;

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  int64: Float64Array,
  uint64: Float64Array,
} as const;

/**
 * Voxels that are written as numbers with blanks between them.
 * @param count how many there must be
 */
export function decodeTextVoxels(text: string, count: number, { name }: VoxelLayout["datatype"]): VoxelArray {
  const data = new ARRAYS[name](count);
  const isFloat = name.startsWith("float");
  let n = 0;
  for (const [word] of text.matchAll(/[^\s,]+/g)) {
    const value = numberOf(word);
    if (n === count || value === null || (!isFloat && !Number.isSafeInteger(value))) {
      throw damaged(n === count ? "more numbers than voxels" : `${word.slice(0, 30)} in place of a number`);
    }
    data[n] = value;
    if (!isFloat && data[n] !== value) throw damaged(`${value} does not fit ${name}`);
    n += 1;
  }
  if (n < count) {
    throw new UnreadableFile(
      "data-cut-short",
      `The file ends before the picture does: ${n.toLocaleString("en")} of ${count.toLocaleString("en")} numbers are there.`,
      COPY_AGAIN,
    );
  }
  return data;
}

function numberOf(word: string): number | null {
  if (/^[+-]?nan$/i.test(word)) return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  const value = Number(word);
  return Number.isNaN(value) ? null : value;
}

function damaged(what: string): UnreadableFile {
  return new UnreadableFile("volume-data-damaged", `The voxels are written as text, and there is ${what}.`, COPY_AGAIN);
}
