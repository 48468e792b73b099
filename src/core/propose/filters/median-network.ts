/** Two wires of a sorting network: what is smaller of the two goes to `low`, what is larger to `high`, if wanted there. */
export interface Comparator {
  readonly low: number;
  readonly high: number;
  readonly wants: "both" | "low" | "high";
}

/** Comparisons that find the median of a window of values. */
export interface MedianNetwork {
  /** Sort a column of the window; done once for all windows that share it. */
  readonly column: readonly Comparator[];
  /**
   * Bring the median of a window of sorted columns to its middle wire. Wires are numbered row by row, the smallest of
   * each column being in the first row.
   */
  readonly window: readonly Comparator[];
}

/** The network for a window of so many columns, each of so many values; both odd. */
export function medianNetwork(nColumns: number, height: number): MedianNetwork {
  const n = nColumns * height;
  const rows = Array.from({ length: height }, (_, row) =>
    mergeExchange(nColumns).map(([low, high]): Pair => [row * nColumns + low, row * nColumns + high]),
  ).flat();
  const pairs = withoutIdle([...rows, ...mergeExchange(n)], sortedColumns(nColumns, height));
  return {
    column: mergeExchange(height).map(([low, high]) => ({ low, high, wants: "both" })),
    window: leadingTo((n - 1) / 2, pairs),
  };
}

type Pair = readonly [low: number, high: number];

/** Batcher's network that sorts n values (Knuth 5.2.2 M). */
function mergeExchange(n: number): Pair[] {
  const pairs: Pair[] = [];
  const top = 2 ** (Math.ceil(Math.log2(n)) - 1);
  for (let p = top; p >= 1; p /= 2) {
    let [q, r, distance] = [top, 0, p];
    for (;;) {
      for (let i = 0; i + distance < n; i += 1) if ((i & p) === r) pairs.push([i, i + distance]);
      if (q <= p) break;
      distance = q - p;
      q /= 2;
      r = p;
    }
  }
  return pairs;
}

/** All windows of zeros and ones with sorted columns: what holds for these holds for all (the zero-one principle). */
function sortedColumns(nColumns: number, height: number): Uint8Array[] {
  return Array.from({ length: (height + 1) ** nColumns }, (_, pattern) => {
    const nOnes = Array.from(
      { length: nColumns },
      (_, column) => Math.floor(pattern / (height + 1) ** column) % (height + 1),
    );
    return Uint8Array.from({ length: nColumns * height }, (_, wire) =>
      Math.floor(wire / nColumns) >= height - nOnes[wire % nColumns]! ? 1 : 0,
    );
  });
}

/** The comparisons that ever find their values the wrong way round. Sorts the windows. */
function withoutIdle(pairs: readonly Pair[], windows: readonly Uint8Array[]): Pair[] {
  return pairs.filter(([low, high]) => {
    let isIdle = true;
    for (const window of windows) {
      if (window[low]! <= window[high]!) continue;
      window[low] = 0;
      window[high] = 1;
      isIdle = false;
    }
    return !isIdle;
  });
}

/** The comparisons that one wire's value depends on. */
function leadingTo(wire: number, pairs: readonly Pair[]): Comparator[] {
  const wanted = new Set([wire]);
  const network: Comparator[] = [];
  for (const [low, high] of pairs.toReversed()) {
    const wantsLow = wanted.has(low);
    const wantsHigh = wanted.has(high);
    if (!wantsLow && !wantsHigh) continue;
    network.unshift({ low, high, wants: wantsLow && wantsHigh ? "both" : wantsLow ? "low" : "high" });
    wanted.add(low).add(high);
  }
  return network;
}
