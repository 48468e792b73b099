import { join } from "node:path";
import { cancelledError } from "#contract/errors.ts";
import type { PairedMask, Pairing } from "#domain/pairing/pair-files.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, clearFindings, type FileRow, filesOfFolder, setRole } from "../project/queries/files.ts";
import { seriesFiles, storeSeries, usedVolumes, wantedVolumes } from "../project/queries/volumes.ts";
import type { ImageInspection, ImageTask, VolumesFound } from "./inspect-image.ts";
import type { MaskInspection, MaskTask } from "./inspect-mask.ts";
import { type KnownImage, knownImages } from "./known-images.ts";
import { adoptMoved, noteRead } from "./sync-files.ts";
import { isVolumeAsked } from "./volumes/volume-asked.ts";

export interface ReadContext {
  readonly project: WritableProject;
  readonly folderId: number;
  readonly root: string;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Files were read before this folder is added: one of them may have been moved to here. */
  readonly hasEarlier: boolean;
}

/** Refusals that may have another outcome next time although the file is the same. */
const WORTH_ANOTHER_TRY = new Set([
  "read-timeout",
  "reader-crashed",
  "image-too-large",
  "file-no-permission",
  "file-vanished",
  "file-read-error",
  "nifti-data-file-missing",
  "volume-data-file-missing",
  // What earlier versions said of files that hold several volumes.
  "nifti-four-dimensional",
  "volume-four-dimensional",
]);

/**
 * Reads the images (further channels too) that are new or changed; each result is in the project before the next batch
 * is asked for.
 * @returns how many there were
 */
export async function readImages(context: ReadContext, pairing: Pairing): Promise<number> {
  const { project, folderId, root, pool, limits, signal } = context;
  const files = filesOfFolder(project, folderId);
  const read = usedVolumes(project);
  const wanted = wantedVolumes(project);
  const several = seriesFiles(project);
  const refused = refusedForGood(project, folderId);
  const noticed = pathsNoticed(project, folderId);
  const isSettled = ({ id, path, role }: FileRow): boolean => {
    const volume = wanted.get(id)?.volume;
    if (read.has(id)) return !several.has(id) || read.get(id) === (volume ?? null);
    return role === "refused" && refused.has(path) && !(volume !== undefined && isVolumeAsked(refused.get(path)!));
  };
  const known = new Set(project.all<{ file_id: number }>("SELECT file_id FROM mask_content").map((row) => row.file_id));
  const hasMaskContent = (file: FileRow | undefined): boolean => file !== undefined && known.has(file.id);
  const channels = new Set(pairing.images.flatMap((image) => image.channelPaths));
  const slices = new Map(pairing.images.map((image) => [image.path, image.slicePaths]));
  const waiting = [...pairing.images.map((image) => image.path), ...channels].flatMap((path) => {
    const file = files.get(path);
    return !file || isSettled(file) ? [] : [file];
  });
  // Which masks are to be read is known when the images are: until then the number of all files is about this.
  const nMasks = pairing.masks.filter((mask) => !hasMaskContent(files.get(mask.path))).length;
  const tally = { before: 0, total: waiting.length + nMasks };
  let hasMoved = false;
  await readAll(context, "Reading images", waiting, tally, async (file) => {
    const series = slices.get(file.path)?.map((slice) => join(root, slice));
    const { volume, nVolumes } = wanted.get(file.id) ?? {};
    const task: ImageTask = {
      files: {
        path: join(root, file.path),
        ...(series && { slices: series }),
        ...(volume !== undefined && { volume }),
      },
      ...(nVolumes !== undefined && { nVolumes }),
      limits,
    };
    const deadlineMs = limits.deadlineMs * (1 + (series?.length ?? 0) / SLICES_A_DEADLINE);
    const options = { deadlineMs, signal, ...(!series && { bytes: file.size_bytes }) };
    const result = await attempt<ImageInspection | VolumesFound>(() =>
      pool.run("intake.inspectImage", task, file.path, options),
    );
    const store = (): void => {
      if (noticed.has(file.path)) clearFindings(project, folderId, "read", file.path);
      if ("problem" in result) {
        setRole(project, file.id, "refused");
        addFinding(project, folderId, "read", { severity: "error", file: file.path, ...result.problem });
        return;
      }
      if ("several" in result.value) {
        const fileId = idOf(context, file, result.value.several.sha256, null);
        hasMoved ||= fileId !== file.id;
        leaveOutSeries(project, fileId, result.value);
        return;
      }
      const { series: volumes, geometry, fileSha256 } = result.value;
      const fileId = idOf(context, file, fileSha256, null);
      noteRead(project, fileId, fileSha256, channels.has(file.path) ? "channel" : "image");
      storeImage(project, fileId, result.value);
      if (volumes || several.has(fileId))
        storeSeries(project, fileId, volumes && { series: volumes, size: geometry.size, sha256: fileSha256 });
      for (const warning of result.value.warnings)
        addFinding(project, folderId, "read", { severity: "warning", file: file.path, ...warning });
    };
    return { isLeftOut: "problem" in result || "several" in result.value, store };
  });
  // A volume may have been chosen of a file that lay elsewhere then.
  return hasMoved ? waiting.length + (await readImages(context, pairing)) : waiting.length;
}

