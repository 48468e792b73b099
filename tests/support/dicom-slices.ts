import { parseHeader } from "#core/io/dicom/parse-header.ts";
import type { Stack } from "#domain/dicom/group-slices.ts";
import type { Slice } from "#domain/dicom/dicom-header.ts";
import { type DicomElements, slice } from "./make-dicom.ts";

/** A file of a series as its header is really read: the slice `index` of a CT, changed as told. */
export function sliceFile(
  index: number,
  elements: DicomElements = {},
  path = `ct/${String(index).padStart(3, "0")}`,
): Slice {
  const bytes = slice(index, elements);
  return { path, header: parseHeader(bytes, bytes.length).header };
}

/** Slices `0` to `n - 1`, each changed as told. */
export function series(n: number, change: (index: number) => DicomElements = () => ({}), folder = "ct"): Slice[] {
  return Array.from({ length: n }, (_, index) =>
    sliceFile(index, change(index), `${folder}/${String(index).padStart(3, "0")}`),
  );
}

/** The slices of stacks by number (that of `sliceFile`), whatever their files are called. */
export function numbersOf(stacks: readonly Stack[]): number[][] {
  return stacks.map(({ files }) => files.map(({ header }) => Number(header.sopInstance.split(".").at(-1)) - 1));
}
