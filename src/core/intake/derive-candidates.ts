import { folderOf } from "#domain/pairing/file-kind.ts";
import { folderRole } from "#domain/pairing/folder-names.ts";
import type { PairedMask } from "#domain/pairing/pair-files.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, filesOfFolder } from "../project/queries/files.ts";
import { classId } from "../project/queries/classes.ts";
import { reviveOwnMasks } from "../project/queries/own-masks.ts";
import { retireCandidate } from "../project/queries/retire-candidate.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import type { MaskLabel } from "./inspect-mask.ts";
import { classNamesFor, type FolderTables } from "./read-tables.ts";

interface CandidateRow {
  id: number;
  name: string;
  case_id: number;
  file_id: number;
  label_value: number | null;
  mask_sha256: string;
  retired_at: number | null;
}

/** A mask file that was read and accepted, with what it holds. */
interface ReadMask {
  readonly mask: PairedMask;
  readonly fileId: number;
  readonly caseId: number;
  readonly caseName: string;
  readonly sha256: string;
  readonly labels: readonly MaskLabel[];
}

/**
 * Makes one candidate of every label value of every mask that was read. A candidate stands for the mask as it is in its
 * file: when the file's contents change, it is retired and another takes its place, so that no label is ever taken for
 * a word on something else than what was seen.
 */
export function deriveCandidates(
  project: WritableProject,
  folderId: number,
  masks: readonly PairedMask[],
  tables: FolderTables,
): void {
  const read = readMasksOf(project, folderId, masks);
  noteBinaryFolders(project, read);
  const binaryFolders = getSetting(project, "binaryMaskFolders");
  const existing = groupByFile(
    project.all<CandidateRow>(
      "SELECT id, name, case_id, file_id, label_value, mask_sha256, retired_at FROM candidate WHERE file_id IS NOT NULL",
    ),
  );
  const names = new Set(project.all<{ name: string }>("SELECT name FROM candidate").map((row) => row.name));
  for (const item of read) {
    const old = existing.get(item.fileId) ?? [];
    const kept = new Set<number>();
    for (const label of item.labels) {
      const same = old.find(
        (row) => row.label_value === label.value && row.mask_sha256 === item.sha256 && row.case_id === item.caseId,
      );
      if (same) {
        kept.add(same.id);
        if (same.retired_at !== null) project.run("UPDATE candidate SET retired_at = NULL WHERE id = ?", same.id);
        continue;
      }
      const className = classNameOf(item.mask, label, binaryFolders, tables);
      const name = uniqueName(`${item.caseName}:${item.mask.source}:${className}`, names);
      project.run(
        "INSERT INTO candidate (name, case_id, class_id, source, file_id, label_value, mask_sha256, n_voxels, bounds, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        name,
        item.caseId,
        classId(project, className, label.value ?? 1),
        item.mask.source,
        item.fileId,
        label.value,
        item.sha256,
        label.nVoxels,
        JSON.stringify(label.bounds),
        Date.now(),
      );
    }
    for (const row of old)
      if (!kept.has(row.id) && row.retired_at === null) retire(project, folderId, item.mask.path, row);
  }
  retireUnpaired(project, folderId, existing, read);
  reviveOwnMasks(project);
}

function readMasksOf(project: WritableProject, folderId: number, masks: readonly PairedMask[]): ReadMask[] {
  const files = filesOfFolder(project, folderId);
  const cases = new Map(
    project
      .all<{ id: number; name: string; file_id: number }>(
        "SELECT id, name, file_id FROM cases WHERE retired_at IS NULL",
      )
      .map((row) => [row.file_id, row]),
  );
  const contents = new Map(
    project
      .all<{ file_id: number; image_file_id: number; sha256: string; labels: string }>(
        "SELECT file_id, image_file_id, sha256, labels FROM mask_content WHERE is_refused = 0",
      )
      .map((row) => [row.file_id, row]),
  );
  return masks.flatMap((mask) => {
    const content = contents.get(files.get(mask.path)?.id ?? -1);
    const owner = cases.get(files.get(mask.imagePath)?.id ?? -1);
    if (!content || !owner || content.image_file_id !== owner.file_id) return [];
    return [
      {
        mask,
        fileId: content.file_id,
        caseId: owner.id,
        caseName: owner.name,
        sha256: content.sha256,
        labels: JSON.parse(content.labels) as MaskLabel[],
      },
    ];
  });
}

/**
 * Masks with the values 0 and 255 are pictures of "no" and "yes", not of class 255. That is decided once for a folder of
 * masks, over all of them, so that one mask which lacks another value is not named differently from its neighbours.
 */
function noteBinaryFolders(project: WritableProject, read: readonly ReadMask[]): void {
  const known = getSetting(project, "binaryMaskFolders");
  const found = new Map<string, boolean>();
  for (const { mask, labels } of read) {
    const folder = maskFolderOf(mask.path);
    const only255 = labels.every((label) => label.value === 255 || label.value === null);
    found.set(folder, (found.get(folder) ?? true) && only255);
  }
  setSetting(project, "binaryMaskFolders", { ...Object.fromEntries(found), ...known }, "winnow");
}

/** The folder that a mask belongs with: the one named for masks, else the one it lies in. */
function maskFolderOf(path: string): string {
  const folders = folderOf(path).split("/");
  const named = folders.findLastIndex((name) => folderRole(name)?.role === "masks");
  return named < 0 ? folderOf(path) : folders.slice(0, named + 1).join("/");
}

function classNameOf(
  mask: PairedMask,
  label: MaskLabel,
  binaryFolders: Readonly<Record<string, boolean>>,
  tables: FolderTables,
): string {
  const value =
    label.value === null || (label.value === 255 && binaryFolders[maskFolderOf(mask.path)]) ? 1 : label.value;
  return classNamesFor(mask.path, tables)?.get(value) ?? String(value);
}

function uniqueName(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let again = 2; used.has(name); again += 1) name = `${wanted}~${again}`;
  used.add(name);
  return name;
}

function retire(project: WritableProject, folderId: number, path: string, row: CandidateRow): void {
  if (!retireCandidate(project, row)) return;
  addFinding(project, folderId, "pair", {
    severity: "warning",
    code: "mask-changed",
    file: path,
    message:
      "The mask is not the one that was labelled. Labels given on the earlier one are kept, but no longer count.",
    remedy:
      "If it was changed by mistake, put the earlier file back and add the folder again. Otherwise look at it again.",
  });
}

/** Candidates whose file is gone, refused now, paired otherwise, or of a case that is gone. Their labels stay. */
function retireUnpaired(
  project: WritableProject,
  folderId: number,
  existing: ReadonlyMap<number, readonly CandidateRow[]>,
  read: readonly ReadMask[],
): void {
  const paired = new Set(read.map((item) => item.fileId));
  for (const file of filesOfFolder(project, folderId).values()) {
    if (paired.has(file.id)) continue;
    for (const row of existing.get(file.id) ?? []) {
      if (row.retired_at === null) project.run("UPDATE candidate SET retired_at = ? WHERE id = ?", Date.now(), row.id);
    }
  }
  project.run(
    "UPDATE candidate SET retired_at = ? WHERE retired_at IS NULL AND case_id IN (SELECT id FROM cases WHERE retired_at IS NOT NULL)",
    Date.now(),
  );
}

function groupByFile(rows: readonly CandidateRow[]): Map<number, CandidateRow[]> {
  const groups = new Map<number, CandidateRow[]>();
  for (const row of rows) {
    const group = groups.get(row.file_id);
    if (group) group.push(row);
    else groups.set(row.file_id, [row]);
  }
  return groups;
}
