/**
 * Cells that a spreadsheet would take for a formula get an apostrophe in front (conventions, *Label log*), and so do
 * cells that already look like one that was guarded, so that reading gives back exactly what was written.
 */
export function guarded(cell: string): string {
  return /^'*[=+\-@]/.test(cell) ? `'${cell}` : cell;
}

export function unguarded(cell: string): string {
  return /^'+[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}
