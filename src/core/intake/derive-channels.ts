import { compareGeometry } from "#domain/geometry/compare-geometry.ts";
import { dataPathsOf, fileKind } from "#domain/pairing/file-kind.ts";
import type { PairedImage } from "#domain/pairing/pair-files.ts";
import type { WritableProject } from "../project/project.ts";
import { addFinding, type FileRow, setRole } from "../project/queries/files.ts";
import type { KnownImage } from "./known-images.ts";

/** What the channels of a folder's cases are made from. */
export interface ChannelContext {
  readonly project: WritableProject;
  readonly folderId: number;
  readonly files: ReadonlyMap<string, FileRow>;
  readonly known: ReadonlyMap<number, KnownImage>;
}

/**
 * Gives a case the further files of its image: the data file of a .hdr, and nnU-Net's channels `_0001` …. A channel that
 * cannot be used, or lies on another grid, ends them: those behind it would stand in the wrong place.
 * @param isNew the case has been made just now
 */
export function deriveChannels(context: ChannelContext, caseId: number, isNew: boolean, image: PairedImage): void {
  const { project, folderId, files } = context;
  const paths = [...dataFilesOf(image.path, files)];
  let broken: string | null = null;
  for (const path of image.channelPaths) {
    const problem = broken === null ? channelProblem(context, image.path, path) : afterBroken(broken);
    if (problem === null) {
      paths.push(path, ...dataFilesOf(path, files));
      continue;
    }
    broken ??= path;
    setRole(project, files.get(path)!.id, "refused");
    // A channel that was refused when it was read has its finding already.
    if (problem !== "refused") addFinding(project, folderId, "pair", { severity: "error", file: path, ...problem });
  }
  storeChannels(
    project,
    caseId,
    isNew,
    paths.map((path) => files.get(path)!.id),
  );
}

function dataFilesOf(path: string, files: ReadonlyMap<string, FileRow>): string[] {
  return fileKind(path) === "nifti-header" ? dataPathsOf(path).filter((data) => files.has(data)) : [];
}

type ChannelProblem = { code: string; message: string; remedy: string } | "refused" | null;

function channelProblem({ files, known }: ChannelContext, imagePath: string, path: string): ChannelProblem {
  const first = known.get(files.get(imagePath)!.id)!;
  const channel = known.get(files.get(path)?.id ?? -1);
  if (!channel) return "refused";
  const difference = compareGeometry(first.geometry, channel.geometry);
  if (!difference || difference.kind === "position") return null;
  const [ofChannel, ofFirst] = [difference.mask.join(" × "), difference.image.join(" × ")];
  return {
    code: `channel-${difference.kind}-differs`,
    message: `This channel is ${ofChannel}${difference.kind === "spacing" ? " mm" : ""}; the first one (${imagePath}) is ${ofFirst}.`,
    remedy: "Export all channels of the image on one grid, then add the folder again.",
  };
}

function afterBroken(path: string): ChannelProblem {
  return {
    code: "pair-channel-refused",
    message: `The channel before it (${path}) cannot be used, so its place among the channels is lost.`,
    remedy: "See the finding of that channel.",
  };
}

function storeChannels(project: WritableProject, caseId: number, isNew: boolean, fileIds: readonly number[]): void {
  for (const fileId of fileIds) setRole(project, fileId, "channel");
  const before = isNew
    ? []
    : project.all<{ file_id: number }>("SELECT file_id FROM case_channel WHERE case_id = ? ORDER BY position", caseId);
  if (JSON.stringify(before.map((row) => row.file_id)) === JSON.stringify(fileIds)) return;
  project.run("DELETE FROM case_channel WHERE case_id = ?", caseId);
  for (const [position, fileId] of fileIds.entries())
    project.run("INSERT INTO case_channel (case_id, position, file_id) VALUES (?, ?, ?)", caseId, position, fileId);
}
