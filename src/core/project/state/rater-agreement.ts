import type { Agreement } from "#contract/commands/review.ts";
import { cohenKappa } from "#domain/statistics/agreement.ts";
import type { Catalogue } from "./catalogue.ts";

/** How far raters agree, a pair each, over the masks that both have accepted or rejected. Pairs without any are left out. */
export function raterAgreement(catalogue: Catalogue): Agreement[] {
  catalogue.sync();
  const tables = new Map<string, { raters: [string, string]; table: number[][] }>();
  for (const labels of catalogue.labelled.values()) {
    const decided = [...labels]
      .filter(([, { label }]) => label === "accept" || label === "reject")
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [i, [first, { label: firstLabel }]] of decided.entries()) {
      for (const [second, { label: secondLabel }] of decided.slice(i + 1)) {
        const key = JSON.stringify([first, second]);
        const pair: { raters: [string, string]; table: number[][] } = tables.get(key) ?? {
          raters: [first, second],
          table: [
            [0, 0],
            [0, 0],
          ],
        };
        pair.table[firstLabel === "accept" ? 0 : 1]![secondLabel === "accept" ? 0 : 1]! += 1;
        tables.set(key, pair);
      }
    }
  }
  return [...tables.values()]
    .map(({ raters, table }): Agreement => {
      const { n, nAgreed, agreement, kappa, interval } = cohenKappa(table);
      return { raters, n, nAgreed, agreement, kappa, kappaInterval: interval ? [interval[0], interval[1]] : null };
    })
    .toSorted((a, b) => b.n - a.n || (a.raters[0] < b.raters[0] ? -1 : 1));
}
