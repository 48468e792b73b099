import { folderOf } from "#domain/pairing/file-kind.ts";
import { folderRole } from "#domain/pairing/folder-names.ts";
import type { WritableProject } from "../project/project.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import type { MaskLabel } from "./inspect-mask.ts";
import { classNamesFor, type FolderTables } from "./read-tables.ts";

/** A mask that is used as it is in its file, with what it holds. */
export interface LabelledMask {
  readonly path: string;
  readonly labels: readonly MaskLabel[];
}

/**
 * Masks with the values 0 and 255 are pictures of "no" and "yes", not of class 255. That is decided once for a folder of
 * masks, over all of them, so that one mask which lacks another value is not named differently from its neighbours.
 */
export function noteBinaryFolders(project: WritableProject, masks: readonly LabelledMask[]): void {
  const known = getSetting(project, "binaryMaskFolders");
  const found = new Map<string, boolean>();
  for (const { path, labels } of masks) {
    const folder = maskFolderOf(path);
    const only255 = labels.every((label) => label.value === 255 || label.value === null);
    found.set(folder, (found.get(folder) ?? true) && only255);
  }
  setSetting(project, "binaryMaskFolders", { ...Object.fromEntries(found), ...known }, "winnow");
}

/** The folder that a mask belongs with: the one named for masks, else the one it lies in. */
export function maskFolderOf(path: string): string {
  const folders = folderOf(path).split("/");
  const named = folders.findLastIndex((name) => folderRole(name)?.role === "masks");
  return named < 0 ? folderOf(path) : folders.slice(0, named + 1).join("/");
}

/** What the class of a label value is called in a mask. @param value null: the only class of a mask of objects */
export function classNameOf(
  path: string,
  value: number | null,
  binaryFolders: Readonly<Record<string, boolean>>,
  tables: Pick<FolderTables, "classNames">,
): string {
  const meant = value === null || (value === 255 && binaryFolders[maskFolderOf(path)]) ? 1 : value;
  return classNamesFor(path, tables)?.get(meant) ?? String(meant);
}
