import { groupNearCopies } from "#domain/image/fingerprint.ts";
import { stemOf } from "#domain/pairing/file-kind.ts";
import { nameCases } from "#domain/pairing/name-cases.ts";
import type { PairedImage } from "#domain/pairing/pair-files.ts";
import { subjectFromPath } from "#domain/pairing/subject-key.ts";
import type { FileProblem } from "../io/file-problem.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, filesOfFolder, setRole } from "../project/queries/files.ts";
import { imageExchanged } from "../project/state/exchanged-images.ts";
import { deriveChannels } from "./derive-channels.ts";
import { type KnownImage, knownImages } from "./known-images.ts";
import type { FolderTables } from "./read-tables.ts";

interface CaseRow {
  id: number;
  name: string;
  file_id: number;
  image_sha256: string;
  subject: string;
  subject_origin: string;
  retired_at: number | null;
}

/** Whatever tells the subject of an image. */
export interface SubjectsTold {
  readonly tables: FolderTables;
  readonly pattern: RegExp | undefined;
  /** By the path of a DICOM image; such a file says itself whom it shows. */
  readonly patients: ReadonlyMap<string, string>;
}

/** Makes a case of every image that was read; cases whose image is gone are retired, not forgotten. */
export function deriveCases(
  project: WritableProject,
  folderId: number,
  images: readonly PairedImage[],
  told: SubjectsTold,
): void {
  const files = filesOfFolder(project, folderId);
  const read = knownImages(project);
  const cases = new Map(
    project
      .all<CaseRow>("SELECT id, name, file_id, image_sha256, subject, subject_origin, retired_at FROM cases")
      .map((row) => [row.file_id, row]),
  );
  const readable = images.filter((image) => read.has(files.get(image.path)?.id ?? -1));
  const fresh = readable.filter((image) => !cases.has(files.get(image.path)!.id));
  const context = { project, folderId, files, known: read };
  const names = nameCases(fresh, new Set([...cases.values()].map((row) => row.name)));
  for (const image of readable) {
    const fileId = files.get(image.path)!.id;
    const { sha256 } = read.get(fileId)!;
    const known = cases.get(fileId);
    const name = known?.name ?? names.get(image.path)!;
    const { subject, origin } = subjectOf(image, name, told);
    if (files.get(image.path)!.role !== "image") setRole(project, fileId, "image");
    if (!known) {
      const { lastInsertRowid } = project.run(
        "INSERT INTO cases (name, file_id, image_sha256, subject, subject_origin, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        name,
        fileId,
        sha256,
        subject,
        origin,
        Date.now(),
      );
      deriveChannels(context, lastInsertRowid, true, image);
      continue;
    }
    deriveChannels(context, known.id, false, image);
    if (known.subject !== subject || known.subject_origin !== origin)
      project.run("UPDATE cases SET subject = ?, subject_origin = ? WHERE id = ?", subject, origin, known.id);
    if (known.retired_at !== null) project.run("UPDATE cases SET retired_at = NULL WHERE id = ?", known.id);
    if (known.image_sha256 !== sha256) noteChange(project, folderId, image.path, known, read.get(fileId)!);
  }
  retireMissing(project);
}

/** A patient's images never lie on two sides of a split: the subject comes from a table, a pattern, the DICOM file itself or the path. */
function subjectOf(
  image: PairedImage,
  name: string,
  { tables, pattern, patients }: SubjectsTold,
): { subject: string; origin: string } {
  const listed =
    tables.subjects.get(image.path) ??
    tables.subjects.get(name) ??
    tables.subjects.get(image.stem) ??
    tables.subjects.get(stemOf(image.path));
  if (listed !== undefined) return { subject: listed, origin: "table" };
  const fromPath = subjectFromPath(image.path, pattern);
  if (fromPath !== null && pattern) return { subject: fromPath, origin: "pattern" };
  const patient = patients.get(image.path);
  if (patient !== undefined) return { subject: patient, origin: "path" };
  if (fromPath !== null) return { subject: fromPath, origin: "path" };
  return { subject: name, origin: "case" };
}

function noteChange(
  project: WritableProject,
  folderId: number,
  path: string,
  known: CaseRow,
  { sha256, volume }: KnownImage,
): void {
  project.run("UPDATE cases SET image_sha256 = ? WHERE id = ?", sha256, known.id);
  imageExchanged(project);
  project.audit({
    actor: "winnow",
    action: "image.changed",
    object: `case:${known.name}`,
    before: known.image_sha256,
    after: sha256,
  });
  addFinding(project, folderId, "pair", { severity: "warning", file: path, ...(volume === null ? FILE : VOLUME) });
}

const FILE: FileProblem = {
  code: "image-changed",
  message:
    "The image is not the one that was added before. Labels given on the earlier one are kept, but no longer count.",
  remedy:
    "If it was changed by mistake, put the earlier file back and add the folder again. Otherwise look at its masks again.",
};
const VOLUME: FileProblem = {
  code: "image-other-volume",
  message:
    "The image is another volume than before, or its file has changed. Labels given on the earlier one are kept, but no longer count.",
  remedy: "Look at its masks again. If the earlier volume was right, take the choice back (winnow volumes --undo).",
};

function retireMissing(project: WritableProject): void {
  project.run(
    "UPDATE cases SET retired_at = ? WHERE retired_at IS NULL AND file_id IN (SELECT id FROM file WHERE is_present = 0 OR role <> 'image')",
    Date.now(),
  );
}

/**
 * Where nothing names the subject, images that are near copies of each other count as one (methods: near-duplicates
 * must not lie on two sides of a split). Looked at over the whole project.
 */
export function deriveLookalikes(project: WritableProject): void {
  const rows = project.all<{ id: number; name: string; subject: string; fingerprint: Uint8Array }>(
    "SELECT cases.id, cases.name, cases.subject, fingerprint FROM cases JOIN image_content ON image_content.file_id = cases.file_id WHERE subject_origin IN ('case', 'lookalike') ORDER BY cases.id",
  );
  const firstOf = groupNearCopies(rows.map((row) => row.fingerprint));
  for (const [index, row] of rows.entries()) {
    const subject = rows[firstOf[index]!]!.name;
    const origin = subject === row.name ? "case" : "lookalike";
    if (row.subject !== subject)
      project.run("UPDATE cases SET subject = ?, subject_origin = ? WHERE id = ?", subject, origin, row.id);
  }
}
