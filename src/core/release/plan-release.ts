import { basename } from "node:path";
import { AppError } from "#contract/errors.ts";
import { fileKind } from "#domain/pairing/file-kind.ts";
import { fileOnDisk } from "../project/folders.ts";
import type { ReadableProject } from "../project/project.ts";
import { inTurns } from "../project/queries/in-turns.ts";
import { flatLayout, type Layout, nnunetLayout, type ReleaseImage, safeName } from "./layouts.ts";
import { selectMasks, type SelectedCase, type Selection } from "../project/state/select-masks.ts";

export interface ReleaseRequest {
  readonly project: ReadableProject;
  readonly layout: "nnunet" | "flat";
  readonly format: "nifti" | "png" | undefined;
}

/** What a release will hold, and how it is laid out. */
export interface ReleasePlan {
  readonly layout: Layout;
  readonly format: "nifti" | "png";
  /** Folder inside the target that holds the data set; empty where it is the target itself. */
  readonly inside: string;
  readonly selection: Selection;
}

/** @throws AppError bad-request where the format cannot hold the images */
export async function planRelease(
  { project, layout: name, format: wanted }: ReleaseRequest,
  images: ReadonlyMap<number, ReleaseImage>,
  target: string,
): Promise<ReleasePlan> {
  const hasVolumes = [...images.values()].some((image) => image.isVolume);
  const format = wanted ?? (hasVolumes ? "nifti" : "png");
  if (format === "png" && hasVolumes)
    throw new AppError("bad-request", "PNG holds pictures, and the project has volumes.", "Use --format nifti.");
  const needsEveryClass = name === "nnunet";
  const selection = await selectMasks(project, needsEveryClass);
  if (name === "flat") return { layout: flatLayout(selection, format), format, inside: "", selection };
  const isDataset = /^Dataset\d{3}_.+/.test(basename(target));
  const datasetName = isDataset
    ? basename(target)
    : `Dataset511_${safeName(basename(project.path).replace(/\.winnow$/, ""))}`;
  const { selection: uniform, channelNames } = sameChannels(selection, images);
  return {
    layout: nnunetLayout(uniform, format, datasetName, channelNames),
    format,
    inside: isDataset ? "" : datasetName,
    selection: uniform,
  };
}

/** nnU-Net wants the same channels in every case: cases that differ from most are left out, and said. */
function sameChannels(
  selection: Selection,
  images: ReadonlyMap<number, ReleaseImage>,
): { selection: Selection; channelNames: string[] } {
  const channelsOf = (selected: SelectedCase): number => {
    const image = images.get(selected.id)!;
    return image.isVolume ? 1 + image.channelPaths.length : image.channels >= 3 ? 3 : 1;
  };
  const counts = new Map<number, number>();
  for (const selected of selection.cases) counts.set(channelsOf(selected), (counts.get(channelsOf(selected)) ?? 0) + 1);
  const usual = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
  const isColour = usual === 3 && selection.cases.some((selected) => !images.get(selected.id)!.isVolume);
  return {
    selection: {
      ...selection,
      cases: selection.cases.filter((selected) => channelsOf(selected) === usual),
      leftOut: [
        ...selection.leftOut,
        ...selection.cases
          .filter((selected) => channelsOf(selected) !== usual)
          .map(({ id, name }) => ({
            caseId: id,
            case: name,
            kind: "other-channels" as const,
            reason: `its image does not have ${usual} ${usual === 1 ? "channel" : "channels"} like most`,
          })),
      ],
    },
    channelNames: isColour
      ? ["R", "G", "B"]
      : Array.from({ length: usual }, (_, index) => (index === 0 ? "image" : `image_${index}`)),
  };
}

/** What is known of the images of all cases. */
export async function releaseImages(project: ReadableProject): Promise<Map<number, ReleaseImage>> {
  const channels = new Map<number, string[]>();
  for (const row of project.all<{ case_id: number; folder: string; path: string }>(
    "SELECT case_id, folder.path AS folder, file.path FROM case_channel JOIN file ON file.id = case_channel.file_id JOIN folder ON folder.id = file.folder_id ORDER BY case_id, position",
  )) {
    if (fileKind(row.path) === "nifti-data") continue;
    channels.set(row.case_id, [...(channels.get(row.case_id) ?? []), fileOnDisk(project, row)]);
  }
  const images = new Map<number, ReleaseImage>();
  await inTurns(
    (beyond, most) => project.all<ImageRow>(IMAGES, beyond, most),
    (row) => row.id,
    (row) =>
      images.set(row.id, {
        path: fileOnDisk(project, row),
        sha256: row.sha256,
        isVolume: (JSON.parse(row.size) as number[]).length > 2,
        channels: row.channels,
        channelPaths: channels.get(row.id) ?? [],
      }),
  );
  return images;
}

interface ImageRow {
  id: number;
  folder: string;
  path: string;
  sha256: string;
  size: string;
  channels: number;
}

/** CROSS JOIN keeps SQLite to this order of the tables: it would begin with the folder, and sort for every page. */
const IMAGES = `
  SELECT cases.id, folder.path AS folder, file.path, cases.image_sha256 AS sha256, size, channels FROM cases
  CROSS JOIN file ON file.id = cases.file_id CROSS JOIN folder ON folder.id = file.folder_id
  CROSS JOIN image_content ON image_content.file_id = cases.file_id
  WHERE cases.retired_at IS NULL AND cases.id > ? ORDER BY cases.id LIMIT ?`;

/** A name of its own for the files of each case, also where file systems do not tell A from a. */
export function uniqueFileNames(cases: readonly SelectedCase[]): Map<number, string> {
  const used = new Set<string>();
  return new Map(
    cases.map(({ id, name }) => {
      let fileName = safeName(name);
      for (let again = 2; used.has(fileName.toLowerCase()); again += 1) fileName = `${safeName(name)}-${again}`;
      used.add(fileName.toLowerCase());
      return [id, fileName];
    }),
  );
}