/** Until somebody has chosen one of its volumes (intake/volumes), which is also said there. */
function leaveOutSeries(project: WritableProject, fileId: number, { several }: VolumesFound): void {
  storeSeries(project, fileId, several);
  project.run("DELETE FROM image_content WHERE file_id = ?", fileId);
  noteRead(project, fileId, several.sha256, "refused");
}

/**
 * Reads the masks that are new or changed, or whose image is.
 * @param nImages files that were read before, so that the count goes on
 */
export async function readMasks(context: ReadContext, pairing: Pairing, nImages: number): Promise<void> {
  const { project, folderId, root, pool, limits, signal } = context;
  const files = filesOfFolder(project, folderId);
  const images = knownImages(project);
  const known = new Map(
    project
      .all<{ file_id: number; image_file_id: number; image_sha256: string; sha256: string; is_refused: 0 | 1 }>(
        "SELECT file_id, image_file_id, image_sha256, sha256, is_refused FROM mask_content",
      )
      .map((row) => [row.file_id, row]),
  );
  const refused = refusedForGood(project, folderId);
  const noticed = pathsNoticed(project, folderId);
  const waiting = pairing.masks.flatMap((mask) => {
    const file = files.get(mask.path);
    const image = images.get(files.get(mask.imagePath)?.id ?? -1);
    if (!file || !image) return [];
    const before = known.get(file.id);
    const isKnown =
      before?.image_file_id === image.fileId &&
      before.image_sha256 === image.sha256 &&
      (before.is_refused === 0 || before.sha256 !== "" || refused.has(mask.path));
    return isKnown ? [] : [{ ...file, image, mask }];
  });
  const tally = { before: nImages, total: nImages + waiting.length };
  await readAll(context, "Reading masks", waiting, tally, async (file) => {
    const { image, mask } = file;
    const task: MaskTask = {
      path: join(root, file.path),
      imageGeometry: image.geometry,
      areInstances: areInstances(mask),
      limits,
    };
    const options = { deadlineMs: limits.deadlineMs, signal, bytes: file.size_bytes };
    const result = await attempt<MaskInspection>(() => pool.run("intake.inspectMask", task, file.path, options));
    const store = (): void => {
      if (noticed.has(file.path)) clearFindings(project, folderId, "read", file.path);
      if ("problem" in result) {
        setRole(project, file.id, "refused");
        storeMask(project, file.id, image, mask.source, null);
        addFinding(project, folderId, "read", { severity: "error", file: file.path, ...result.problem });
        return;
      }
      const { sha256, problem } = result.value;
      const fileId = idOf(context, file, sha256, image.fileId);
      storeMask(project, fileId, image, mask.source, result.value);
      // One that a person has had mended is in use again before the transaction of the folder ends.
      noteRead(project, fileId, sha256, problem ? "refused" : "mask");
      if (problem) {
        addFinding(project, folderId, "read", { severity: "error", file: file.path, ...problem });
        return;
      }
      for (const warning of result.value.warnings)
        addFinding(project, folderId, "read", { severity: "warning", file: file.path, ...warning });
    };
    return { isLeftOut: "problem" in result || result.value.problem !== null, store };
  });
}

/** The file's row, or that of the file that it was before it was moved. @param imageFileId of a mask */
function idOf(
  { project, hasEarlier }: ReadContext,
  { id }: FileRow,
  sha256: string,
  imageFileId: number | null,
): number {
  return hasEarlier ? adoptMoved(project, id, sha256, imageFileId) : id;
}

