import { existsSync } from "node:fs";
import { mkdir, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Output } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import { asWriteError, syncFolder, writeFileSafely } from "../io/files/write-file.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders, storedFolderPath } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { ownMaskRecipe } from "../project/queries/own-masks.ts";
import type { ReleaseImage } from "./layouts.ts";
import { makeManifest, type ReleasedMask } from "./manifest.ts";
import { planRelease, type ReleasePlan, type ReleaseRequest, releaseImages, uniqueFileNames } from "./plan-release.ts";
import { requireFree } from "./require-free.ts";
import type { Selection } from "../project/state/select-masks.ts";
import type { WriteCaseTask, WrittenCase } from "./write-case.ts";

export interface ReleaseOptions extends ReleaseRequest {
  readonly project: WritableProject;
  readonly to: string;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Writes a data set of the accepted masks. All of it is written to a temporary folder beside the target, each file read
 * back and compared, and the folder renamed at the end: a release is whole, or it is not there.
 */
export async function writeRelease(options: ReleaseOptions): Promise<Output<"release.write">> {
  const { project } = options;
  const target = resolve(options.to);
  requireFree(target);
  requireFolders(project);
  const images = await releaseImages(project);
  const plan = await planRelease(options, images, target);
  const { selection } = plan;
  if (selection.cases.length === 0) {
    throw new AppError(
      "nothing-to-release",
      "No case can be released: no mask is accepted yet.",
      "Accept masks yourself, or prove the judge's list (winnow queue --random), then release again.",
    );
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    await mkdir(join(temporary, plan.inside), { recursive: true });
    const written = await writeCases(options, plan, images, join(temporary, plan.inside));
    const manifest = makeManifest(project, selection, {
      layout: plan.layout.name,
      format: plan.format,
      masks: written.masks,
      files: prefixed(written.files, plan.inside),
      overlaps: written.overlaps,
    });
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFileSafely(join(temporary, "winnow-manifest.json"), Buffer.from(text));
    await putInPlace(temporary, target);
    record(project, target, plan, text, selection);
    return {
      path: target,
      n_cases: selection.cases.length,
      n_masks: written.masks.length,
      n_by_person: written.masks.filter((mask) => mask.accepted_by === "person").length,
      n_by_judge: written.masks.filter((mask) => mask.accepted_by === "judge").length,
      left_out: selection.leftOut.map(({ case: name, reason }) => ({ case: name, reason })),
      guarantee: selection.book.guarantee,
    };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (error instanceof UnreadableFile)
      throw new AppError("file-unreadable", error.problem.message, error.problem.remedy, { cause: error });
    throw asWriteError(error, target, 0);
  }
}

async function writeCases(
  options: ReleaseOptions,
  { layout, selection }: ReleasePlan,
  images: ReadonlyMap<number, ReleaseImage>,
  root: string,
): Promise<{
  files: { path: string; sha256: string }[];
  masks: ReleasedMask[];
  overlaps: { case: string; voxels: number }[];
}> {
  const { pool, limits, signal, progress } = options;
  const files: { path: string; sha256: string }[] = [];
  const masks: ReleasedMask[] = [];
  const overlaps: { case: string; voxels: number }[] = [];
  const names = uniqueFileNames(selection.cases);
  progress.phase("Writing the release", "cases", selection.cases.length);
  let nDone = 0;
  await forEachBounded(selection.cases, pool.size + 1, async (selected) => {
    if (signal.aborted) throw cancelledError();
    const image = images.get(selected.id)!;
    const plan = layout.plan(selected, names.get(selected.id)!, image);
    const absolute = <T extends { path: string }>(target: T): T => ({ ...target, path: join(root, target.path) });
    const task: WriteCaseTask = {
      image,
      imageTargets: plan.images.map(absolute),
      maskTargets: plan.masks.map(absolute),
      limits,
    };
    const written = await pool.run<WrittenCase>("release.writeCase", task, selected.name, {
      deadlineMs: limits.deadlineMs * 4,
    });
    files.push(
      ...written.files.map((file) => ({ ...file, path: file.path.slice(root.length + 1).replaceAll("\\", "/") })),
    );
    if (written.nOverlapping > 0) overlaps.push({ case: selected.name, voxels: written.nOverlapping });
    for (const [index, mask] of selected.masks.entries()) {
      const target = plan.masks.length === 1 ? plan.masks[0]! : plan.masks[index]!;
      masks.push({
        case: selected.name,
        class: mask.className,
        file: target.path,
        source: mask.source,
        accepted_by: mask.acceptedBy,
        reason: mask.reason,
        recipe: ownMaskRecipe(options.project, mask.id),
        p_good: mask.pGood,
        image_sha256: mask.image.sha256,
        mask_sha256: mask.mask.sha256,
      });
    }
    nDone += 1;
    progress.done(nDone);
  });
  for (const { path, contents } of layout.extraFiles(selection.cases.length))
    files.push({ path, sha256: await writeFileSafely(join(root, path), Buffer.from(contents)) });
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  return { files: files.toSorted(byPath), masks: masks.toSorted((a, b) => (a.file < b.file ? -1 : 1)), overlaps };
}

async function putInPlace(temporary: string, target: string): Promise<void> {
  // An empty folder of that name may stand there (mkdir before the command).
  if (existsSync(target)) await rmdir(target);
  await rename(temporary, target);
  await syncFolder(dirname(target));
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

function prefixed(
  files: readonly { path: string; sha256: string }[],
  inside: string,
): { path: string; sha256: string }[] {
  return inside === "" ? [...files] : files.map((file) => ({ ...file, path: `${inside}/${file.path}` }));
}
