import type { Output } from "#contract/commands.ts";
import type { JudgeVersionRow } from "#contract/commands/judge.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import { type ProofStage, proofStage } from "#domain/guarantee/proof-stage.ts";

export type Readiness = Output<"judge.readiness">;

/**
 * Where the work with the judge stands, and so the one thing to do next. The working order is: mark, train, let it
 * judge, mark the checks drawn by lot, release.
 */
export type JudgeStep =
  /** There is nothing to judge. */
  | { readonly kind: "no-masks" }
  | {
      readonly kind: "first-labels";
      readonly nDone: number;
      readonly nWanted: number;
      /** The masks are sorted by an opinion that was formed without labels. */
      readonly isSorted: boolean;
    }
  /** Enough labels, but too few of one kind: a judge cannot learn from good masks alone. */
  | {
      readonly kind: "one-kind";
      readonly missing: "good" | "bad";
      readonly nLabels: number;
      readonly nOther: number;
      readonly nMissing: number;
    }
  | { readonly kind: "train-first"; readonly canResume: boolean }
  | { readonly kind: "training-first" }
  /** A version is trained, but none has judged the masks yet. */
  | { readonly kind: "apply"; readonly version: number }
  | { readonly kind: "applying"; readonly version: number }
  | {
      readonly kind: "prove";
      readonly nMore: number;
      readonly nDone: number;
      readonly nBad: number;
      /** Masks on the list, the checks included. */
      readonly nListed: number;
      /** The proof asks for more marks than it saves: a better judge may be the shorter way. */
      readonly isShort: boolean;
    }
  | { readonly kind: "out-of-reach" }
  | { readonly kind: "contradicted"; readonly nDone: number; readonly nBad: number }
  /** It was proven; spot checks since then say that too many are bad. */
  | { readonly kind: "alarmed"; readonly nDone: number; readonly nBad: number }
  | { readonly kind: "proven" };

export interface JudgeSituation {
  readonly project: Pick<ProjectSummary, "nCandidates" | "judgeVersion" | "guarantee">;
  readonly readiness: Readiness;
  /** Newest first. */
  readonly versions: readonly (Pick<JudgeVersionRow, "version"> & {
    readonly metrics: Pick<JudgeVersionRow["metrics"], "n_labels">;
  })[];
  readonly isTraining: boolean;
  readonly isJudging: boolean;
}

export function nextStep({ project, readiness, versions, isTraining, isJudging }: JudgeSituation): JudgeStep {
  const newest = versions[0]?.version;
  if (project.nCandidates === 0) return { kind: "no-masks" };
  // An opinion without labels sorts the masks; the work goes on as if there were no judge yet.
  const isSorted = versions[0]?.metrics.n_labels === 0;
  if (newest === undefined || isSorted) return beforeFirst(readiness, isTraining, isSorted && !isJudging);
  const { judgeVersion, guarantee } = project;
  if (judgeVersion === null || guarantee === null)
    return { kind: isJudging ? "applying" : "apply", version: judgeVersion ?? newest };
  const { n_more_needed: nMore, n_random_checks: nDone, n_bad: nBad, n_automatic: nListed } = guarantee;
  const isShort = nMore > nListed - nDone - nMore;
  const prove: JudgeStep = { kind: "prove", nMore, nDone, nBad, nListed, isShort };
  const byStage: Readonly<Record<ProofStage, JudgeStep>> = {
    "not-judged": { kind: isJudging ? "applying" : "apply", version: judgeVersion },
    "no-list": { kind: "out-of-reach" },
    "no-checks": prove,
    checking: prove,
    contradicted: { kind: "contradicted", nDone, nBad },
    alarmed: { kind: "alarmed", nDone: guarantee.spot_checks.n, nBad: guarantee.spot_checks.n_bad },
    proven: { kind: "proven" },
  };
  return byStage[proofStage(guarantee)];
}

function beforeFirst(readiness: Readiness, isTraining: boolean, isSorted: boolean): JudgeStep {
  const { nLabels, nGood, nBad, minLabels, minOfEach, isReady, canResume } = readiness;
  if (isTraining) return { kind: "training-first" };
  if (isReady) return { kind: "train-first", canResume };
  const missing = nGood < minOfEach ? "good" : "bad";
  const [nOf, nOther] = missing === "good" ? [nGood, nBad] : [nBad, nGood];
  const isOneKind = nLabels >= minLabels && nOf < minOfEach;
  return isOneKind
    ? { kind: "one-kind", missing, nLabels, nOther, nMissing: minOfEach - nOf }
    : { kind: "first-labels", nDone: Math.min(nLabels, minLabels), nWanted: minLabels, isSorted };
}

/** The bounds that the slider offers (ui.md). A project may have another, set on the command line: it is offered too. */
export const OFFERED_LIMITS = [0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15] as const;

export function limitsFor(alpha: number): number[] {
  const isOffered = OFFERED_LIMITS.some((limit) => Math.abs(limit - alpha) < 1e-9);
  return isOffered ? [...OFFERED_LIMITS] : [...OFFERED_LIMITS, alpha].toSorted((a, b) => a - b);
}

/** Position of a bound among those offered: floating-point dust is no other bound. */
export function limitIndex(limits: readonly number[], alpha: number): number {
  const index = limits.findIndex((limit) => Math.abs(limit - alpha) < 1e-9);
  return Math.max(0, index);
}

/** What a newer version, not in use yet, is worth: asked about until it is used or put aside. */
export function offeredVersion(
  versions: readonly Pick<JudgeVersionRow, "version" | "isInUse" | "hasScores">[],
): { newest: number; inUse: number; isTried: boolean } | null {
  const newest = versions[0];
  const inUse = versions.find((row) => row.isInUse);
  if (!newest || !inUse || newest.version <= inUse.version) return null;
  return { newest: newest.version, inUse: inUse.version, isTried: newest.hasScores };
}
