import type { Guarantee } from "#contract/guarantee.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";

/** Planned looks of a project unless it was told otherwise on the command line. */
const N_LOOKS = 2;

/**
 * How many checks in all are needed if one of the next turns out bad; "never" where no look is left that allows it.
 * Null where the project's plan is another than the usual, so that nothing wrong is said.
 */
export function checksIfOneIsBad(guarantee: Guarantee): number | "never" | null {
  const { n_automatic: populationSize, alpha, delta, n_bad: nBad } = guarantee;
  if (populationSize === 0) return null;
  const { looks } = planLooks({ populationSize, alpha, delta, nLooks: N_LOOKS });
  const now = looks.find((look) => look.maxBad >= nBad);
  if (now?.nChecks !== guarantee.n_random_checks + guarantee.n_more_needed) return null;
  return looks.find((look) => look.maxBad >= nBad + 1)?.nChecks ?? "never";
}
