import { createHmac, randomUUID } from "node:crypto";
import type { Finding } from "#contract/findings.ts";
import { useOf } from "#domain/dicom/dicom-header.ts";
import { groupSlices, type Stack } from "#domain/dicom/group-slices.ts";
import { nameImages } from "#domain/dicom/name-images.ts";
import type { DicomImage } from "#domain/pairing/pair-files.ts";
import type { WritableProject } from "../project/project.ts";
import { type FileRow, filesOfFolder, setRole } from "../project/queries/files.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import { dicomSeries } from "./dicom-headers.ts";

/** The DICOM images of a folder. */
export interface FolderDicom {
  readonly images: readonly DicomImage[];
  readonly findings: readonly Finding[];
  /** Subjects by the path of an image: one a patient, under a name that does not give the patient away. */
  readonly subjects: ReadonlyMap<string, string>;
  /** Every file that is DICOM. */
  readonly paths: ReadonlySet<string>;
}

/** Puts the DICOM files of a folder together by what their headers told. Call inside a transaction. */
export function dicomImages(project: WritableProject, folderId: number): FolderDicom {
  const { all, stacks, findings } = groupSeriesBySeries(project, folderId);
  if (all.length === 0) return { images: [], findings, paths: new Set(), subjects: new Map() };
  const files = filesOfFolder(project, folderId);
  const images = nameImages(stacks);
  const used = new Set(stacks.flatMap((stack) => stack.files.map(({ path }) => path)));
  const refused = new Set(findings.filter(({ severity }) => severity === "error").map(({ file }) => file));
  const told = new Set(findings.map(({ file }) => file));
  for (const { path, use } of all) {
    const file = files.get(path)!;
    const isMask = use === "segmentation" || use === "structure-set";
    // What becomes of masks is seen when they are converted.
    if (used.has(path) || (isMask && file.role !== "ignored")) continue;
    // Of a series that cannot be put together, one file speaks for the others.
    const isLeftOut = refused.has(path) || (use === "image" && !told.has(path));
    setRole(project, file.id, isLeftOut ? "refused" : "ignored");
  }
  const heads = new Set(images.map(({ path }) => files.get(path)!.id));
  for (const image of images) rememberSlices(project, files, image, heads);
  const salt = saltOf(project);
  return {
    images,
    findings,
    paths: new Set(all.map(({ path }) => path)),
    subjects: new Map(
      stacks.flatMap((stack, index) => {
        const { patientHash } = stack.files[0]!.header;
        return patientHash === null ? [] : [[images[index]!.path, nameOfPatient(patientHash, salt)] as const];
      }),
    ),
  };
}

interface Found {
  readonly all: readonly { readonly path: string; readonly use: ReturnType<typeof useOf> }[];
  /** By the path of their first slice. All files of one share the header of its first. */
  readonly stacks: readonly Stack[];
  readonly findings: readonly Finding[];
}

/** One series after the other, of which no more is kept than what comes later asks for. */
function groupSeriesBySeries(project: WritableProject, folderId: number): Found {
  const all: { path: string; use: ReturnType<typeof useOf> }[] = [];
  const stacks: Stack[] = [];
  const findings: Finding[] = [];
  for (const series of dicomSeries(project, folderId)) {
    for (const { path, header } of series) all.push({ path, use: useOf(header) });
    const found = groupSlices(series.filter(({ header }) => useOf(header) === "image"));
    findings.push(...found.findings);
    for (const { files } of found.stacks) {
      const { header } = files[0]!;
      stacks.push({ files: files.map(({ path }) => ({ path, header })) });
    }
  }
  stacks.sort((a, b) => (a.files[0]!.path < b.files[0]!.path ? -1 : 1));
  return { all, stacks, findings };
}

/** An image whose slices are other files than before, or are to be read again, is read again. */
function rememberSlices(
  project: WritableProject,
  files: ReadonlyMap<string, FileRow>,
  { path, slicePaths = [] }: DicomImage,
  heads: ReadonlySet<number>,
): void {
  const head = files.get(path)!.id;
  const ids = slicePaths.map((slice) => files.get(slice)!.id);
  const before = project
    .all<{ file_id: number }>("SELECT file_id FROM image_slice WHERE image_file_id = ? ORDER BY position", head)
    .map((row) => row.file_id);
  for (const id of ids) if (id !== head) setRole(project, id, "channel");
  if (JSON.stringify(before) === JSON.stringify(ids)) {
    // It was refused while a slice was away, and is whole again.
    if (project.get("SELECT 1 FROM image_content WHERE file_id = ?", head)) setRole(project, head, "image");
    return;
  }
  if (before.length === 0) moveCase(project, ids, head, heads);
  project.run("DELETE FROM image_content WHERE file_id = ?", head);
  project.run("DELETE FROM image_slice WHERE image_file_id = ?", head);
  for (const [position, id] of ids.entries())
    project.run("INSERT INTO image_slice (image_file_id, position, file_id) VALUES (?, ?, ?)", head, position, id);
}

/** A series has another first slice than before: its case goes on with it. */
function moveCase(project: WritableProject, slices: readonly number[], head: number, heads: ReadonlySet<number>): void {
  const earlier = slices
    .flatMap((id) =>
      project.all<{ image_file_id: number }>("SELECT image_file_id FROM image_slice WHERE file_id = ?", id),
    )
    .find((row) => row.image_file_id !== head && !heads.has(row.image_file_id))?.image_file_id;
  if (earlier === undefined) return;
  project.run("DELETE FROM image_slice WHERE image_file_id = ?", earlier);
  if (project.get("SELECT 1 FROM cases WHERE file_id = ?", head)) return;
  project.run("UPDATE cases SET file_id = ? WHERE file_id = ?", head, earlier);
}

function saltOf(project: WritableProject): string {
  const known = getSetting(project, "subjectSalt");
  if (known !== "") return known;
  const salt = randomUUID();
  setSetting(project, "subjectSalt", salt, "winnow");
  return salt;
}

function nameOfPatient(patientHash: string, salt: string): string {
  return `patient-${createHmac("sha256", salt).update(patientHash).digest("hex").slice(0, 8)}`;
}
