/** Two wires of a sorting network: what is smaller of the two goes to `low`, what is larger to `high`, if wanted there. */
export interface Comparator {
  readonly low: number;
  readonly high: number;
  readonly wants: "both" | "low" | "high";
}

/**
 * Comparisons that bring the median of `n` values (odd) to the middle wire: Batcher's merge exchange (Knuth 5.2.2 M)
 * without those that the middle does not depend on.
 */
export function medianNetwork(n: number): Comparator[] {
  const wanted = new Set([(n - 1) / 2]);
  const network: Comparator[] = [];
  for (const [low, high] of mergeExchange(n).toReversed()) {
    const wantsLow = wanted.has(low);
    const wantsHigh = wanted.has(high);
    if (!wantsLow && !wantsHigh) continue;
    network.unshift({ low, high, wants: wantsLow && wantsHigh ? "both" : wantsLow ? "low" : "high" });
    wanted.add(low).add(high);
  }
  return network;
}

function mergeExchange(n: number): [number, number][] {
  const pairs: [number, number][] = [];
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
