import { z } from "zod";
import { Guarantee } from "../guarantee.ts";
import { Verdict } from "../records.ts";
import type { CommandSchema } from "./command.ts";

const Share = z.number().gt(0).lt(1);
const Version = z.int().positive();

export const JudgeMetrics = z.object({
  /** Cross-fitted over subjects: every figure comes from a network that has not seen the subject. */
  auc: z.number().nullable(),
  /** Share of the labelled masks at or above the threshold in use, and the bad among them. */
  coverage: z.number(),
  false_accept_rate: z.number().nullable(),
  bad_accepted_share: z.number().nullable(),
  /** Null without labels. */
  brier: z.number().nullable(),
  n_labels: z.int(),
  n_good: z.int(),
  n_bad: z.int(),
  n_subjects: z.int(),
});
export type JudgeMetrics = z.infer<typeof JudgeMetrics>;

export const JudgeVersionRow = z.object({
  version: Version,
  isInUse: z.boolean(),
  /** It has scored the masks as they are. */
  hasScores: z.boolean(),
  trainedAt: z.number(),
  metrics: JudgeMetrics,
  guarantee: Guarantee,
  /** Masks on its automatic list ÷ masks that could be on it. */
  coverage: z.number().nullable(),
});
export type JudgeVersionRow = z.infer<typeof JudgeVersionRow>;

/**
 * What one bound would mean for the version in use, of the masks that no person has accepted or rejected: how many of
 * them are on its list, rejected by it, or left to a person.
 */
export const LimitPreview = z.object({
  alpha: Share,
  nAccept: z.int(),
  nReject: z.int(),
  nToYou: z.int(),
  /** Proven by the checks that are marked. */
  isProven: z.boolean(),
  /** It was proven, and spot checks since then have withdrawn that. */
  isWithdrawn: z.boolean(),
  /** Checks that a proof still needs at this bound; null where no list is good enough for it. */
  nMoreNeeded: z.int().nullable(),
});
export type LimitPreview = z.infer<typeof LimitPreview>;

/** A round of training: the mean over the networks that are held against masks which they are not taught. */
const TrainingPoint = z.object({ round: z.int(), loss: z.number(), heldOut: z.number().nullable() });

export const judgeCommands = {
  "judge.train": {
    kind: "job",
    input: z.object({
      seed: z.int().min(0).default(1),
      alpha: Share.optional(),
      delta: Share.optional(),
      resume: z.boolean().default(false),
      /** Forms a first opinion from the masks alone, so that there is an order to look in. */
      withoutLabels: z.boolean().default(false),
      /** Another kind of judge than the usual one, by name. */
      kind: z.string().optional(),
      /** Sources whose masks do not speak for others from now on: altered copies of another source. */
      silentSources: z.array(z.string()).optional(),
    }),
    output: z.object({ version: Version, metrics: JudgeMetrics, guarantee: Guarantee }),
  },
  "judge.apply": {
    kind: "job",
    input: z.object({
      version: Version.optional(),
      alpha: Share.optional(),
      delta: Share.optional(),
      /** Scores the masks and says how long its list is, but leaves the version in use as it is. */
      isTrial: z.boolean().default(false),
    }),
    output: z.object({ version: Version, counts: z.record(Verdict, z.int()), guarantee: Guarantee }),
  },
  "judge.versions": { kind: "query", input: z.object({}), output: z.array(JudgeVersionRow) },
  /** What may be trained now, or what is missing. */
  "judge.readiness": {
    kind: "query",
    input: z.object({}),
    output: z.object({
      nLabels: z.int(),
      nGood: z.int(),
      nBad: z.int(),
      /** Least of each that a first judge needs, and labels in all. */
      minLabels: z.int(),
      minOfEach: z.int(),
      isReady: z.boolean(),
      nNewSinceLast: z.int(),
      /** Training was interrupted and can be resumed. */
      canResume: z.boolean(),
    }),
  },
  /** Every step of the bound slider at once, so that moving it asks nothing. */
  "judge.limits": { kind: "query", input: z.object({}), output: z.array(LimitPreview) },
  "judge.curves": {
    kind: "query",
    input: z.object({ version: Version }),
    output: z.object({
      /** Said against true: bins of the cross-fitted probabilities, with 95 % intervals of the share that is good. */
      reliability: z.array(
        z.object({ said: z.number(), good: z.number(), low: z.number(), high: z.number(), n: z.int() }),
      ),
      /**
       * Over the version's decided random checks, best score first: share of the masks that could be on its list,
       * measured error, and the exact worst case of each point for itself (null for fewer than 17 checks).
       */
      risk: z.array(z.object({ coverage: z.number(), measured: z.number(), worst: z.number().nullable() })),
      nChecks: z.int(),
      /** Where its automatic list ends, as the same share: the last point of `risk`. */
      chosenCoverage: z.number().nullable(),
      training: z.array(TrainingPoint),
    }),
  },
  /** Two versions on the masks that both have scored. */
  "judge.compare": {
    kind: "query",
    input: z.object({ a: Version, b: Version }),
    output: z.object({
      nBoth: z.int(),
      nMoreAccepted: z.int(),
      nFewerAccepted: z.int(),
      /** Where they differ most among the masks that are decided, at most 200. */
      rows: z.array(
        z.object({
          candidateId: z.int(),
          case: z.string(),
          letter: z.string(),
          pA: z.number(),
          pB: z.number(),
          onListOfA: z.boolean(),
          onListOfB: z.boolean(),
          label: z.string().nullable(),
        }),
      ),
      /**
       * Masks still to be reviewed that only one of them would accept, at most 200: without scores, so that nothing
       * hints before the mark.
       */
      openIds: z.array(z.int()),
    }),
  },
  /** What the next labels should be: the ids, and how many of them are of each kind, but not which. */
  "judge.next": {
    kind: "mutation",
    input: z.object({
      n: z.int().positive().max(200).default(20),
      rater: z.string().min(1),
      /** How many of them are random checks, as far as the next planned look needs so many; else a share of them. */
      nRandom: z.int().min(0).max(200).optional(),
    }),
    output: z.object({
      ids: z.array(z.int()),
      nInformative: z.int(),
      nRandom: z.int(),
      secondsExpected: z.number().nullable(),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
