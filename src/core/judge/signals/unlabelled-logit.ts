import { allColumns, FIRST_OPINION, NETWORKS_OVERLAP } from "./columns.ts";
import { EVEN } from "./first-opinion.ts";

/** Share of the first opinion beside the networks' once these are taught on the project. */
const FIRST_SHARE = 0.25;
/** Logits per unit of overlap. */
const SLOPE = 12;

/** Logit of a mask before anybody has labelled one: nothing to calibrate it by, but an order to look in. */
export function unlabelledLogit(row: ArrayLike<number>): number {
  const first = row[FIRST_OPINION]!;
  const overlap =
    row.length === allColumns.length ? (1 - FIRST_SHARE) * row[NETWORKS_OVERLAP]! + FIRST_SHARE * first : first;
  return SLOPE * (overlap - EVEN);
}
