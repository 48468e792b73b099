import { join } from "node:path";
import { cancelledError } from "#contract/errors.ts";
import { type DicomHeader, shouldHavePixels, type Slice } from "#domain/dicom/dicom-header.ts";
import { fileKind, mayBeDicom } from "#domain/pairing/file-kind.ts";
import { readDicomHeader } from "../io/dicom/read-header.ts";
import { asUnreadable, EXPORT_AGAIN, type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, clearFindings, filesOfFolder, setRole } from "../project/queries/files.ts";
import type { ReadContext } from "./read-files.ts";

/** What became of one file of a header pass; header null: it is not DICOM. */
export type HeaderAnswer = { readonly header: DicomHeader | null } | { readonly problem: FileProblem };

export interface HeadersTask {
  /** On this machine. */
  readonly paths: readonly string[];
}

/** Files that a reader thread looks at in one go. */
const AT_ONCE = 48;

/** Headers go into the project when there are as many: each time costs a write to disk. */
const BATCH = 512;

/** Reads the headers of files that may be DICOM. Runs in a reader thread. */
export async function readHeaders({ paths }: HeadersTask): Promise<HeaderAnswer[]> {
  const answers: HeaderAnswer[] = [];
  for (const path of paths) {
    try {
      answers.push({ header: (await readDicomHeader(path))?.header ?? null });
    } catch (error) {
      const unreadable = asUnreadable(error);
      if (!unreadable) throw error;
      answers.push({ problem: unreadable.problem });
    }
  }
  return answers;
}

const NOT_DICOM: FileProblem = {
  code: "dicom-not-dicom",
  message: "The file is called DICOM, but is none.",
  remedy: "Take it out of the folder, or give it the ending of what it is.",
};

const NO_PICTURE: FileProblem = {
  code: "dicom-no-picture",
  message: "By its kind the DICOM file should hold a picture, and it holds none.",
  remedy: EXPORT_AGAIN,
};

/**
 * Looks at the headers of new and changed files that may be DICOM, whatever they are called, and keeps what they tell:
 * the next call begins where this one was interrupted.
 */
export async function readDicomHeaders(context: ReadContext, paths: readonly string[]): Promise<void> {
  const { project, folderId, pool, signal, progress } = context;
  const candidates = paths.filter((path) => mayBeDicom(path));
  if (candidates.length === 0) return;
  const files = filesOfFolder(project, folderId);
  const known = new Set(project.all<{ file_id: number }>("SELECT file_id FROM dicom_header").map((row) => row.file_id));
  const refused = new Set(
    project
      .all<{ path: string }>(
        "SELECT path FROM finding WHERE folder_id = ? AND stage = 'read' AND severity = 'error' AND code LIKE 'dicom-%'",
        folderId,
      )
      .map((row) => row.path),
  );
  const waiting = candidates.filter((path) => !known.has(files.get(path)!.id) && !refused.has(path));
  if (waiting.length === 0) return;
  progress.phase("Reading headers", "files", waiting.length);
  const groups = Array.from({ length: Math.ceil(waiting.length / AT_ONCE) }, (_, index) =>
    waiting.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  let nDone = 0;
  let found: { readonly path: string; readonly answer: HeaderAnswer }[] = [];
  const storeAll = (): void => {
    const batch = found;
    found = [];
    project.transaction(() => {
      for (const { path, answer } of batch) store(project, folderId, files.get(path)!.id, path, answer);
    });
  };
  try {
    await forEachBounded(groups, 2 * pool.size, async (group) => {
      if (signal.aborted) throw cancelledError();
      const answers = await headersOf(context, group);
      found.push(...group.map((path, index) => ({ path, answer: answers[index]! })));
      nDone += group.length;
      progress.done(nDone);
      if (found.length >= BATCH) storeAll();
    });
  } finally {
    if (found.length > 0) storeAll();
  }
}

/** What a reader says of files; where one of them ends it, or takes for ever, they are looked at one by one. */
async function headersOf(context: ReadContext, paths: readonly string[]): Promise<HeaderAnswer[]> {
  const { root, pool, limits, signal } = context;
  const task: HeadersTask = { paths: paths.map((path) => join(root, path)) };
  try {
    return await pool.run<HeaderAnswer[]>("intake.readHeaders", task, paths[0]!, limits);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    if (paths.length === 1) return [{ problem: error.problem }];
  }
  const answers: HeaderAnswer[] = [];
  for (const path of paths) {
    if (signal.aborted) throw cancelledError();
    answers.push(...(await headersOf(context, [path])));
  }
  return answers;
}

function store(project: WritableProject, folderId: number, fileId: number, path: string, answer: HeaderAnswer): void {
  clearFindings(project, folderId, "read", path);
  const isNamedDicom = fileKind(path) === "dicom";
  const problem = problemOf(answer, isNamedDicom);
  if (problem) {
    setRole(project, fileId, "refused");
    addFinding(project, folderId, "read", { severity: "error", file: path, ...problem });
    return;
  }
  const { header } = answer as { header: DicomHeader | null };
  if (!header) setRole(project, fileId, "ignored");
  project.run(
    "INSERT OR REPLACE INTO dicom_header (file_id, header) VALUES (?, ?)",
    fileId,
    header && JSON.stringify(header),
  );
}

function problemOf(answer: HeaderAnswer, isNamedDicom: boolean): FileProblem | null {
  if ("problem" in answer) return answer.problem;
  if (answer.header === null) return isNamedDicom ? NOT_DICOM : null;
  return answer.header.pixels === null && shouldHavePixels(answer.header) ? NO_PICTURE : null;
}

/**
 * The DICOM files of a folder that are there now and of the given kinds, by path.
 * @param sopClasses which ones
 */
export function dicomFiles(project: WritableProject, folderId: number, sopClasses: readonly string[]): Slice[] {
  return project
    .all<StoredHeader>(
      `SELECT path, header ${OF_FOLDER}
         AND header ->> '$.sopClass' IN (SELECT value FROM json_each(:classes)) ORDER BY path`,
      { folder: folderId, classes: JSON.stringify(sopClasses) },
    )
    .map(asSlice);
}

/**
 * All DICOM files of a folder that are there now, those of one series number at a time, by path: there may be 100,000,
 * and what their headers say together would take more memory than all else.
 */
export function* dicomSeries(project: WritableProject, folderId: number): Generator<Slice[]> {
  const rows = project.iterate<StoredHeader>(`SELECT path, header ${OF_FOLDER} ORDER BY header ->> '$.series', path`, {
    folder: folderId,
  });
  let series: Slice[] = [];
  for (const row of rows) {
    const slice = asSlice(row);
    if (series.length > 0 && series[0]!.header.series !== slice.header.series) {
      yield series;
      series = [];
    }
    series.push(slice);
  }
  if (series.length > 0) yield series;
}

const OF_FOLDER = `FROM dicom_header JOIN file ON file.id = file_id
  WHERE folder_id = :folder AND is_present = 1 AND header IS NOT NULL`;

interface StoredHeader {
  readonly path: string;
  readonly header: string;
}

function asSlice({ path, header }: StoredHeader): Slice {
  return { path, header: JSON.parse(header) as DicomHeader };
}
