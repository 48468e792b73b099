import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Finding } from "#contract/findings.ts";
import { AppError } from "#contract/errors.ts";
import { baseName, folderOf, joinPath, stemOf } from "#domain/pairing/file-kind.ts";
import type { MappingRow } from "#domain/pairing/pair-files.ts";
import { type CsvRow, readCsv } from "../io/files/csv.ts";

/** What tables lying in the folder say of its files. */
export interface FolderTables {
  readonly mapping: readonly MappingRow[];
  /** Subject by case name, stem or path of the image. */
  readonly subjects: ReadonlyMap<string, string>;
  /** Folder (empty for the root) → label value → class name, from `dataset.json` files. */
  readonly classNames: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** Folder → names of the channels in order, from `dataset.json` files that name several. */
  readonly channelNames: ReadonlyMap<string, readonly string[]>;
  /** Paths of the files that were understood. */
  readonly tablePaths: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** Reads `mapping.csv`, `subjects.csv` and `dataset.json` wherever they lie below the folder. */
export async function readTables(root: string, paths: readonly string[]): Promise<FolderTables> {
  const mapping: MappingRow[] = [];
  const subjects = new Map<string, string>();
  const classNames = new Map<string, Map<number, string>>();
  const channelNames = new Map<string, readonly string[]>();
  const tablePaths = new Set<string>();
  const findings: Finding[] = [];
  for (const path of paths) {
    const name = baseName(path).toLowerCase();
    if (name !== "mapping.csv" && name !== "subjects.csv" && name !== "dataset.json") continue;
    tablePaths.add(path);
    try {
      if (name === "mapping.csv") mapping.push(...mappingRows(path, await readCsv(join(root, path))));
      else if (name === "subjects.csv") addSubjects(path, await readCsv(join(root, path)), subjects);
      else {
        const dataset = DatasetJson.parse(JSON.parse(await readFile(join(root, path), "utf8")));
        classNames.set(folderOf(path), datasetLabels(dataset));
        const names = datasetChannels(dataset);
        if (names.length > 1) channelNames.set(folderOf(path), names);
      }
    } catch (error) {
      findings.push(tableFinding(path, error));
    }
  }
  return { mapping, subjects, classNames, channelNames, tablePaths, findings };
}

/** The class names that hold for a mask: those of the nearest `dataset.json` above it. */
export function classNamesFor(
  maskPath: string,
  { classNames }: Pick<FolderTables, "classNames">,
): ReadonlyMap<number, string> | null {
  return nearest(classNames, maskPath);
}

/** The names of the channels of an image, in order: those of the nearest `dataset.json` above it that names several. */
export function channelNamesFor(
  imagePath: string,
  { channelNames }: Pick<FolderTables, "channelNames">,
): readonly string[] | null {
  return nearest(channelNames, imagePath);
}

function nearest<T>(byFolder: ReadonlyMap<string, T>, path: string): T | null {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = byFolder.get(folder);
    if (found !== undefined) return found;
    if (folder === "") return null;
  }
}

function mappingRows(path: string, rows: readonly CsvRow[]): MappingRow[] {
  if (rows.length > 0 && rows[0]!["img_path"] === undefined) {
    throw new AppError("bad-request", "It has no column img_path.", "Name the columns img_path and mask_path.");
  }
  const inFolder = (name: string | undefined): string =>
    name ? normalise(joinPath(folderOf(path), name.replaceAll("\\", "/"))) : "";
  return rows.map((row) => ({
    imagePath: inFolder(row["img_path"]),
    maskPath: inFolder(row["mask_path"]),
    source: row["source"] || "mapping",
    namedBy: path,
  }));
}

function addSubjects(path: string, rows: readonly CsvRow[], subjects: Map<string, string>): void {
  for (const row of rows) {
    const key = row["case"] ?? row["image"] ?? row["img_path"];
    const subject = row["subject"] ?? row["patient"];
    if (key === undefined || subject === undefined) {
      throw new AppError(
        "bad-request",
        "It needs the columns case and subject.",
        "Name the columns case (the image's name) and subject.",
      );
    }
    if (subject === "") continue;
    subjects.set(key, subject);
    subjects.set(normalise(joinPath(folderOf(path), key)), subject);
    subjects.set(stemOf(key), subject);
  }
}

/** `a/./b/../c` → `a/c`. */
function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** nnU-Net writes name → value, the Decathlon value → name. Regions (lists of values) are no labels of a mask. */
const DatasetJson = z.object({
  labels: z.record(z.string(), z.union([z.number(), z.string(), z.array(z.number())])).optional(),
  /** Place → name; nnU-Net calls them channel_names, the Decathlon modality. Anything else there is passed over. */
  channel_names: z.unknown().optional(),
  modality: z.unknown().optional(),
});
type DatasetJson = z.infer<typeof DatasetJson>;

const Channels = z.record(z.string().regex(/^\d+$/), z.string());

function datasetChannels({ channel_names: channels, modality }: DatasetJson): string[] {
  const { data = {} } = Channels.safeParse(channels ?? modality ?? {});
  const places = Object.keys(data)
    .map(Number)
    .toSorted((a, b) => a - b);
  return places.every((place, index) => place === index) ? places.map((place) => data[String(place)]!) : [];
}

function datasetLabels({ labels = {} }: DatasetJson): Map<number, string> {
  const names = new Map<number, string>();
  for (const [key, value] of Object.entries(labels)) {
    if (typeof value === "number") names.set(value, key);
    else if (typeof value === "string" && /^\d+$/.test(key)) names.set(Number(key), value);
  }
  names.delete(0);
  return names;
}

function tableFinding(path: string, error: unknown): Finding {
  const known = error instanceof AppError;
  return {
    severity: "error",
    code: "table-unreadable",
    file: path,
    message: known ? error.message : `${baseName(path)} is not understood.`,
    remedy: known ? error.remedy : "Check that it is valid JSON with a field labels, or take it out of the folder.",
  };
}
