import { statSync } from "node:fs";
import { resolve } from "node:path";

/** Projects and folders among the arguments of a command line; options and what does not exist are left out. */
export function pathsOf(args: readonly string[], folder: string): string[] {
  return args
    .filter((argument) => argument !== "" && !argument.startsWith("-"))
    .map((argument) => resolve(folder, argument))
    .filter((path) => {
      const status = statSync(path, { throwIfNoEntry: false });
      return status?.isDirectory() || (status?.isFile() && path.toLowerCase().endsWith(".winnow"));
    });
}
