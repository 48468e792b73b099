import type { FileProblem } from "../file-problem.ts";
import { isGzip } from "../files/gunzip.ts";
import type { OpenFile } from "../files/open-file.ts";

/**
 * A name that says that the file is compressed and contents that do not (or the other way round): read by contents, and
 * said.
 * @param packed the endings that say so, in lower case
 */
export function gzipNameWarnings(file: OpenFile, packed: readonly string[]): FileProblem[] {
  const name = file.path.toLowerCase();
  const ending = packed.find((candidate) => name.endsWith(candidate));
  if ((ending !== undefined) === isGzip(file.start)) return [];
  return [
    {
      code: "file-misnamed",
      message: ending
        ? `The name ends in ${ending}, but the file is not compressed.`
        : `The file is compressed, but its name does not end in ${packed.join(" or ")}.`,
      remedy: "Winnow reads it all the same. Rename it if another program does not.",
    },
  ];
}
