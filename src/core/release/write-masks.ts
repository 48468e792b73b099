import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Output } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { ReadableProject } from "../project/project.ts";
import { type CandidateSource, candidateSources } from "../project/queries/candidates.ts";
import { classesInUse } from "../project/queries/classes.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import { freePath } from "./free-path.ts";
import { safeName } from "./layouts.ts";
import { uniqueFileNames } from "./plan-release.ts";
import { requireFree } from "./require-free.ts";
import { stageFolder } from "./stage-folder.ts";
import type { MaskTarget, WriteCaseTask, WrittenCase } from "./write-case-task.ts";

export interface WriteMasksOptions {
  readonly project: ReadableProject;
  readonly to: string;
  /** Only masks of this source. */
  readonly source: string | undefined;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Writes every candidate's mask as a file, whatever its verdict: one folder a source (`masks_SOURCE`, which `winnow add`
 * reads again), with the geometry of its image. Each file is read back and compared; the folder is whole, or not there.
 */
export async function writeMasks(options: WriteMasksOptions): Promise<Output<"release.masks">> {
  const { project, progress } = options;
  const target = resolve(options.to);
  requireFree(target);
  requireFolders(project);
  const masks = [...candidateSources(project)].filter(({ source }) => !options.source || source === options.source);
  if (masks.length === 0) throw noMasks(project, options.source);
  progress.phase("Writing masks", "cases", new Set(masks.map(({ caseId }) => caseId)).size);
  return stageFolder(target, 0, async (folder) => {
    const { rows, findings } = await writeAll(options, masks, folder);
    const value = { path: target, masks: rows.toSorted((a, b) => (a.candidate < b.candidate ? -1 : 1)), findings };
    return { value, files: rows.map(({ file }) => file) };
  });
}

async function writeAll(
  { project, pool, limits, signal, progress }: WriteMasksOptions,
  masks: readonly CandidateSource[],
  folder: string,
): Promise<Pick<Output<"release.masks">, "findings"> & { rows: Output<"release.masks">["masks"] }> {
  const named = new Map(
    project.all<{ id: number; name: string }>("SELECT id, name FROM cases").map(({ id, name }) => [id, name]),
  );
  const cases = [...Map.groupBy(masks, ({ caseId }) => caseId)];
  const files = uniqueFileNames(cases.map(([id]) => ({ id, name: named.get(id)!, masks: [] })));
  const classes = new Map(classesInUse(project).map(({ id, name }) => [id, name]));
  const used = new Set<string>();
  const findings: Finding[] = [];
  const rows: Output<"release.masks">["masks"] = [];
  let nDone = 0;
  await forEachBounded(cases, pool.size + 1, async ([caseId, group]) => {
    if (signal.aborted) throw cancelledError();
    const isVolume = (group[0]!.size[2] ?? 1) > 1;
    const targets = group.map((mask) => {
      const suffix = classes.size > 1 ? `__${safeName(classes.get(mask.classId)!)}` : "";
      const path = freePath(`masks_${safeName(mask.source)}/${files.get(caseId)!}${suffix}`, used);
      return { mask, file: `${path}${isVolume ? ".nii.gz" : ".png"}` };
    });
    const task: WriteCaseTask = {
      image: imageSource(group[0]!.image),
      imageTargets: [],
      maskTargets: targets.map(({ mask, file }) => maskTarget(mask, join(folder, file), isVolume)),
      limits,
    };
    try {
      await pool.run<WrittenCase>("release.writeCase", task, task.image.path, {
        deadlineMs: limits.deadlineMs * (1 + targets.length),
      });
      for (const { mask, file } of targets)
        rows.push({
          case: named.get(caseId)!,
          candidate: mask.name,
          class: classes.get(mask.classId)!,
          source: mask.source,
          file,
        });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      // What was written of it before does not stay without the rest.
      await Promise.all(targets.map(({ file }) => rm(join(folder, file), { force: true })));
      const { code, message, remedy } = error.problem;
      findings.push({ severity: "error", code, file: named.get(caseId)!, message, remedy });
    }
    nDone += 1;
    progress.done(nDone);
  });
  return { rows, findings };
}

function maskTarget(mask: CandidateSource, path: string, isVolume: boolean): MaskTarget {
  const value = isVolume ? 1 : 255;
  return { path, as: isVolume ? "nifti" : "png", layers: [{ ...maskSource(mask.mask), value }] };
}

function noMasks(project: ReadableProject, source: string | undefined): AppError {
  const sources = project.all<{ source: string }>(
    "SELECT DISTINCT source FROM candidate WHERE retired_at IS NULL ORDER BY source",
  );
  if (source === undefined || sources.length === 0)
    return new AppError(
      "no-masks",
      "The project has no masks.",
      "Add a folder of masks, or make some: winnow propose.",
    );
  return new AppError(
    "no-masks",
    `The project has no masks of the source ${source}.`,
    `Sources: ${sources.map((row) => row.source).join(", ")}.`,
  );
}
