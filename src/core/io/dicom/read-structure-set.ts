import { readFile } from "node:fs/promises";
import type { DataSet } from "dicom-parser";
import type { Vector } from "#domain/dicom/dicom-header.ts";
import type { Contour } from "#domain/dicom/fill-contours.ts";
import { itemsOf, parseFile } from "./parse-header.ts";

export interface Structure {
  readonly number: number;
  readonly name: string;
  readonly contours: readonly Contour[];
}

/** Reads the closed contours of an RT Structure Set (PS3.3 A.19). @throws UnreadableFile */
export async function readStructureSet(path: string): Promise<Structure[]> {
  const bytes = await readFile(path);
  const data = parseFile(bytes).dataSet;
  const names = new Map(
    itemsOf(data, "x30060020").map((item) => [item.intString("x30060022"), (item.string("x30060026") ?? "").trim()]),
  );
  return itemsOf(data, "x30060039").flatMap((item): Structure[] => {
    const number = item.intString("x30060084");
    if (number === undefined) return [];
    const contours = itemsOf(item, "x30060040")
      .filter((contour) => (contour.string("x30060042") ?? "").trim().startsWith("CLOSED"))
      .map(pointsOf);
    return [{ number, name: names.get(number) || `structure ${number}`, contours }];
  });
}

function pointsOf(contour: DataSet): Vector[] {
  const values = (contour.string("x30060050") ?? "").split("\\").map(Number);
  const points: Vector[] = [];
  for (let at = 0; at + 2 < values.length; at += 3) points.push([values[at]!, values[at + 1]!, values[at + 2]!]);
  return points.filter((point) => point.every((value) => Number.isFinite(value)));
}
