import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { AppError } from "#contract/errors.ts";
import { describeThrown } from "../file-problem.ts";

/** One row by column name; names are trimmed and in lower case. */
export type CsvRow = Readonly<Record<string, string>>;

/**
 * Reads a CSV file with a header: comma or semicolon (spreadsheets in many countries write the second), with or without
 * a byte-order mark, quoted where needed.
 * @throws AppError file-unreadable, bad-request when it is no CSV
 */
export async function readCsv(path: string): Promise<CsvRow[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new AppError(
      "file-unreadable",
      `${path} cannot be read (${describeThrown(error)}).`,
      "Check the path and your permission to read it.",
      { cause: error },
    );
  }
  const firstLine = text.slice(0, text.indexOf("\n") < 0 ? undefined : text.indexOf("\n"));
  try {
    return parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: firstLine.includes(";") && !firstLine.includes(",") ? ";" : ",",
      skip_empty_lines: true,
      relax_column_count: true,
      trim: true,
    });
  } catch (error) {
    throw new AppError(
      "bad-request",
      `${path} is no CSV file with a header (${describeThrown(error)}).`,
      "Save it as CSV, with the column names in the first line.",
      { cause: error },
    );
  }
}

/** CSV text with a header line; cells with commas, quotes or line breaks are quoted (RFC 4180). */
export function writeCsv(columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
  const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = [columns, ...rows.map((row) => columns.map((column) => quoted(row[column] ?? "")))];
  return `${lines.map((line) => line.join(",")).join("\n")}\n`;
}
