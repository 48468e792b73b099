import type { Rng } from "#domain/random/rng.ts";

/** So many masks of the queue stand between one spot check and the next: one in five is one. */
export const BETWEEN_SPOT_CHECKS = 4;

/**
 * Puts spot checks among what the queue asks for anyway: one to every four others, at a place among them that is left to
 * chance, since a place that can be counted out would tell. Those that find no company are left out: the work is done
 * when the rest of the queue is.
 */
export function mixIn<T>(others: readonly T[], spotChecks: readonly T[], rng: Rng): T[] {
  const mixed: T[] = [];
  let start = 0;
  for (const check of spotChecks) {
    if (start >= others.length) break;
    const run = others.slice(start, start + BETWEEN_SPOT_CHECKS);
    start += run.length;
    const at = rng.int(run.length + 1);
    mixed.push(...run.slice(0, at), check, ...run.slice(at));
  }
  return mixed.concat(others.slice(start));
}
