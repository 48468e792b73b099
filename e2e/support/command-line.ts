import { execFile } from "node:child_process";
import { join } from "node:path";
import { root } from "./places.ts";

/** One row of `winnow results`. */
export interface ResultRow {
  readonly case: string;
  readonly candidate: string;
  readonly mask_path: string;
  readonly label: "accept" | "reject" | "later" | null;
  readonly verdict: string;
  readonly judge_version: number | null;
}

/** Runs a command of Winnow in a process of its own, and gives what it prints with `--json`. */
export async function winnow<T>(...args: string[]): Promise<T> {
  return await new Promise((resolve, reject) => {
    const command = ["--disable-warning=ExperimentalWarning", join(root, "src/cli/main.ts"), ...args, "--json"];
    execFile(process.execPath, command, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      // 1: done, with findings of severity error.
      if (error && error.code !== 1) reject(new Error(`winnow ${args.join(" ")}: ${stderr}${stdout}`));
      else resolve(JSON.parse(stdout) as T);
    });
  });
}

/** The labels in a project's file: mask path → label. */
export async function labelsOnDisk(project: string): Promise<Map<string, string>> {
  const rows = await winnow<ResultRow[]>("results", "--project", project);
  return new Map(rows.flatMap((row) => (row.label === null ? [] : [[row.mask_path, row.label]])));
}
