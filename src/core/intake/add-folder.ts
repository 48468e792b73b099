import { statSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { dataFileHeaders, fileKind, mayBeDicom } from "#domain/pairing/file-kind.ts";
import { pairFiles, type Pairing } from "#domain/pairing/pair-files.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { Progress } from "../jobs/progress.ts";
import { storedFolderPath } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, clearFindings, filesOfFolder, setRole } from "../project/queries/files.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import { convertDicomMasks } from "./dicom-masks.ts";
import { readDicomHeaders } from "./dicom-headers.ts";
import { dicomImages, type FolderDicom } from "./dicom-images.ts";
import { deriveCandidates } from "./derive-candidates.ts";
import { deriveCases, deriveLookalikes } from "./derive-cases.ts";
import { masksChanged } from "../project/state/masks-changed.ts";
import { dataFileFindings, pairFindings, unreadFindings } from "./pair-findings.ts";
import { readImages, readMasks } from "./read-files.ts";
import { readTables, type FolderTables } from "./read-tables.ts";
import { scanFolder } from "./scan-folder.ts";
import { doubleFindings } from "./double-findings.ts";
import { forgetMovedFolders, syncFiles } from "./sync-files.ts";
import { sayVolumes } from "./volumes/say-volumes.ts";

export interface AddOptions {
  readonly project: WritableProject;
  readonly folder: string;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly subjectPattern: string | undefined;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Takes a folder into the project: finds its files, pairs images with masks, reads and checks what is new or changed,
 * and derives cases and candidates. Adding it again reads only what is new or changed; what was read is kept when it is
 * interrupted, and the next call goes on from there.
 */
export async function addFolder(options: AddOptions): Promise<{ readonly folderId: number }> {
  const { project, pool, limits, signal, progress } = options;
  const root = resolve(options.folder);
  requireDirectory(root);
  const subjectPattern = rememberSubjectPattern(project, options.subjectPattern);
  // Of a folder that is known there is probably little to read.
  if (!project.get("SELECT 1 FROM folder WHERE path = ?", storedFolderPath(project, root))) pool.warmUp();
  progress.phase("Looking for files", "files", null);
  const scan = await scanFolder(root, signal, (count) => progress.done(count));
  const folderId = project.transaction(() => folderIdOf(project, root));
  const paths = scan.files.map((file) => file.path);
  const tables = await readTables(root, paths);
  project.transaction(() => {
    syncFiles(project, folderId, scan.files);
    replaceFindings(project, folderId, "scan", [...scan.findings, ...tables.findings, ...unreadFindings(paths)]);
    assignPlainRoles(project, folderId, paths, tables);
  });
  const hasEarlier = project.get("SELECT 1 FROM file WHERE sha256 IS NOT NULL LIMIT 1") !== undefined;
  const context = { project, folderId, root, pool, limits, signal, progress, hasEarlier };
  await readDicomHeaders(context, paths);
  const dicom = project.transaction(() => dicomImages(project, folderId));
  const pairing = pairFiles(
    paths.filter((path) => isReadable(path) && !dicom.paths.has(path)),
    tables.mapping,
    dicom.images,
  );
  const nImages = await readImages(context, pairing);
  await readMasks(context, pairing, nImages);
  project.transaction(() => {
    deriveAll(project, folderId, paths, pairing, tables, { pattern: subjectPattern, dicom });
    project.audit({
      actor: "winnow",
      action: "folder.added",
      object: `folder:${storedFolderPath(project, root)}`,
      after: { files: paths.length },
    });
  });
  await convertDicomMasks(context);
  project.transaction(() => finishFindings(project, folderId));
  return { folderId };
}

function deriveAll(
  project: WritableProject,
  folderId: number,
  paths: readonly string[],
  pairing: Pairing,
  tables: FolderTables,
  { pattern, dicom }: { readonly pattern: RegExp | undefined; readonly dicom: FolderDicom },
): void {
  const files = filesOfFolder(project, folderId);
  const refused = new Set([...files.values()].filter((file) => file.role === "refused").map((file) => file.path));
  const dataFiles = dataFileHeaders(paths);
  sayVolumes(project, folderId, tables);
  replaceFindings(project, folderId, "pair", [
    ...pairFindings(pairing, refused),
    ...dataFileFindings(dataFiles, refused),
    ...dicom.findings,
  ]);
  for (const [path, header] of dataFiles) {
    // The header stands for both. (The data files of images are listed with their cases.)
    if (files.get(header)!.role === "mask") setRole(project, files.get(path)!.id, "ignored");
  }
  deriveCases(project, folderId, pairing.images, { tables, pattern, patients: dicom.subjects });
  deriveLookalikes(project);
  deriveCandidates(project, folderId, pairing.masks, tables);
  masksChanged(project);
  forgetMovedFolders(project);
}

/** What can be said only when all masks are there. */
function finishFindings(project: WritableProject, folderId: number): void {
  for (const finding of doubleFindings(project, folderId)) addFinding(project, folderId, "pair", finding);
  // Masks that Winnow made, or converted, are masks too.
  project.run(
    `DELETE FROM finding WHERE folder_id = ? AND code = 'pair-image-without-mask' AND path IN (
       SELECT path FROM file JOIN cases ON cases.file_id = file.id
       WHERE EXISTS (SELECT 1 FROM candidate WHERE candidate.case_id = cases.id AND candidate.retired_at IS NULL))`,
    folderId,
  );
}

/** @throws AppError folder-unreadable */
export function requireDirectory(root: string): void {
  const status = statSync(root, { throwIfNoEntry: false });
  if (!status)
    throw new AppError(
      "folder-unreadable",
      `There is no folder ${root}.`,
      "Check the path and that the drive is connected.",
    );
  if (!status.isDirectory())
    throw new AppError(
      "folder-unreadable",
      `${root} is a file, not a folder.`,
      "Give the folder that holds the images.",
    );
}

function rememberSubjectPattern(project: WritableProject, given: string | undefined): RegExp | undefined {
  const pattern = given ?? getSetting(project, "subjectPattern");
  if (pattern === "") return undefined;
  let compiled: RegExp;
  try {
    compiled = new RegExp(pattern);
  } catch (error) {
    throw new AppError(
      "bad-request",
      `The subject pattern ${pattern} is no regular expression.`,
      "Write one whose first group is the subject, for example ^([A-Z]+\\d+)_.",
      { cause: error },
    );
  }
  if (given !== undefined) project.transaction(() => setSetting(project, "subjectPattern", given, "winnow"));
  return compiled;
}

function folderIdOf(project: WritableProject, root: string): number {
  const path = storedFolderPath(project, root);
  const known = project.get<{ id: number }>("SELECT id FROM folder WHERE path = ?", path);
  return (
    known?.id ?? project.run("INSERT INTO folder (path, added_at) VALUES (?, ?)", path, Date.now()).lastInsertRowid
  );
}

function replaceFindings(
  project: WritableProject,
  folderId: number,
  stage: "scan" | "pair",
  findings: readonly Finding[],
): void {
  clearFindings(project, folderId, stage);
  for (const finding of findings) addFinding(project, folderId, stage, finding);
}

/** Tables, and files that are neither image nor mask. A file that looks like an image but is not read is refused. */
function assignPlainRoles(
  project: WritableProject,
  folderId: number,
  paths: readonly string[],
  tables: FolderTables,
): void {
  const files = filesOfFolder(project, folderId);
  for (const path of paths) {
    const kind = fileKind(path);
    const file = files.get(path)!;
    if (tables.tablePaths.has(path)) setRole(project, file.id, "table");
    else if (kind === "unread-image" || (kind !== "other" && file.role === "ignored"))
      setRole(project, file.id, "refused");
    // What is DICOM is told by its header.
    else if (kind === "other" && !mayBeDicom(path)) setRole(project, file.id, "ignored");
  }
}

function isReadable(path: string): boolean {
  const kind = fileKind(path);
  return kind === "nifti" || kind === "nifti-header" || kind === "nifti-data" || kind === "picture";
}