/** Masks whose source or path says that they number objects. */
export function areInstances({ source, path }: Pick<PairedMask, "source" | "path">): boolean {
  return /instances?/i.test(source) || /(?:^|[/_-])instances?(?:[/_-]|$)/i.test(path);
}

/** So many slices of a series may take as long as one file. */
const SLICES_A_DEADLINE = 200;
/** Results go into the project when there are as many, or the oldest has waited as long: each costs a write to disk. */
const BATCH = 512;
const BATCH_MS = 1000;
/** Files that are asked for at once, for each reader: small ones are sent to it many at a time. */
const IN_FLIGHT = 384;

/** What reading a file came to. */
interface Outcome {
  readonly isLeftOut: boolean;
  /** Puts it down in the project. */
  store(): void;
}

/** Keeps every reader busy and stores results in batches, one transaction each. */
async function readAll<T>(
  context: ReadContext,
  phase: string,
  items: readonly T[],
  { before, total }: { readonly before: number; readonly total: number },
  read: (item: T) => Promise<Outcome>,
): Promise<void> {
  const { project, pool, signal, progress } = context;
  progress.phase(phase, "files", total, before);
  let leftOut = 0;
  let results: (() => void)[] = [];
  let nDone = 0;
  let storedAt = performance.now();
  const store = (): void => {
    const batch = results;
    results = [];
    storedAt = performance.now();
    project.transaction(() => {
      for (const result of batch) result();
    });
  };
  try {
    await forEachBounded(items, pool.size * IN_FLIGHT, async (item) => {
      if (signal.aborted) throw cancelledError();
      // Awaited first: `results` may be another array by then.
      const { isLeftOut, store: result } = await read(item);
      results.push(result);
      if (isLeftOut) leftOut += 1;
      nDone += 1;
      progress.done(before + nDone, { leftOut });
      if (results.length >= BATCH || performance.now() - storedAt >= BATCH_MS) store();
    });
  } finally {
    if (results.length > 0) store();
  }
  // All that were left may have been asked for by then.
  if (signal.aborted) throw cancelledError();
}

/** A problem of the file is a result like any other; only faults of the program are thrown. */
async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { problem: FileProblem }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof UnreadableFile) return { problem: error.problem };
    throw error;
  }
}

/** The files of which something was noticed when they were last read. */
function pathsNoticed(project: WritableProject, folderId: number): ReadonlySet<string> {
  const rows = project.all<{ path: string }>(
    "SELECT DISTINCT path FROM finding WHERE folder_id = ? AND stage = 'read'",
    folderId,
  );
  return new Set(rows.map(({ path }) => path));
}

/** By path: why. */
function refusedForGood(project: WritableProject, folderId: number): Map<string, string> {
  const rows = project.all<{ path: string; code: string }>(
    "SELECT path, code FROM finding WHERE folder_id = ? AND stage = 'read' AND severity = 'error'",
    folderId,
  );
  // What a mask was refused for is kept with its contents; from earlier versions there is only the finding.
  const isForGood = ({ code }: { code: string }): boolean => !WORTH_ANOTHER_TRY.has(code) && !code.startsWith("mask-");
  return new Map(rows.filter((row) => isForGood(row)).map((row) => [row.path, row.code]));
}

function storeImage(project: WritableProject, fileId: number, image: ImageInspection): void {
  const { geometry } = image;
  project.run(
    "INSERT OR REPLACE INTO image_content (file_id, volume, sha256, size, spacing_mm, affine, orientation_known, channels, datatype, intensity_low, intensity_high, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    fileId,
    image.volume,
    image.sha256,
    JSON.stringify(geometry.size),
    geometry.spacingMm && JSON.stringify(geometry.spacingMm),
    geometry.affine && JSON.stringify(geometry.affine),
    geometry.orientationKnown ? 1 : 0,
    image.channels,
    image.datatype,
    image.intensityLow,
    image.intensityHigh,
    image.fingerprint,
  );
}

function storeMask(
  project: WritableProject,
  fileId: FileRow["id"],
  image: KnownImage,
  source: string,
  mask: MaskInspection | null,
): void {
  project.run(
    "INSERT OR REPLACE INTO mask_content (file_id, image_file_id, image_sha256, sha256, is_refused, labels, diagnosis, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    fileId,
    image.fileId,
    image.sha256,
    mask?.sha256 ?? "",
    !mask || mask.problem ? 1 : 0,
    JSON.stringify(mask?.labels ?? []),
    mask?.diagnosis ? JSON.stringify(mask.diagnosis) : null,
    source,
  );
}
