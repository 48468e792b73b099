import type { Output, ParsedInput } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import type { Remedy } from "#contract/remedies.ts";
import { keepsVoxels } from "#domain/remedy/keeps-voxels.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import type { ReadLimits } from "../../io/limits.ts";
import type { ReaderPool } from "../../io/workers/pool.ts";
import { forEachBounded } from "../../jobs/bounded.ts";
import type { Progress } from "../../jobs/progress.ts";
import { fileOnDisk } from "../../project/folders.ts";
import type { WritableProject } from "../../project/project.ts";
import { storeConvertedMasks } from "../../project/queries/converted-masks.ts";
import { setRole } from "../../project/queries/files.ts";
import { insertRemedy, remedyKind } from "../../project/queries/remedies.ts";
import { getSetting } from "../../project/queries/settings.ts";
import { masksChanged } from "../../project/state/masks-changed.ts";
import { classNameOf, noteBinaryFolders } from "../class-names.ts";
import { type KnownImage, knownImages } from "../known-images.ts";
import { areInstances } from "../read-files.ts";
import type { FolderTables } from "../read-tables.ts";
import { ailmentGroups } from "./ailments.ts";
import type { Ailment } from "./ailment.ts";
import { readTablesOf } from "./folder-tables.ts";
import { hideFindings } from "./mask-findings.ts";
import type { MendedMask, MendTask } from "./mend-mask.ts";
import { sayLabels } from "./say-labels.ts";

export interface MendOptions {
  readonly project: WritableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

interface Mended {
  readonly ailment: Ailment;
  readonly masks: readonly MendedMask[];
}

const BATCH = 16;

/**
 * Mends the masks of a group as a person has chosen. Each batch is in the project before the next is stored: when it is
 * interrupted, what is mended stays so, and the rest of the group is left to be mended.
 */
export async function applyRemedy(
  options: MendOptions,
  { groupId, remedy, fileIds, actor, also }: ParsedInput<"doctor.apply">,
): Promise<Output<"doctor.apply">> {
  const { project, pool, limits, signal, progress } = options;
  const members = await membersOf(project, { groupId, fileIds, also });
  const { folderId } = members[0]!;
  const tables = await readTablesOf(project, folderId);
  const images = knownImages(project);
  const findings: Finding[] = [];
  const totals = { fileIds: [] as number[], nMasks: 0, nMarkedReplaced: 0 };
  project.transaction(() =>
    noteBinaryFolders(
      project,
      members.filter(({ labels }) => labels.length > 0),
    ),
  );
  progress.phase("Mending masks", "masks", members.length);
  let waiting: Mended[] = [];
  let nDone = 0;
  const store = (): void => {
    const batch = waiting;
    waiting = [];
    project.transaction(() => {
      for (const mended of batch) totals.nMarkedReplaced += storeMended(project, mended, { remedy, actor, tables });
    });
    totals.fileIds.push(...batch.map(({ ailment }) => ailment.fileId));
    totals.nMasks += batch.reduce((sum, { masks }) => sum + masks.length, 0);
  };
  try {
    await forEachBounded(members, pool.size * 2, async (ailment) => {
      if (signal.aborted) throw cancelledError();
      const task = mendTask(project, ailment, images.get(ailment.imageFileId)!, { remedy, limits });
      try {
        const masks = await pool.run<MendedMask[]>("intake.mendMask", task, ailment.path, limits);
        waiting.push({ ailment, masks });
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        findings.push({ severity: "error", file: ailment.path, ...error.problem });
      }
      nDone += 1;
      progress.done(nDone);
      if (waiting.length >= BATCH) store();
    });
  } finally {
    if (waiting.length > 0) store();
    project.transaction(() => {
      sayLabels(project, folderId, tables);
      masksChanged(project);
    });
  }
  return { ...totals, findings: findings.toSorted((a, b) => (a.file < b.file ? -1 : 1)) };
}

async function membersOf(
  project: WritableProject,
  { groupId, fileIds, also }: Pick<ParsedInput<"doctor.apply">, "groupId" | "fileIds" | "also">,
): Promise<readonly Ailment[]> {
  const group = (await ailmentGroups(project, { also })).find(({ id }) => id === groupId);
  const wanted = fileIds && new Set(fileIds);
  const members = group?.members.filter(({ fileId }) => !wanted || wanted.has(fileId)) ?? [];
  if (members.length === 0)
    throw new AppError("bad-request", "These masks are mended already, or have changed.", "Ask for the list again.");
  return members;
}

/** What a reader thread needs to mend one mask. */
export function mendTask(
  project: WritableProject,
  { folderId, path, sha256, source }: Pick<Ailment, "folderId" | "path" | "sha256" | "source">,
  image: KnownImage,
  rest: Pick<MendTask, "remedy" | "limits">,
): MendTask {
  const { path: folder } = project.get<{ path: string }>("SELECT path FROM folder WHERE id = ?", folderId)!;
  return {
    path: fileOnDisk(project, { folder, path }),
    sha256,
    imageGeometry: image.geometry,
    areInstances: areInstances({ source, path }),
    ...rest,
  };
}

/** @returns masks with marks that went out of use */
function storeMended(
  project: WritableProject,
  { ailment, masks }: Mended,
  { remedy, actor, tables }: Pick<ParsedInput<"doctor.apply">, "remedy" | "actor"> & { readonly tables: FolderTables },
): number {
  const { fileId, sha256, imageSha256 } = ailment;
  const remedyId = insertRemedy(project, { fileId, remedy, fileSha256: sha256, imageSha256, actor });
  // A mask that is used voxel for voxel already stays what it is, and so do its marks.
  const stays = !ailment.isRefused && keepsVoxels(remedy);
  const nMarkedReplaced = stays ? 0 : replaceMasks(project, { ailment, masks }, { remedyId, remedy, tables });
  setRole(project, fileId, "mask");
  hideFindings(project, fileId);
  project.audit({
    actor,
    action: "mask.mended",
    object: `file:${fileId}`,
    after: { remedy: remedyId, kind: remedyKind(remedy), ...remedy, file_sha256: sha256, masks: masks.length },
  });
  return nMarkedReplaced;
}

/** @returns masks with marks that went out of use */
function replaceMasks(
  project: WritableProject,
  { ailment: { fileId, caseId, source, path, sha256, imageSha256 }, masks }: Mended,
  { remedyId, remedy, tables }: { readonly remedyId: number; readonly remedy: Remedy; readonly tables: FolderTables },
): number {
  const binaryFolders = getSetting(project, "binaryMaskFolders");
  // The masks hold for these contents, which have just been compared.
  project.run("UPDATE file SET sha256 = ? WHERE id = ?", sha256, fileId);
  return storeConvertedMasks(project, {
    fileId,
    caseId,
    source,
    remedyId,
    masks: masks.map(({ name, ...mask }) => ({
      ...mask,
      className: name ?? classNameOf(path, mask.labelValue, binaryFolders, tables),
      recipe: { made: "mended", remedy, file_sha256: sha256, image_sha256: imageSha256 },
    })),
  }).nMarkedReplaced;
}
