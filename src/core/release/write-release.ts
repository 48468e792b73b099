import { join, resolve } from "node:path";
import type { Output } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders, storedFolderPath } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { getSetting } from "../project/queries/settings.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { dataCard } from "./data-card.ts";
import { expectedBytes } from "./expected-bytes.ts";
import type { PlannedCase, TextFile } from "./layouts.ts";
import { makeManifest, type Manifest } from "./manifest.ts";
import { type ReleasedMask, releasedMasks } from "./released-masks.ts";
import { NO_ERROR_MAPS, noJudgeForErrorMaps, writeErrorMaps, type WriteErrorMap } from "./write-error-maps.ts";
import { planRelease, type ReleasePlan, type ReleaseRequest, releaseImages } from "./plan-release.ts";
import { rejectedList } from "./rejected-list.ts";
import { drawnTextFindings, releaseNotices } from "./release-notices.ts";
import { requireFree } from "./require-free.ts";
import { stageFolder } from "./stage-folder.ts";
import type { Selection } from "../project/state/select-masks.ts";
import type { WriteCaseTask, WrittenCase, WrittenFile } from "./write-case-task.ts";

export interface ReleaseOptions extends ReleaseRequest {
  readonly project: WritableProject;
  readonly to: string;
  /** How the error maps of a judge version are drawn and written. */
  readonly errorsBy: (version: number) => WriteErrorMap;
  /** Call the people who reviewed by their names in the data card. */
  readonly nameRaters?: boolean;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What was written of all cases; paths relative to the target. */
interface Written {
  readonly files: readonly WrittenFile[];
  readonly masks: readonly ReleasedMask[];
  readonly overlaps: Manifest["overlaps"];
}

/**
 * Writes a data set of the accepted masks. All of it is written to a temporary folder beside the target, each file read
 * back and compared, and the folder renamed at the end: a release is whole, or it is not there.
 */
export async function writeRelease(options: ReleaseOptions): Promise<Output<"release.write">> {
  const { project, nameRaters = false } = options;
  const target = resolve(options.to);
  requireFree(target);
  requireFolders(project);
  const plan = await planRelease(options, await releaseImages(project), target);
  const { selection } = plan;
  const { version } = selection.book;
  if (options.errorMaps && version === null) throw noJudgeForErrorMaps();
  if (selection.cases.length === 0) {
    throw new AppError(
      "nothing-to-release",
      "No case can be released: no mask is accepted yet.",
      "Accept masks yourself, or prove the judge's list (winnow queue --random), then release again.",
    );
  }
  const { text, manifest, mapFindings } = await stageFolder(target, expectedBytes(project, plan), async (root) => {
    const written = await writeCases(options, plan, join(root, plan.inside));
    const texts = await writeTexts(root, [
      ...plan.texts.map((file) => within(plan.inside, file)),
      { path: "rejected.csv", contents: () => rejectedList(project, selection) },
    ]);
    const maps = options.errorMaps ? await writeErrorMaps(options, plan, root) : NO_ERROR_MAPS;
    const files = [...written.files.map((file) => within(plan.inside, file)), ...texts, ...maps.files].toSorted(byPath);
    const ofRelease = makeManifest(project, plan, {
      masks: written.masks,
      errorMaps: maps.ofManifest,
      files: files.map(({ path, sha256 }) => ({ path, sha256 })),
      overlaps: written.overlaps,
      cleared: files.flatMap(({ path, cleared }) => (cleared ? [{ path, fields: cleared }] : [])),
    });
    const manifestText = `${JSON.stringify(ofRelease, null, 2)}\n`;
    const card = await dataCard({
      project,
      plan,
      manifest: ofRelease,
      manifestSha256: sha256Of(manifestText),
      nameRaters,
    });
    const last = await writeTexts(root, [
      { path: "winnow-manifest.json", contents: () => manifestText },
      { path: "README.md", contents: () => card },
    ]);
    return {
      value: { text: manifestText, manifest: ofRelease, mapFindings: maps.findings },
      files: [...files, ...last].map((file) => file.path),
    };
  });
  record(project, target, plan, text, selection);
  return {
    path: target,
    n_cases: selection.cases.length,
    n_masks: manifest.counts.masks,
    n_by_person: manifest.counts.by_person,
    n_by_judge: manifest.counts.by_judge,
    left_out: selection.leftOut.map(({ case: name, reason }) => ({ case: name, reason })),
    guarantee: selection.book.guarantee,
    n_cleared: manifest.cleared.length,
    n_error_maps: manifest.error_maps?.maps.length ?? 0,
    notices: releaseNotices(manifest.cleared.length, plan.format),
    findings: [...drawnTextFindings(plan.cases), ...mapFindings],
  };
}

async function writeCases(options: ReleaseOptions, { cases }: ReleasePlan, root: string): Promise<Written> {
  const { pool, limits, signal, progress } = options;
  const files: WrittenFile[] = [];
  const masks: ReleasedMask[] = [];
  const overlaps: { case: string; voxels: number }[] = [];
  progress.phase("Writing the release", "cases", cases.length);
  let nDone = 0;
  const salt = getSetting(options.project, "subjectSalt");
  await forEachBounded(cases, pool.size + 1, async (planned) => {
    if (signal.aborted) throw cancelledError();
    const absolute = <T extends { path: string }>(target: T): T => ({ ...target, path: join(root, target.path) });
    const task: WriteCaseTask = {
      image: imageSource(planned.selected.masks[0]!.image),
      imageTargets: planned.images.map(absolute),
      maskTargets: planned.masks.map(absolute),
      pseudonym: { subject: planned.subject, salt },
      limits,
    };
    const { name } = planned.selected;
    const deadlineMs = limits.deadlineMs * stepsOf(planned);
    const written = await pool.run<WrittenCase>("release.writeCase", task, name, { deadlineMs }).catch(ofCase(name));
    files.push(
      ...written.files.map((file) => ({ ...file, path: file.path.slice(root.length + 1).replaceAll("\\", "/") })),
      ...(await writeTexts(root, planned.texts ?? [])),
    );
    if (written.nOverlapping > 0) overlaps.push({ case: name, voxels: written.nOverlapping });
    masks.push(...releasedMasks(options.project, planned));
    nDone += 1;
    progress.done(nDone);
  });
  return { files, masks: masks.toSorted((a, b) => (a.file < b.file ? -1 : 1)), overlaps };
}

/** Says of which case a file could not be read: there may be thousands. */
function ofCase(name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UnreadableFile)) throw error;
    const { message, remedy } = error.problem;
    throw new AppError("file-unreadable", `Case ${name} cannot be written. ${message}`, remedy, { cause: error });
  };
}

