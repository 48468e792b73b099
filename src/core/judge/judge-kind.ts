import type { Explanation } from "#contract/commands/review.ts";
import type { Progress } from "../jobs/progress.ts";
import type { CandidateSource } from "../project/queries/candidates.ts";

/** A candidate that a person has judged. */
export interface LabelledCandidate extends CandidateSource {
  readonly isGood: boolean;
}

/** What training gives: everything needed to score, and what cross-fitting said of every training item. */
export interface TrainedJudge {
  /** Opaque to all but the kind itself. */
  readonly weights: Uint8Array;
  readonly weightsSha256: string;
  /** Whatever the kind needs beside its weights to score again. */
  readonly settings: unknown;
  /** Logit of every item by networks that have not seen its subject, in the order of the items. */
  readonly crossFittedLogits: Float32Array;
  readonly versions: Readonly<Record<string, string>>;
}

export interface TrainRequest {
  readonly items: readonly LabelledCandidate[];
  /** Fold of every item, by subject; networks for cross-fitting are trained on all other folds. */
  readonly folds: readonly number[];
  readonly nFolds: number;
  readonly seed: number;
  /** Every mask of the project, those of a case one after the other, and how many there are; asked for as often as needed. */
  candidates(): { readonly n: number; readonly all: Iterable<CandidateSource> };
  /** Where an earlier attempt stopped. */
  readonly checkpoint: unknown;
  /** The newest version of the same kind, from which a training may go on; null for the first. */
  readonly before: (StoredJudge & { readonly nLabels: number }) | null;
}

export interface WorkContext {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The engine has died, and the work goes on with another from its last checkpoint, in smaller steps. */
  onRestart(reason: string): void;
}

/** What is stored of a trained judge, for its kind to score with. */
export interface StoredJudge {
  readonly weights: Uint8Array;
  readonly weightsSha256: string;
  readonly settings: unknown;
}

/** What a judge says of one mask. */
export interface ScoredCandidate {
  readonly candidateId: number;
  readonly logit: number;
  /** Null where the kind does not predict it. */
  readonly predictedDice: number | null;
  /** How unlike everything labelled it is (domain/signals/strangeness.ts); null where that is not known. */
  readonly strangeness: number | null;
}

/** A candidate could not be read; the others go on. */
export interface UnscoredCandidate {
  readonly candidateId: number;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/**
 * A way of judging: image and candidate in, logit of "good" out. Everything around it (which labels train, calibration,
 * metrics, versions, guarantee) is the same for every kind.
 */
export interface JudgeKind {
  readonly name: string;
  /** It can form an opinion where nobody has labelled anything. */
  readonly needsNoLabels: boolean;
  train(
    request: TrainRequest,
    context: WorkContext & { onCheckpoint(checkpoint: unknown): void },
  ): Promise<TrainedJudge>;
  /**
   * Why a mask got its score.
   * @param group all masks of its case
   */
  explain?(
    judge: StoredJudge,
    group: readonly CandidateSource[],
    candidateId: number,
    context: WorkContext,
  ): Promise<Pick<Explanation, "predictedDice" | "isStranger" | "signals">>;
  /** Scores candidates in their order, those of a case together; answers in batches. */
  score(
    judge: StoredJudge,
    candidates: Iterable<CandidateSource>,
    context: WorkContext,
    onBatch: (scored: readonly ScoredCandidate[], unscored: readonly UnscoredCandidate[]) => void,
  ): Promise<void>;
}
