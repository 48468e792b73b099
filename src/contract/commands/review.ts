import { z } from "zod";
import { Finding } from "../findings.ts";
import { GeometrySummary, LabelValue, QueueItem, ResultRow, Verdict } from "../records.ts";
import { VolumeSeries } from "../volumes.ts";
import type { CommandSchema } from "./command.ts";

/** Why a mask may be good or bad (conventions, *Verdicts*); stored by these names, shown in the reader's language. */
export const reasonNames = [
  "missed-part",
  "too-much",
  "wrong-structure",
  "wrong-side",
  "stray-islands",
  "holes",
  "boundary",
  "misaligned",
  "artefact",
  "wrong-image",
] as const;

const Rater = z.string().min(1).max(80);

/** One rater's latest word on a mask. */
export const LabelOf = z.object({
  rater: z.string(),
  label: LabelValue,
  reasons: z.array(z.string()),
  /** Reasons that were looked at and ruled out. */
  reasonsNo: z.array(z.string()),
  note: z.string(),
  decidedAt: z.number(),
});
export type LabelOf = z.infer<typeof LabelOf>;

/**
 * A tile. Nothing of it hints at the judge's opinion of a mask that the rater who asks has not marked and that is in
 * the queue: `decidedBy` is then null whatever the score, and `why` comes only after the mark.
 */
export const TileRow = z.object({
  id: z.int(),
  caseId: z.int(),
  case: z.string(),
  /** A, B, C …: the mask among those of its case. */
  letter: z.string(),
  candidate: z.string(),
  class: z.string(),
  /** Position in the project's classes: which colour. */
  classIndex: z.int(),
  source: z.string(),
  maskPath: z.string(),
  /** Changes when image or mask do: part of the picture's address. */
  pictureVersion: z.string(),
  /** Why there is no picture; null where there is one. */
  problem: z.string().nullable(),
  verdict: Verdict,
  decidedBy: z.enum(["person", "judge"]).nullable(),
  mine: LabelOf.nullable(),
  others: z.array(LabelOf),
  disagreement: z.boolean(),
  /** Only after the rater's own mark: why it was in the queue. */
  why: QueueItem.shape.reason.nullable(),
});
export type TileRow = z.infer<typeof TileRow>;

export const Mark = z.object({
  candidateId: z.int(),
  /** `clear` takes the rater's own label back. */
  label: z.enum(["accept", "reject", "later", "clear"]),
  reasons: z.array(z.string()).max(20).default([]),
  reasonsNo: z.array(z.string()).max(20).default([]),
  note: z.string().max(2000).default(""),
  /** Time that the mask was in front of the person. */
  seconds: z.number().min(0).nullable().default(null),
  /** The `pictureVersion` of what was looked at: a mark on an image that is another one by now is not stored. */
  seen: z.string().max(64).optional(),
});
export type Mark = z.infer<typeof Mark>;

/** What the judge says of a mask, and why the mask was asked about. */
export const Opinion = z.object({
  candidateId: z.int(),
  judgeVersion: z.int().nullable(),
  pGood: z.number().nullable(),
  predictedDice: z.number().nullable(),
  /** Lowest probability on the proven or proposed automatic list. */
  threshold: z.number().nullable(),
  why: QueueItem.shape.reason.nullable(),
});
export type Opinion = z.infer<typeof Opinion>;

/** Signals that belong together, as a person would name them. */
export const signalGroups = [
  "size",
  "position",
  "shape",
  "pieces",
  "brightness",
  "edge",
  "others",
  "quality",
  "segmenter",
] as const;

/** Why a mask got its score, and where it is thought to be wrong. */
export const Explanation = z.object({
  candidateId: z.int(),
  judgeVersion: z.int().nullable(),
  predictedDice: z.number().nullable(),
  /** Unlike everything labelled: asked of a person whatever its score. */
  isStranger: z.boolean(),
  /** What speaks for and against it, the strongest first. Empty while nothing is labelled. */
  signals: z.array(
    z.object({
      group: z.enum(signalGroups),
      /** What the score would lose if this were as in an accepted mask: logits, below 0 speaks against the mask. */
      weight: z.number(),
      /** The figure of the group that stands out most, and where it lies beside accepted masks. */
      column: z.string(),
      direction: z.enum(["far-below", "below", "usual", "above", "far-above"]),
    }),
  ),
});
export type Explanation = z.infer<typeof Explanation>;

/** Where a mask is thought to be wrong, voxel by voxel. */
export const ErrorMap = z.object({
  candidateId: z.int(),
  /** Picture address (contract/pictures.ts): a NIfTI file of bytes: 0 right, 1 missed, 2 too much. */
  address: z.string(),
  nMissed: z.int(),
  nSurplus: z.int(),
  /** Voxels of the mask. */
  nMask: z.int(),
  /** Per axis the slice with the most predicted errors; null where there are none. */
  worstSlices: z.array(z.int().nullable()),
});
export type ErrorMap = z.infer<typeof ErrorMap>;

const Plane = z.object({ axis: z.int().min(0).max(2), name: z.enum(["sagittal", "coronal", "axial", "picture"]) });

/** One case as the focus view shows it. */
export const CaseView = z.object({
  id: z.int(),
  case: z.string(),
  subject: z.string(),
  imagePath: z.string(),
  /** Which volume of its file the image is, counted from 0; null where the file holds one. */
  volume: z.object({ volume: z.int(), series: VolumeSeries }).nullable(),
  geometry: GeometrySummary,
  /** Letters at the ends of each axis (`["R", "L"]`: index 0 lies right); null where the file does not say. */
  axisLetters: z.array(z.tuple([z.string(), z.string()])).nullable(),
  planes: z.array(Plane),
  /** Grey values shown as black and white to begin with. */
  window: z.tuple([z.number(), z.number()]),
  pictureVersion: z.string(),
  masks: z.array(
    TileRow.extend({
      nVoxels: z.int(),
      /** mm³ (mm² in 2-D); null where spacing is unknown. */
      volumeMm3: z.number().nullable(),
      /** Bounding box in voxels, [start, end) a dimension; null where the mask is empty. */
      bounds: z.array(z.tuple([z.int(), z.int()])).nullable(),
    }),
  ),
});
export type CaseView = z.infer<typeof CaseView>;

