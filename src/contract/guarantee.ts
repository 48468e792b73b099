import { z } from "zod";

/** Checks of a list that is proven already: drawn on from its lot in batches, marked like any other. */
const SpotChecks = z.object({
  /** Decided ones, and how many of them were bad. */
  n: z.int().min(0),
  n_bad: z.int().min(0),
  /** Bad among the decided; null while none is decided. */
  observed_share: z.number().nullable(),
  /** Evidence against the bound after the last complete batch: 1 is none, 20 withdraws automatic acceptance. */
  e_value: z.number().min(0),
  is_alarmed: z.boolean(),
  /** Spot checks to be marked before the next look at them; 0 while nothing is proven, and when all are marked. */
  n_to_next_look: z.int().min(0),
});

/**
 * What is proven of the automatic list of a judge version (design: *guarantee*): with confidence 1 − delta at most a
 * share alpha of it is bad.
 */
export const Guarantee = z.object({
  alpha: z.number().gt(0).lt(1),
  delta: z.number().gt(0).lt(1),
  /** Lowest score that is accepted without a person; null while nothing is proven. */
  threshold: z.number().nullable(),
  /** Why nothing is proven; null once it is. */
  reason: z.string().nullable(),
  /** Random checks that are decided and count, and how many of them were bad. */
  n_random_checks: z.int().min(0),
  n_bad: z.int().min(0),
  /** Checks still to be marked before the next planned look. */
  n_more_needed: z.int().min(0),
  /** Masks on the automatic list, the checked ones included. */
  n_automatic: z.int().min(0),
  /** Exact upper bound (confidence 1 − delta) on the share of bad masks, once proven. */
  upper_bound: z.number().nullable(),
  /**
   * Masks of the list that nobody has looked at, and how many of them can be bad: what the bound leaves once the bad
   * ones that were found are taken out. Null while nothing is proven.
   */
  n_unseen: z.int().min(0),
  max_bad_unseen: z.int().min(0).nullable(),
  /**
   * The list can be made longer: so many more checks, and where none of them is bad, so many masks are on it. Null where it
   * cannot grow, and while nothing is proven.
   */
  growth: z.object({ n_more_needed: z.int().min(0), n_automatic: z.int().min(0) }).nullable(),
  /** What has been observed of the list since its proof, on further draws from it. */
  spot_checks: SpotChecks,
  /** What more checks could add to a proven list, in a sentence; empty where nothing. */
  further: z.string(),
  /** The whole of it in a sentence, the same wherever it is shown. */
  sentence: z.string(),
});
export type Guarantee = z.infer<typeof Guarantee>;
