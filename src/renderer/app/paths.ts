/** Paths of either kind of system, as text: the window never touches a file itself. */

function separatorOf(path: string): "/" | "\\" {
  return path.includes("\\") && !path.startsWith("/") ? "\\" : "/";
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return (
    path
      .replace(/[\\/]+$/, "")
      .split(/[\\/]/)
      .at(-1) ?? path
  );
}

export function joinPath(folder: string, name: string): string {
  const separator = separatorOf(folder);
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

/** The folder that holds it; the path itself at the top. */
export function parentOf(path: string): string {
  const separator = separatorOf(path);
  const whole = path.replace(/[\\/]+$/, "");
  const cut = whole.lastIndexOf(separator);
  if (cut < 0) return path;
  return cut === 0
    ? separator
    : /^[A-Za-z]:$/.test(whole.slice(0, cut))
      ? whole.slice(0, cut + 1)
      : whole.slice(0, cut);
}

export function isProjectPath(path: string): boolean {
  return path.toLowerCase().endsWith(".winnow");
}
