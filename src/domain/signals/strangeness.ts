/**
 * How unlike everything labelled a mask is: its distance to the nearest labelled masks in the space of signals, as a
 * multiple of the largest such distance among the labelled masks themselves. Above 1 its conformal p-value (share of
 * labelled masks that lie at least as far from the others; Vovk 2005) is the smallest possible, 1 ÷ (n + 1).
 */
export interface Familiar {
  /** Standardised signals of labelled masks. */
  readonly rows: readonly Float64Array[];
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  /** Largest distance of a labelled mask to its nearest others. */
  readonly reach: number;
}

const NEIGHBOURS = 3;
/** A signal further out than this counts as this far: one wild figure must not drown all others. */
const MOST_DEVIATIONS = 8;

/**
 * @param rows signals of labelled masks, one array a mask
 * @returns null where there are too few of them to say what is usual
 */
export function familiar(rows: readonly ArrayLike<number>[], leastRows = 20): Familiar | null {
  if (rows.length < leastRows) return null;
  const nColumns = rows[0]!.length;
  const centre = new Float64Array(nColumns);
  const scale = new Float64Array(nColumns);
  for (let column = 0; column < nColumns; column += 1) {
    const values = Float64Array.from(rows, (row) => row[column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    centre[column] = mean;
    scale[column] = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
  }
  const standard = rows.map((row) => standardised(row, centre, scale));
  const reach = standard.reduce((most, row) => Math.max(most, nearness(row, standard, row)), 0);
  return reach > 0 ? { rows: standard, centre, scale, reach } : null;
}

/** From here on a mask is a stranger: half as far again as the most unusual labelled mask. */
export const STRANGE_FROM = 1.5;

export function strangeness(row: ArrayLike<number>, { rows, centre, scale, reach }: Familiar): number {
  return nearness(standardised(row, centre, scale), rows, null) / reach;
}

function standardised(row: ArrayLike<number>, centre: Float64Array, scale: Float64Array): Float64Array {
  return Float64Array.from(centre, (middle, column) =>
    Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, (row[column]! - middle) * scale[column]!)),
  );
}

/** Mean distance to the nearest few rows, itself left out. */
function nearness(row: Float64Array, rows: readonly Float64Array[], self: Float64Array | null): number {
  const nearest: number[] = [];
  for (const other of rows) {
    if (other === self) continue;
    let squares = 0;
    for (let column = 0; column < row.length; column += 1) squares += (row[column]! - other[column]!) ** 2;
    if (nearest.length < NEIGHBOURS) nearest.push(squares);
    else if (squares < nearest[NEIGHBOURS - 1]!) nearest[NEIGHBOURS - 1] = squares;
    else continue;
    nearest.sort((a, b) => a - b);
  }
  return nearest.reduce((sum, squares) => sum + Math.sqrt(squares), 0) / Math.max(1, nearest.length);
}
