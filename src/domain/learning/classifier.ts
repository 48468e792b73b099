/** A table of numbers, row after row. */
export interface Table {
  readonly nRows: number;
  readonly nColumns: number;
  readonly values: Float64Array;
}

/** Scores a row: a logit, higher is better. */
export interface Classifier {
  logit(row: ArrayLike<number>): number;
}

export function rowOf({ nColumns, values }: Table, row: number): Float64Array {
  return values.subarray(row * nColumns, (row + 1) * nColumns);
}

export function selectRows(table: Table, rows: readonly number[]): Table {
  const { nColumns } = table;
  const values = new Float64Array(rows.length * nColumns);
  for (const [to, from] of rows.entries()) values.set(rowOf(table, from), to * nColumns);
  return { nRows: rows.length, nColumns, values };
}

export function selectColumns({ nRows, nColumns, values }: Table, columns: readonly number[]): Table {
  const selected = new Float64Array(nRows * columns.length);
  for (let row = 0; row < nRows; row += 1)
    for (const [to, from] of columns.entries()) selected[row * columns.length + to] = values[row * nColumns + from]!;
  return { nRows, nColumns: columns.length, values: selected };
}
