import { readFile } from "node:fs/promises";
import type { DataSet } from "dicom-parser";
import type { FramePlace } from "#domain/dicom/dicom-header.ts";
import type { PlaneGrid, SegmentPlane } from "#domain/dicom/place-planes.ts";
import { dot, minus, normalOf } from "#domain/dicom/stack-geometry.ts";
import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { ReadLimits } from "../limits.ts";
import { type ParsedDicom, parseHeader } from "./parse-header.ts";
import { readPixels } from "./read-pixels.ts";

export interface Segment {
  readonly number: number;
  /** What its maker called it. */
  readonly name: string;
  readonly planes: readonly SegmentPlane[];
}

export interface Segmentation {
  readonly grid: PlaneGrid;
  readonly segments: readonly Segment[];
}

/**
 * Reads a DICOM segmentation (PS3.3 A.51): BINARY, FRACTIONAL (inside from half of the maximum on) or LABELMAP.
 * @throws UnreadableFile
 */
export async function readSegmentation(path: string, limits: ReadLimits): Promise<Segmentation> {
  const bytes = await readFile(path);
  const parsed = parsedWhole(bytes);
  const { dataSet, header } = parsed;
  const { pixels, spacingMm, places } = header;
  if (!pixels || !spacingMm || places.length !== pixels.nFrames)
    throw new UnreadableFile("dicom-seg-unplaced", "The segmentation does not say where its frames lie.", EXPORT_AGAIN);
  const type = (dataSet.string("x00620001") ?? "BINARY").trim();
  const frames = await framesOf(parsed, limits);
  const names = segmentNames(dataSet);
  const area = pixels.rows * pixels.columns;
  const numberOf = segmentNumbers(dataSet, pixels.nFrames);
  const half = (dataSet.uint16("x0062000e") ?? 255) / 2;
  const planesOf = new Map<number, SegmentPlane[]>([...names.keys()].map((number) => [number, []]));
  for (const [index, place] of places.entries()) {
    const values = frames.subarray(index * area, (index + 1) * area);
    const add = (number: number, isInside: (value: number) => boolean): void => {
      const plane = Uint8Array.from(values, (value) => (isInside(value) ? 1 : 0));
      planesOf.set(number, [...(planesOf.get(number) ?? []), { place, pixels: plane }]);
    };
    if (type === "LABELMAP") for (const number of names.keys()) add(number, (value) => value === number);
    else add(numberOf[index]!, type === "FRACTIONAL" ? (value) => value >= half : (value) => value !== 0);
  }
  return {
    grid: {
      rows: pixels.rows,
      columns: pixels.columns,
      spacingMm,
      stepMm: stepBetween(places, header.sliceThicknessMm),
    },
    segments: [...planesOf]
      .toSorted(([a], [b]) => a - b)
      .map(([number, planes]) => ({ number, name: names.get(number) ?? `segment ${number}`, planes })),
  };
}

function parsedWhole(bytes: Uint8Array): ParsedDicom {
  try {
    return parseHeader(bytes, bytes.length);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw new UnreadableFile(
      "dicom-header-damaged",
      "The header of the DICOM file is damaged or cut short.",
      COPY_AGAIN,
      {
        cause: error,
      },
    );
  }
}

/** All frames, one number a pixel. */
async function framesOf(parsed: ParsedDicom, limits: ReadLimits): Promise<Uint8Array | Uint16Array> {
  const { bitsAllocated, bytes, rows, columns, nFrames } = parsed.header.pixels!;
  if (bitsAllocated !== 1) {
    const { data } = await readPixels(parsed, limits);
    return data instanceof Uint8Array || data instanceof Uint16Array ? data : Uint16Array.from(data);
  }
  const n = rows * columns * nFrames;
  if (n > limits.maxDecodedBytes)
    throw new UnreadableFile("image-too-large", "The segmentation is larger than Winnow takes.", "Export it in parts.");
  if (!bytes)
    throw new UnreadableFile(
      "dicom-picture-not-read",
      "Compressed segmentations of single bits are not read.",
      "Export it without compression, then add the folder again.",
    );
  if (bytes.length * 8 < n)
    throw new UnreadableFile("data-cut-short", "The file ends before its frames do.", COPY_AGAIN);
  const all = parsed.dataSet.byteArray as Uint8Array;
  const frames = new Uint8Array(n);
  for (let i = 0; i < n; i += 1) frames[i] = (all[bytes.offset + (i >> 3)]! >> (i & 7)) & 1;
  return frames;
}

function segmentNames(data: DataSet): Map<number, string> {
  return new Map(
    (data.elements["x00620002"]?.items ?? []).flatMap(({ dataSet }): [number, string][] => {
      const number = dataSet?.uint16("x00620004");
      const name = (dataSet?.string("x00620005") ?? "").trim();
      // In a label map 0 is what is not in any segment.
      return number === undefined || number === 0 ? [] : [[number, name || `segment ${number}`]];
    }),
  );
}

/** The segment that each frame belongs to. */
export function segmentNumbers(data: DataSet, nFrames: number): number[] {
  const numberIn = (group: DataSet | undefined): number | undefined =>
    group?.elements["x0062000a"]?.items?.[0]?.dataSet?.uint16("x0062000b");
  const shared = numberIn(data.elements["x52009229"]?.items?.[0]?.dataSet);
  const perFrame = data.elements["x52009230"]?.items ?? [];
  return Array.from({ length: nFrames }, (_, index) => numberIn(perFrame[index]?.dataSet) ?? shared ?? 1);
}

/** The smallest distance between planes; their thickness where there is one plane alone. */
function stepBetween(places: readonly FramePlace[], thicknessMm: number | null): number {
  const normal = normalOf(places[0]!);
  const along = places
    .map(({ position }) => dot(minus(position, places[0]!.position), normal))
    .toSorted((a, b) => a - b);
  const steps = along.slice(1).map((value, index) => value - along[index]!);
  return Math.min(...steps.filter((step) => step > 1e-3), Infinity) === Infinity
    ? (thicknessMm ?? 1)
    : Math.min(...steps.filter((step) => step > 1e-3));
}
