import { join } from "node:path";
import { cancelledError } from "#contract/errors.ts";
import { type DicomHeader, MASK_CLASSES, type Slice, useOf } from "#domain/dicom/dicom-header.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import type { WritableProject } from "../project/project.ts";
import { filesHeldByConversion, storeConvertedMasks } from "../project/queries/converted-masks.ts";
import { addFinding, clearFindings, type FileRow, filesOfFolder, setRole } from "../project/queries/files.ts";
import { masksChanged } from "../project/state/masks-changed.ts";
import type { DicomMasks, DicomMaskTask } from "./convert-dicom-mask.ts";
import { dicomFiles } from "./dicom-headers.ts";
import { knownImages } from "./known-images.ts";
import type { ReadContext } from "./read-files.ts";

/** A case whose image is DICOM. */
interface DicomCase {
  readonly caseId: number;
  readonly header: DicomHeader;
  readonly geometry: Geometry;
}

/** How a mask found its image. */
type Found = { readonly cases: readonly DicomCase[]; readonly by: "reference" | "place" };

const BY_PLACE: FileProblem = {
  code: "dicom-mask-by-place",
  message: "The image that it names is not here. It was laid on the one that lies at the same place.",
  remedy: "Look at the mask on its image.",
};
const NO_IMAGE: FileProblem = {
  code: "pair-mask-without-image",
  message: "The image that it was drawn on is not in this project, and none lies at the same place.",
  remedy: "Add the series that it belongs to, then add the folder again.",
};

/**
 * Makes masks of the DICOM segmentations and structure sets of a folder that are new or changed: on the grid of the
 * image that they name, or of one that lies at the same place. The voxels are kept in the project file.
 */
export async function convertDicomMasks(context: ReadContext): Promise<void> {
  const { project, folderId, signal, progress } = context;
  const masks = dicomFiles(project, folderId, MASK_CLASSES);
  if (masks.length === 0) return;
  const files = filesOfFolder(project, folderId);
  const held = new Set(filesHeldByConversion(project, folderId).keys());
  const waiting = masks.filter(({ path }) => !held.has(files.get(path)!.id));
  if (waiting.length === 0) return;
  progress.phase("Reading DICOM masks", "files", waiting.length);
  const cases = dicomCases(project);
  try {
    for (const [index, file] of waiting.entries()) {
      if (signal.aborted) throw cancelledError();
      const result = await convert(context, file, imagesOf(file.header, cases));
      project.transaction(() => keep(project, folderId, files.get(file.path)!, file, result));
      progress.done(index + 1);
    }
  } finally {
    // Once for all of them: it looks at every case and class of the project.
    project.transaction(() => masksChanged(project));
  }
}

function dicomCases(project: WritableProject): DicomCase[] {
  const images = knownImages(project);
  return project
    .all<{ id: number; file_id: number; header: string }>(
      "SELECT cases.id, cases.file_id, header FROM cases JOIN dicom_header ON dicom_header.file_id = cases.file_id WHERE cases.retired_at IS NULL AND header IS NOT NULL ORDER BY cases.id",
    )
    .flatMap(({ id, file_id: fileId, header }) => {
      const image = images.get(fileId);
      return image ? [{ caseId: id, header: JSON.parse(header) as DicomHeader, geometry: image.geometry }] : [];
    });
}

function imagesOf({ references, frameOfReference }: DicomHeader, cases: readonly DicomCase[]): Found {
  const named = cases.filter(({ header }) => references.includes(header.series));
  if (named.length > 0) return { cases: named, by: "reference" };
  const there = cases.filter(({ header }) => frameOfReference !== null && header.frameOfReference === frameOfReference);
  return { cases: there, by: "place" };
}

type Converted = { readonly case: DicomCase; readonly masks: DicomMasks; readonly by: Found["by"] };

/** Where a series holds several volumes, the one that more of the mask lies in. */
async function convert(
  { root, pool, limits }: ReadContext,
  { path, header }: Slice,
  found: Found,
): Promise<Converted | FileProblem> {
  let best: Converted | null = null;
  let problem: FileProblem = NO_IMAGE;
  for (const one of found.cases) {
    const use = useOf(header) as DicomMaskTask["use"];
    const task: DicomMaskTask = { path: join(root, path), use, geometry: one.geometry, limits };
    try {
      const masks = await pool.run<DicomMasks>("intake.convertDicomMask", task, path, limits);
      if (!best || sizeOf(masks) > sizeOf(best.masks)) best = { case: one, masks, by: found.by };
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      ({ problem } = error);
    }
  }
  return best ?? problem;
}

function sizeOf({ masks, isResampled }: DicomMasks): number {
  return masks.reduce((sum, { nVoxels }) => sum + nVoxels, 0) * (isResampled ? 0.5 : 1);
}

function keep(
  project: WritableProject,
  folderId: number,
  { id: fileId }: FileRow,
  { path, header }: Slice,
  result: Converted | FileProblem,
): void {
  clearFindings(project, folderId, "read", path);
  if (!("masks" in result)) {
    setRole(project, fileId, "refused");
    addFinding(project, folderId, "read", { severity: "error", file: path, ...result });
    return;
  }
  const { case: owner, masks, by } = result;
  setRole(project, fileId, "mask");
  project.run("UPDATE file SET sha256 = ? WHERE id = ?", masks.sha256, fileId);
  storeConvertedMasks(project, {
    fileId,
    caseId: owner.caseId,
    source: sourceOf(header),
    remedyId: null,
    masks: masks.masks.map(({ name, number, packed, nVoxels, bounds }) => ({
      className: name,
      labelValue: number,
      packed,
      nVoxels,
      bounds,
      recipe: { from: useOf(header), number, name, isResampled: masks.isResampled, foundBy: by },
    })),
  });
  for (const warning of [...masks.warnings, ...(by === "place" ? [BY_PLACE] : [])])
    addFinding(project, folderId, "read", { severity: "warning", file: path, ...warning });
}

/** By what its maker called the series; else by what it is. */
function sourceOf(header: DicomHeader): string {
  const described = header.seriesDescription.replace(/[^A-Za-z0-9.-]+/g, "_").replace(/^_+|_+$/g, "");
  return described || (useOf(header) === "segmentation" ? "dicom-seg" : "rtstruct");
}