/**
 * How many files' time a case may take: each mask is packed, written and read back beside the image, and a series is read
 * slice by slice.
 */
function stepsOf({ masks, image }: PlannedCase): number {
  return 4 + masks.length + Math.ceil(image.nSlices / 100);
}

async function writeTexts(root: string, texts: readonly TextFile[]): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const { path, contents } of texts)
    written.push({ path, sha256: await writeFileSafely(join(root, path), Buffer.from(contents())) });
  return written;
}

function within<T extends { readonly path: string }>(inside: string, file: T): T {
  return inside === "" ? file : { ...file, path: `${inside}/${file.path}` };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : 1;
}

function record(
  project: WritableProject,
  target: string,
  { layout, format }: ReleasePlan,
  manifest: string,
  { cases }: Selection,
): void {
  const sha256 = sha256Of(manifest);
  project.transaction(() => {
    const { lastInsertRowid } = project.run(
      "INSERT INTO release (path, layout, format, manifest, manifest_sha256, created_at) VALUES (?, ?, ?, ?, ?, ?)",
      storedFolderPath(project, target),
      layout.name,
      format,
      manifest,
      sha256,
      Date.now(),
    );
    project.audit({
      actor: "winnow",
      action: "release.written",
      object: `release:${lastInsertRowid}`,
      after: { layout: layout.name, format, cases: cases.length, manifest_sha256: sha256 },
    });
  });
}
