import { type Dirent, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { fileKind } from "#domain/pairing/file-kind.ts";
import { documentsFolder } from "./places.ts";

/**
 * What a folder chooser shows of a folder: the folders and projects in it as whole paths, and how many images. Hidden
 * folders are left out. An empty name means the person's documents.
 * @throws AppError folder-unreadable
 */
export async function browseFolder(given: string): Promise<Output<"app.browse">> {
  const folder = resolve(given === "" ? documentsFolder() : given);
  const entries = await entriesOf(folder);
  const named = (keep: (entry: Dirent) => boolean): string[] =>
    entries
      .filter(keep)
      .map((entry) => entry.name)
      .toSorted(byName.compare)
      .map((name) => join(folder, name));
  const parent = dirname(folder);
  return {
    folder,
    parent: parent === folder ? null : parent,
    folders: named((entry) => !entry.name.startsWith(".") && isFolder(folder, entry)),
    projects: named((entry) => entry.name.toLowerCase().endsWith(".winnow") && !isFolder(folder, entry)),
    nImages: entries.filter((entry) => entry.isFile() && isImage(entry.name)).length,
  };
}

/** "case 2" before "case 10". */
const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const [what, remedy] =
      code === "ENOENT"
        ? ["is not there", "Check that the drive is connected, or choose another folder."]
        : code === "ENOTDIR"
          ? ["is a file, not a folder", "Choose the folder that it lies in."]
          : ["cannot be read", "Ask for permission to read it, or choose another folder."];
    throw new AppError("folder-unreadable", `${folder} ${what}.`, remedy, { cause: error });
  }
}

/** Links to folders count as folders. */
function isFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isImage(name: string): boolean {
  return ["nifti", "nifti-header", "picture"].includes(fileKind(name));
}
