import { baseName, folderOf, stemOf } from "../pairing/file-kind.ts";
import type { DicomImage } from "../pairing/pair-files.ts";
import type { Stack } from "./group-slices.ts";

/**
 * Where DICOM images are taken to lie, and what they are called. A series that has a folder for itself goes by the
 * folder's name; several in one folder by number and description; a single file by its own name.
 */
export function nameImages(stacks: readonly Stack[]): DicomImage[] {
  const perFolder = new Map<string, number>();
  for (const stack of stacks)
    for (const folder of foldersOf(stack)) perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
  return stacks.map((stack): DicomImage => {
    const [first] = stack.files as [Stack["files"][number]];
    const slicePaths = stack.files.map(({ path }) => path);
    const folders = foldersOf(stack);
    const [folder] = folders as [string];
    const isAlone = folders.length === 1 && perFolder.get(folder) === 1;
    const base = { path: first.path, channelPaths: [], ...(slicePaths.length > 1 ? { slicePaths } : {}) };
    if (isAlone && folder !== "" && slicePaths.length > 1)
      return { ...base, stem: baseName(folder), folder: folderOf(folder), aliases: [folder, first.path] };
    const { seriesNumber, seriesDescription } = first.header;
    const described = [seriesNumber, plain(seriesDescription)].filter((part) => part !== null && part !== "").join("_");
    const stem = slicePaths.length > 1 && described !== "" ? described : stemOf(first.path) || baseName(first.path);
    return { ...base, stem, folder, aliases: [first.path] };
  });
}

function foldersOf({ files }: Stack): string[] {
  return [...new Set(files.map(({ path }) => folderOf(path)))];
}

/** A description as part of a name: nothing in it that a file system, or a reader, stumbles over. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
}
