import { basename } from "node:path";
import { AppError } from "#contract/errors.ts";
import { type DicomHeader, mayHaveBurnedInText } from "#domain/dicom/dicom-header.ts";
import { fileKind } from "#domain/pairing/file-kind.ts";
import { type Split, splitBySubject } from "#domain/splits/split-by-subject.ts";
import { fileOnDisk } from "../project/folders.ts";
import type { ReadableProject } from "../project/project.ts";
import { inTurns } from "../project/queries/in-turns.ts";
import { bidsLayout } from "./bids-layout.ts";
import { bidsPlaces } from "./bids-names.ts";
import { dicomLayout } from "./dicom-layout.ts";
import {
  asVolumeOf,
  flatLayout,
  type Format,
  type Layout,
  type LayoutName,
  nnunetLayout,
  type PlannedCase,
  type ReleaseImage,
  safeName,
  type TextFile,
} from "./layouts.ts";
import { type PlannedErrorMap, planErrorMaps } from "./plan-error-maps.ts";
import { msdLayout } from "./msd-layout.ts";
import { type LeftOutCase, selectMasks, type SelectedCase, type Selection } from "../project/state/select-masks.ts";
import { subjectLabels } from "./subject-labels.ts";

export interface ReleaseRequest {
  readonly project: ReadableProject;
  readonly layout: LayoutName;
  readonly format: Format | undefined;
  /** Of the folds by subject. */
  readonly seed?: number;
  /** BIDS: what kind of image those are whose names do not say it. */
  readonly imageKind?: string | undefined;
  /** Beside every mask where it is probably wrong, by the judge in use. */
  readonly errorMaps?: boolean;
}

/** What a release will hold, and how it is laid out. */
export interface ReleasePlan {
  readonly layout: Layout;
  readonly format: Format;
  /** Folder inside the target that holds the data set; empty where it is the target itself. */
  readonly inside: string;
  readonly selection: Selection;
  readonly cases: readonly PlannedCase[];
  /** One for every mask that goes in; none where they are not asked for, or where no judge is in use. */
  readonly errorMaps: readonly PlannedErrorMap[];
  /** Folds by subject; null with one subject alone. */
  readonly split: Split | null;
  /** Files of text in the folder of the data set. */
  readonly texts: readonly TextFile[];
}

const FIRST_SEED = 1;

/** @throws AppError bad-request where layout or format cannot hold the images */
export async function planRelease(
  request: ReleaseRequest,
  images: ReadonlyMap<number, ReleaseImage>,
  target: string,
): Promise<ReleasePlan> {
  const { project, layout: name, seed = FIRST_SEED } = request;
  const why = whyNotLayout(name, images);
  if (why !== null) throw new AppError("bad-request", why, "Choose another layout (--layout).");
  const hasVolumes = [...images.values()].some((image) => image.isVolume);
  const format = request.format ?? (hasVolumes || !holdsPng(name) ? "nifti" : "png");
  if (format === "dicom-seg" && name !== "flat")
    throw new AppError("bad-request", "DICOM segmentations go with the flat layout.", "Use --layout flat.");
  if (format === "dicom-seg" && ![...images.values()].some((image) => image.isPlacedDicom))
    throw new AppError(
      "bad-request",
      "A DICOM segmentation refers to DICOM images, and this project has none that say where they lie.",
      "Use --format nifti.",
    );
  if (format === "png" && !holdsPng(name))
    throw new AppError("bad-request", "This layout holds NIfTI only.", "Use --format nifti.");
  if (format === "png" && hasVolumes)
    throw new AppError("bad-request", "PNG holds pictures, and the project has volumes.", "Use --format nifti.");
  const isDataset = /^Dataset\d{3}_.+/.test(basename(target));
  const { layout, selection } = await layOut({ ...request, format }, images, isDataset ? basename(target) : null);
  const names = uniqueFileNames(selection.cases);
  const subjects = subjectLabels(selection.cases);
  const cases = selection.cases.map((selected): PlannedCase => {
    const [fileName, image] = [names.get(selected.id)!, images.get(selected.id)!];
    const plan = layout.plan(selected, fileName, image);
    const written = plan.images.map((target) => asVolumeOf(target, image));
    return { ...plan, images: written, selected, image, fileName, subject: subjects.get(selected.id)! };
  });
  const split = splitBySubject(
    cases.map(({ selected }) => selected.masks[0]!.subject),
    seed,
  );
  return {
    layout,
    format,
    inside: name === "nnunet" && !isDataset ? datasetNameOf(project) : "",
    selection,
    cases,
    errorMaps: request.errorMaps && selection.book.version !== null ? planErrorMaps(cases, selection.classes) : [],
    split,
    texts: layout.extraFiles(cases, split),
  };
}

