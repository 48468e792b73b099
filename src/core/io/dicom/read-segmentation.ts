import { readFile } from "node:fs/promises";
import type { DataSet } from "dicom-parser";
import type { FramePlace } from "#domain/dicom/dicom-header.ts";
import type { PlaneGrid, SegmentPlane } from "#domain/dicom/place-planes.ts";
import { dot, inOrder, minus, normalOf } from "#domain/dicom/stack-geometry.ts";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { ReadLimits } from "../limits.ts";
import { itemsOf, parseFile } from "./parse-header.ts";
import { readStored } from "./read-pixels.ts";

export interface Segment {
  readonly number: number;
  /** What its maker called it. */
  readonly name: string;
  /** Made when they are asked for: those of all segments together may be more than memory holds. */
  planes(): SegmentPlane[];
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
  const parsed = parseFile(await readFile(path));
  const { dataSet, header } = parsed;
  const { pixels, spacingMm, places } = header;
  if (!pixels || !spacingMm || places.length !== pixels.nFrames)
    throw new UnreadableFile("dicom-seg-unplaced", "The segmentation does not say where its frames lie.", EXPORT_AGAIN);
  const { stored } = await readStored(parsed, limits);
  const area = pixels.rows * pixels.columns;
  const names = segmentNames(dataSet);
  const isLabelMap = (dataSet.string("x00620001") ?? "").trim() === "LABELMAP";
  const numberOf = segmentNumbers(dataSet, pixels.nFrames);
  const least = isFractional(dataSet) ? (dataSet.uint16("x0062000e") ?? 255) / 2 : 1;
  const planesOf = (number: number): SegmentPlane[] =>
    places.flatMap((place, frame) => {
      if (!isLabelMap && numberOf[frame] !== number) return [];
      const values = stored.subarray(frame * area, (frame + 1) * area);
      if (isLabelMap && !values.includes(number)) return [];
      const isInside = isLabelMap ? (value: number) => value === number : (value: number) => value >= least;
      const inside = new Uint8Array(area);
      for (let i = 0; i < area; i += 1) if (isInside(values[i]!)) inside[i] = 1;
      return [{ place, pixels: inside }];
    });
  const numbers = [...new Set([...names.keys(), ...(isLabelMap ? [] : numberOf)])].toSorted((a, b) => a - b);
  return {
    grid: {
      rows: pixels.rows,
      columns: pixels.columns,
      spacingMm,
      stepMm: stepBetween(places, header.sliceThicknessMm),
    },
    segments: numbers.map((number) => ({
      number,
      name: names.get(number) ?? `segment ${number}`,
      planes: () => planesOf(number),
    })),
  };
}

function isFractional(data: DataSet): boolean {
  return (data.string("x00620001") ?? "").trim() === "FRACTIONAL";
}

function segmentNames(data: DataSet): Map<number, string> {
  return new Map(
    itemsOf(data, "x00620002").flatMap((segment): [number, string][] => {
      const number = segment.uint16("x00620004");
      const name = (segment.string("x00620005") ?? "").trim();
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

/**
 * How far a plane reaches along its normal: as thick as it says it is, and never beyond the next one. Planes in which
 * there is nothing are often left out, so that the next one alone may be far.
 */
function stepBetween(places: readonly FramePlace[], thicknessMm: number | null): number {
  const sorted = inOrder(places.map((place) => ({ place }))).map(({ place }) => place.position);
  const normal = normalOf(places[0]!);
  const steps = sorted.slice(1).map((position, index) => dot(minus(position, sorted[index]!), normal));
  const nearest = Math.min(...steps.filter((step) => step > 1e-3), thicknessMm ?? Infinity);
  return Number.isFinite(nearest) ? nearest : 1;
}
