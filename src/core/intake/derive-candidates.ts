import type { PairedMask } from "#domain/pairing/pair-files.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, type FileRow, filesOfFolder, setRole } from "../project/queries/files.ts";
import { classId } from "../project/queries/classes.ts";
import { filesHeldByConversion } from "../project/queries/converted-masks.ts";
import { reviveOwnMasks } from "../project/queries/own-masks.ts";
import { retireCandidate } from "../project/queries/retire-candidate.ts";
import { getSetting } from "../project/queries/settings.ts";
import { classNameOf, noteBinaryFolders } from "./class-names.ts";
import { noteStaleRemedies, noteSources } from "./doctor/keep-remedies.ts";
import { hideFindings } from "./doctor/mask-findings.ts";
import type { MaskLabel } from "./inspect-mask.ts";
import { labelFindings } from "./label-findings.ts";
import type { FolderTables } from "./read-tables.ts";

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
 * a word on something else than what was seen. A file whose masks were converted keeps these as long as it and its image
 * are what they were converted from.
 */
export function deriveCandidates(
  project: WritableProject,
  folderId: number,
  masks: readonly PairedMask[],
  tables: FolderTables,
): void {
  const existing = groupByFile(
    project.all<CandidateRow>(
      "SELECT id, name, case_id, file_id, label_value, mask_sha256, retired_at FROM candidate WHERE file_id IS NOT NULL",
    ),
  );
  const files = filesOfFolder(project, folderId);
  const held = holdConverted(project, folderId, files, existing);
  const read = readMasksOf(project, files, masks).filter(({ fileId }) => !held.has(fileId));
  const labelled = read.map(({ mask: { path }, labels }) => ({ path, labels }));
  noteBinaryFolders(project, labelled);
  const binaryFolders = getSetting(project, "binaryMaskFolders");
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
      const className = classNameOf(item.mask.path, label.value, binaryFolders, tables);
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
  retireUnpaired(project, files, existing, new Set([...read.map((item) => item.fileId), ...held]));
  reviveOwnMasks(project);
  noteSources(project, folderId, masks);
  noteStaleRemedies(project, folderId, held);
  for (const finding of labelFindings(labelled, tables)) addFinding(project, folderId, "pair", finding);
}

/**
 * Converted masks that hold come back into use, where they had gone with their file or case; others of their files go.
 * @returns the files
 */
function holdConverted(
  project: WritableProject,
  folderId: number,
  files: ReadonlyMap<string, FileRow>,
  existing: ReadonlyMap<number, readonly CandidateRow[]>,
): Set<number> {
  const held = filesHeldByConversion(project, folderId);
  if (held.size === 0) return new Set();
  const paths = new Map([...files.values()].map(({ id, path }) => [id, path]));
  for (const [fileId, ids] of held) {
    setRole(project, fileId, "mask");
    hideFindings(project, fileId);
    for (const id of ids)
      project.run("UPDATE candidate SET retired_at = NULL WHERE id = ? AND retired_at IS NOT NULL", id);
    for (const row of existing.get(fileId) ?? [])
      if (!ids.includes(row.id) && row.retired_at === null) retire(project, folderId, paths.get(fileId)!, row);
  }
  return new Set(held.keys());
}

function readMasksOf(
  project: WritableProject,
  files: ReadonlyMap<string, FileRow>,
  masks: readonly PairedMask[],
): ReadMask[] {
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
  files: ReadonlyMap<string, FileRow>,
  existing: ReadonlyMap<number, readonly CandidateRow[]>,
  paired: ReadonlySet<number>,
): void {
  for (const file of files.values()) {
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