/** @param datasetName that the target already has; null where it has none */
async function layOut(
  { project, layout: name, format, imageKind }: ReleaseRequest & { readonly format: Format },
  images: ReadonlyMap<number, ReleaseImage>,
  datasetName: string | null,
): Promise<{ layout: Layout; selection: Selection }> {
  if (format === "dicom-seg") {
    const selection = without(await selectMasks(project, false), ({ id }) => images.get(id)!.isPlacedDicom === true, {
      kind: "no-dicom",
      reason: "its image is not DICOM that says where it lies, and a DICOM segmentation refers to such images",
    });
    return { layout: dicomLayout(), selection };
  }
  if (name === "flat") {
    const selection = await selectMasks(project, false);
    return { layout: flatLayout(selection, format), selection };
  }
  if (name === "bids") {
    const selection = volumesOnly(await selectForMap(project), images);
    const places = bidsPlaces(selection.cases, images, subjectLabels(selection.cases), imageKind);
    return { layout: bidsLayout(selection, safeProjectName(project), places), selection };
  }
  if (name === "msd") {
    const { selection } = sameChannels(await selectMasks(project, true), images, 1);
    return { layout: msdLayout(selection, safeProjectName(project)), selection };
  }
  const { selection, channelNames } = sameChannels(await selectMasks(project, true), images);
  const layout = nnunetLayout(selection, format, datasetName ?? datasetNameOf(project), channelNames);
  return { layout, selection };
}

/** One class needs no map of labels, so that nothing has to be settled beside it. */
async function selectForMap(project: ReadableProject): Promise<Selection> {
  const selection = await selectMasks(project, false);
  return selection.classes.length === 1 ? selection : selectMasks(project, true);
}

function safeProjectName(project: ReadableProject): string {
  return safeName(basename(project.path).replace(/\.winnow$/i, ""));
}

function datasetNameOf(project: ReadableProject): string {
  return `Dataset511_${safeProjectName(project)}`;
}

export function holdsPng(layout: LayoutName): boolean {
  return layout === "flat" || layout === "nnunet";
}

/** Why a layout can hold none of the images; null where it can. */
export function whyNotLayout(layout: LayoutName, images: ReadonlyMap<number, ReleaseImage>): string | null {
  const all = [...images.values()];
  if (all.length === 0) return null;
  if (layout === "bids" && !all.some((image) => image.isVolume))
    return "BIDS holds volumes, and the images of this project are pictures.";
  if (layout === "msd" && !all.some((image) => nChannels(image) === 1))
    return "A case has one channel here, and the images of this project have several.";
  return null;
}

function nChannels(image: ReleaseImage): number {
  if (image.isVolume) return 1 + image.channelPaths.length;
  return image.channels >= 3 ? 3 : 1;
}

/** Cases that a layout does not hold stay out, and it is said why. */
function without(
  selection: Selection,
  isKept: (selected: SelectedCase) => boolean,
  why: Pick<LeftOutCase, "kind" | "reason">,
): Selection {
  const leftOut = selection.cases
    .filter((selected) => !isKept(selected))
    .map(({ id, name }) => ({ caseId: id, case: name, ...why }));
  return { ...selection, cases: selection.cases.filter(isKept), leftOut: [...selection.leftOut, ...leftOut] };
}

function volumesOnly(selection: Selection, images: ReadonlyMap<number, ReleaseImage>): Selection {
  return without(selection, ({ id }) => images.get(id)!.isVolume, {
    kind: "no-volume",
    reason: "its image is a picture, and BIDS holds volumes",
  });
}

/**
 * nnU-Net and MSD want the same channels in every case: cases that differ are left out, and said.
 * @param wanted how many; else as many as most have
 */