export const Agreement = z.object({
  raters: z.tuple([z.string(), z.string()]),
  /** Masks that both have accepted or rejected. */
  n: z.int(),
  nAgreed: z.int(),
  agreement: z.number().nullable(),
  /** Cohen's kappa with its 95 % interval; null where it is not defined. */
  kappa: z.number().nullable(),
  kappaInterval: z.tuple([z.number(), z.number()]).nullable(),
});
export type Agreement = z.infer<typeof Agreement>;

export const reviewCommands = {
  "review.importLabels": {
    kind: "mutation",
    paths: ["file"],
    input: z.object({ file: z.string().min(1), rater: z.string().min(1), drawnAtRandom: z.boolean().default(false) }),
    output: z.object({ taken: z.int(), findings: z.array(Finding) }),
  },
  "review.queue": {
    kind: "mutation",
    input: z.object({
      n: z.int().positive().default(20),
      /** Draw random checks instead: a number, or the next planned batch. */
      random: z.union([z.int().positive(), z.literal("next-batch")]).optional(),
      seed: z.int().min(0).optional(),
    }),
    output: z.array(QueueItem),
  },
  "review.results": { kind: "query", input: z.object({}), output: z.array(ResultRow) },
  /**
   * The masks that fit, in order, by id: their rows are asked for as they come into view. The order holds until it is
   * asked for again. `queue` mixes random checks (which it draws as they are needed) with what teaches most, shuffled,
   * so that nothing tells them apart.
   */
  "review.snapshot": {
    kind: "mutation",
    input: z.object({
      rater: Rater,
      order: z.enum(["queue", "case", "score-low-first", "last-marked"]).default("queue"),
      show: z.enum(["all", "to-review", "accepted", "rejected", "labelled"]).default("all"),
      sources: z.array(z.string()).optional(),
      classes: z.array(z.string()).optional(),
      onlyDisagreement: z.boolean().default(false),
      search: z.string().max(200).default(""),
      /** Only these, in the order of `order` (a link from another screen). */
      among: z.array(z.int()).optional(),
    }),
    output: z.object({
      ids: z.array(z.int()),
      /** How many of `ids`, from the first, are the queue: drawn open, without a hint. */
      nQueue: z.int(),
      counts: z.object({
        all: z.int(),
        toReview: z.int(),
        accepted: z.int(),
        rejected: z.int(),
        labelled: z.int(),
        disagreement: z.int(),
      }),
    }),
  },
  "review.rows": {
    kind: "query",
    input: z.object({ rater: Rater, ids: z.array(z.int()).max(500) }),
    output: z.array(TileRow),
  },
  /** Marks of one rater, all or none; they are on disk when it answers. */
  "review.mark": {
    kind: "mutation",
    input: z.object({
      rater: Rater,
      marks: z.array(Mark).min(1).max(5000),
      origin: z.enum(["grid", "focus", "undo", "redo"]).default("grid"),
    }),
    output: z.object({
      rows: z.array(TileRow),
      /** What each mask's label was before, ready to be given back by an undo. */
      before: z.array(Mark),
      savedAt: z.number(),
    }),
  },
  /** Why a mask got its score. Shows the opinion too: that this rater has seen it is recorded before it is told. */
  "review.explain": {
    kind: "mutation",
    input: z.object({ rater: Rater, candidateId: z.int() }),
    output: Explanation,
  },
  /** The same. Needs the engine: may take some seconds the first time. */
  "review.errorMap": {
    kind: "mutation",
    input: z.object({ rater: Rater, candidateId: z.int() }),
    output: ErrorMap,
  },
  /** Shows the judge's opinion; a mark given by this rater afterwards is stored as given with it in sight. */
  "review.opinion": {
    kind: "mutation",
    input: z.object({ rater: Rater, candidateId: z.int() }),
    output: Opinion,
  },
  "review.case": { kind: "query", input: z.object({ rater: Rater, caseId: z.int() }), output: CaseView },
  /** Two masks of a case against each other. */
  "review.compareMasks": {
    kind: "query",
    input: z.object({ a: z.int(), b: z.int() }),
    output: z.object({
      dice: z.number().nullable(),
      onlyInA: z.object({ nVoxels: z.int(), volumeMm3: z.number().nullable() }),
      onlyInB: z.object({ nVoxels: z.int(), volumeMm3: z.number().nullable() }),
    }),
  },
  /** What can be measured of a mask: for the inspector. */
  "review.measure": {
    kind: "query",
    input: z.object({ candidateId: z.int() }),
    output: z.object({
      nPieces: z.int(),
      nHoles: z.int(),
      /** Slices that hold some of the mask, and slices in all, along the axis that has fewest; null in 2-D. */
      slices: z.object({ n: z.int(), of: z.int() }).nullable(),
    }),
  },
  "review.agreement": { kind: "query", input: z.object({}), output: z.array(Agreement) },
  /** Writes the label log (conventions, *Label log*). */
  "review.exportLabels": {
    kind: "job",
    paths: ["to"],
    input: z.object({ to: z.string().min(1) }),
    output: z.object({ path: z.string(), n: z.int() }),
  },
} as const satisfies Record<string, CommandSchema>;
