import type { ParsedInput } from "#contract/commands.ts";
import type { VolumesChanged } from "#contract/commands/volumes.ts";
import { AppError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { folderOnDisk } from "../../project/folders.ts";
import type { ReadableProject } from "../../project/project.ts";
import {
  insertChoice,
  type SeriesFile,
  seriesFiles,
  usedVolumes,
  volumeChoices,
  wantedVolumes,
} from "../../project/queries/volumes.ts";
import { addFolder, type AddOptions, requireDirectory } from "../add-folder.ts";
import { markedCandidates } from "./marked-candidates.ts";

type Options = Omit<AddOptions, "folder" | "subjectPattern">;

/** Uses one volume of each file as its image. The choice is in the project before the files are read again. */
export async function chooseVolumes(
  options: Options,
  { fileIds, volume, actor }: ParsedInput<"volumes.choose">,
): Promise<VolumesChanged> {
  const { project } = options;
  const files = requireFiles(project, fileIds);
  for (const { fileId, series } of files) requireVolume(project, fileId, series.n, volume);
  const wanted = wantedVolumes(project);
  const used = usedVolumes(project);
  const isChosen = ({ fileId }: SeriesFile): boolean => wanted.get(fileId)?.volume === volume;
  // Of a choice that was stopped half-way the rest is done, but the choice itself is there.
  const changing = files.filter((file) => !isChosen(file) || used.get(file.fileId) !== volume);
  return change(options, { files, changing }, () => {
    for (const file of changing) {
      if (isChosen(file)) continue;
      insertChoice(project, file, volume, actor);
      project.audit({
        actor,
        action: "volume.chosen",
        object: `file:${file.fileId}`,
        before: wanted.get(file.fileId)?.volume,
        after: { volume, of: file.series.n, file_sha256: file.sha256 },
      });
    }
  });
}

/** Takes the last choice of each file back. */
export async function undoVolumes(
  options: Options,
  { fileIds, actor }: ParsedInput<"volumes.undo">,
): Promise<VolumesChanged> {
  const { project } = options;
  const choices = volumeChoices(project);
  const files = requireFiles(project, fileIds).filter(({ fileId }) => choices.has(fileId));
  if (files.length === 0)
    throw new AppError("bad-request", "No volume is chosen of these files.", "Ask for the list again.");
  return change(options, { files, changing: files }, () => {
    for (const file of files) insertChoice(project, file, null, actor);
    const left = volumeChoices(project);
    for (const { fileId } of files)
      project.audit({
        actor,
        action: "volume.choice-undone",
        object: `file:${fileId}`,
        before: { volume: choices.get(fileId)!.volume },
        after: { volume: left.get(fileId)?.volume ?? null },
      });
  });
}

/**
 * Writes the choices down, and adds the folders of all the files again: images and masks are read, paired and derived as
 * usual, also what was left to do when an earlier choice was stopped.
 * @param store called in a transaction
 */
async function change(
  options: Options,
  { files, changing }: { readonly files: readonly SeriesFile[]; readonly changing: readonly SeriesFile[] },
  store: () => void,
): Promise<VolumesChanged> {
  const { project } = options;
  const fileIds = files.map(({ fileId }) => fileId);
  const folders = foldersOf(project, fileIds);
  for (const folder of folders) requireDirectory(folder);
  const before = markedCandidates(project, fileIds);
  project.transaction(store);
  for (const folder of folders) await addFolder({ ...options, folder, subjectPattern: undefined });
  const counting = new Set(markedCandidates(project, fileIds).map(({ candidateId }) => candidateId));
  return {
    fileIds: changing.map(({ fileId }) => fileId),
    nMarkedResting: before.filter(({ candidateId }) => !counting.has(candidateId)).length,
    findings: refusals(project, fileIds),
  };
}

function requireFiles(project: ReadableProject, fileIds: readonly number[]): SeriesFile[] {
  const known = seriesFiles(project);
  return [...new Set(fileIds)].map((fileId) => {
    const file = known.get(fileId);
    if (file) return file;
    throw new AppError("bad-request", `File ${fileId} does not hold several volumes.`, "Ask for the list again.");
  });
}

function requireVolume(project: ReadableProject, fileId: number, n: number, volume: number): void {
  if (volume < n) return;
  const { path } = project.get<{ path: string }>("SELECT path FROM file WHERE id = ?", fileId)!;
  throw new AppError(
    "bad-request",
    `${path} holds ${n} volumes; there is no volume ${volume + 1}.`,
    `Choose one from 1 to ${n}.`,
  );
}

function foldersOf(project: ReadableProject, fileIds: readonly number[]): string[] {
  return project
    .all<{ path: string }>(
      "SELECT path FROM folder WHERE id IN (SELECT folder_id FROM file WHERE id IN (SELECT value FROM json_each(?))) ORDER BY id",
      JSON.stringify(fileIds),
    )
    .map(({ path }) => folderOnDisk(project, path));
}

/** What was said of those that were left out although a volume of them is chosen. */
function refusals(project: ReadableProject, fileIds: readonly number[]): Finding[] {
  const wanted = wantedVolumes(project);
  return project.all<Finding>(
    `SELECT severity, code, finding.path AS file, message, finding.remedy FROM finding
     JOIN file ON file.folder_id = finding.folder_id AND file.path = finding.path
     WHERE file.id IN (SELECT value FROM json_each(?)) AND stage = 'read' AND severity = 'error' ORDER BY finding.path`,
    JSON.stringify(fileIds.filter((fileId) => wanted.has(fileId))),
  );
}
