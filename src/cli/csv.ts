import { stringify } from "csv-stringify/sync";

/** CSV text with a header line. */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return stringify(rows as Record<string, unknown>[], { header: true, columns: [...columns] });
}
