import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** Rows of a CSV file by the names in its header. */
export function readRows(path: string): Record<string, string>[] {
  return parse(readFileSync(path, "utf8"), { columns: true });
}
