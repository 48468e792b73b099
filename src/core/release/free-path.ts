/** The path wanted, numbered where it is used already, also on file systems that do not tell A from a; then used too. */
export function freePath(wanted: string, used: Set<string>): string {
  let path = wanted;
  for (let again = 2; used.has(path.toLowerCase()); again += 1) path = `${wanted}-${again}`;
  used.add(path.toLowerCase());
  return path;
}