function sameChannels(
  selection: Selection,
  images: ReadonlyMap<number, ReleaseImage>,
  wanted?: number,
): { selection: Selection; channelNames: string[] } {
  const channelsOf = (selected: SelectedCase): number => nChannels(images.get(selected.id)!);
  const counts = new Map<number, number>();
  for (const selected of selection.cases) counts.set(channelsOf(selected), (counts.get(channelsOf(selected)) ?? 0) + 1);
  const usual = wanted ?? [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
  const isColour = usual === 3 && selection.cases.some((selected) => !images.get(selected.id)!.isVolume);
  return {
    selection: without(selection, (selected) => channelsOf(selected) === usual, {
      kind: "other-channels",
      reason: `its image does not have ${usual} ${usual === 1 ? "channel" : "channels"}${wanted === undefined ? " like most" : ""}`,
    }),
    channelNames: isColour
      ? ["R", "G", "B"]
      : Array.from({ length: usual }, (_, index) => (index === 0 ? "image" : `image_${index}`)),
  };
}

/** What is known of the images of all cases. */
export async function releaseImages(project: ReadableProject): Promise<Map<number, ReleaseImage>> {
  const channels = new Map<number, string[]>();
  const volumes = new Map<number, Map<string, number>>();
  const noteVolume = (caseId: number, path: string, volume: number | null): void => {
    if (volume !== null) volumes.set(caseId, (volumes.get(caseId) ?? new Map<string, number>()).set(path, volume));
  };
  for (const row of project.all<{ case_id: number; folder: string; path: string; volume: number | null }>(
    "SELECT case_id, folder.path AS folder, file.path, volume FROM case_channel JOIN file ON file.id = case_channel.file_id LEFT JOIN image_content ON image_content.file_id = file.id JOIN folder ON folder.id = file.folder_id ORDER BY case_id, position",
  )) {
    if (fileKind(row.path) === "nifti-data") continue;
    channels.set(row.case_id, [...(channels.get(row.case_id) ?? []), fileOnDisk(project, row)]);
    noteVolume(row.case_id, fileOnDisk(project, row), row.volume);
  }
  const images = new Map<number, ReleaseImage>();
  await inTurns(
    (beyond, most) => project.all<ImageRow>(IMAGES, beyond, most),
    (row) => row.id,
    (row) => {
      noteVolume(row.id, fileOnDisk(project, row), row.volume);
      images.set(row.id, {
        path: fileOnDisk(project, row),
        sha256: row.sha256,
        isVolume: (JSON.parse(row.size) as number[]).length > 2,
        channels: row.channels,
        channelPaths: channels.get(row.id) ?? [],
        nSlices: Math.max(1, row.n_slices),
        ...(volumes.has(row.id) && { volumes: volumes.get(row.id)! }),
        ...dicomFacts(row.header, row.has_affine === 1),
      });
    },
  );
  return images;
}

interface ImageRow {
  id: number;
  folder: string;
  path: string;
  sha256: string;
  size: string;
  volume: number | null;
  channels: number;
  header: string | null;
  n_slices: number;
  has_affine: 0 | 1;
}

/** What matters for a release of what the header of a DICOM image told. */
function dicomFacts(
  header: string | null,
  hasAffine: boolean,
): Pick<ReleaseImage, "isPlacedDicom" | "mayHoldDrawnText"> {
  if (header === null) return {};
  return { isPlacedDicom: hasAffine, mayHoldDrawnText: mayHaveBurnedInText(JSON.parse(header) as DicomHeader) };
}

/** CROSS JOIN keeps SQLite to this order of the tables: it would begin with the folder, and sort for every page. */
const IMAGES = `
  SELECT cases.id, folder.path AS folder, file.path, cases.image_sha256 AS sha256, size, volume, channels, header,
    (SELECT count(*) FROM image_slice WHERE image_file_id = cases.file_id) AS n_slices,
    affine IS NOT NULL AS has_affine FROM cases
  CROSS JOIN file ON file.id = cases.file_id CROSS JOIN folder ON folder.id = file.folder_id
  CROSS JOIN image_content ON image_content.file_id = cases.file_id
  LEFT JOIN dicom_header ON dicom_header.file_id = cases.file_id
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
