/** Sizes of the grid in CSS px (ui.md, *Layout and sizes*). */
export const GAP = 10;
export const PADDING = 10;
/** Of the strip below a tile, at a text size of 16 px to the rem. */
export const STRIP = 28;

export interface GridLayout {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  /** Of the picture alone. */
  readonly pictureHeight: number;
  readonly stripHeight: number;
  /** From the top of a row to the top of the next. */
  readonly rowHeight: number;
  readonly contentHeight: number;
}

/** As many columns as fit; what is left over is spread evenly. */
export function layOutGrid(options: {
  readonly n: number;
  readonly width: number;
  /** Least width of a tile. */
  readonly tileWidth: number;
  /** Width ÷ height of the pictures. */
  readonly aspect: number;
  /** Text size against the usual one. */
  readonly textScale: number;
}): GridLayout {
  const { n, aspect, textScale } = options;
  const free = Math.max(1, options.width - 2 * PADDING);
  const columns = Math.max(1, Math.floor((free + GAP) / (options.tileWidth + GAP)));
  const tileWidth = (free - (columns - 1) * GAP) / columns;
  const pictureHeight = Math.round(tileWidth / aspect);
  const stripHeight = Math.round(STRIP * textScale);
  const rows = Math.ceil(n / columns);
  const rowHeight = pictureHeight + stripHeight + GAP;
  return {
    columns,
    rows,
    tileWidth,
    pictureHeight,
    stripHeight,
    rowHeight,
    contentHeight: rows === 0 ? 0 : rows * rowHeight - GAP + 2 * PADDING,
  };
}

/** Rows that are seen, at least in part: [first, end). */
export function visibleRows(layout: GridLayout, scrollTop: number, height: number): [number, number] {
  const first = Math.max(0, Math.floor((scrollTop - PADDING) / layout.rowHeight));
  const end = Math.min(layout.rows, Math.ceil((scrollTop + height - PADDING) / layout.rowHeight));
  return [Math.min(first, layout.rows), Math.max(first, end)];
}

/** Where to scroll so that a tile is seen whole, with as little movement as that takes. */
export function scrollTopFor(layout: GridLayout, index: number, scrollTop: number, height: number): number {
  const top = PADDING + Math.floor(index / layout.columns) * layout.rowHeight;
  const bottom = top + layout.rowHeight - GAP;
  if (top - PADDING < scrollTop) return Math.max(0, top - PADDING);
  if (bottom + PADDING > scrollTop + height) return Math.max(0, bottom + PADDING - height);
  return scrollTop;
}
