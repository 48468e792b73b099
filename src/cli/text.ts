/** Rows as columns of a terminal, numbers to the right. */
export function table(rows: readonly (readonly (string | number)[])[], headers?: readonly string[]): string {
  const all = headers ? [headers, ...rows] : rows;
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => String(row[column] ?? "").length)));
  const isNumeric = widths.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric[column] ? String(cell).padStart(widths[column]!) : String(cell).padEnd(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
