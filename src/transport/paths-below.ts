import { lstatSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

/**
 * Whether a path lies in a folder (or is it) once every link on the way is followed. What does not exist yet counts as
 * lying where its nearest existing folder does.
 */
export function isBelow(folder: string, path: string): boolean {
  const [realFolder, real] = [realPathOf(folder), realPathOf(path)];
  if (realFolder === null || real === null) return false;
  const way = relative(realFolder, real);
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}

/** The path with every link followed; null where that cannot be known. */
export function realPathOf(path: string): string | null {
  if (!isAbsolute(path) || path.includes("\0")) return null;
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch (error) {
    // What is created through a link that leads nowhere would lie where the link points to.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || lstatSync(whole, { throwIfNoEntry: false })) return null;
    const parent = dirname(whole);
    const realParent = parent === whole ? null : realPathOf(parent);
    return realParent === null ? null : join(realParent, basename(whole));
  }
}
