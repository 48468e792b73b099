import { folderOf, joinPath } from "./file-kind.ts";

/**
 * Gives every image a case name: its stem where that is unique, else as much of its folder in front as tells it apart.
 * Names that are in use keep their owner.
 */
export function nameCases(
  images: readonly { readonly path: string; readonly stem: string }[],
  inUse: ReadonlySet<string> = new Set(),
): Map<string, string> {
  const names = new Map<string, string>();
  const used = new Set(inUse);
  const sharing = new Map<string, number>();
  for (const image of images) sharing.set(image.stem, (sharing.get(image.stem) ?? 0) + 1);
  for (const image of images) {
    const folders = folderOf(image.path).split("/").filter(Boolean);
    const unique = sharing.get(image.stem) === 1 && !used.has(image.stem);
    let name = unique ? image.stem : joinPath(...folders, image.stem);
    for (let again = 2; used.has(name); again += 1) name = `${joinPath(...folders, image.stem)}~${again}`;
    used.add(name);
    names.set(image.path, name);
  }
  return names;
}
