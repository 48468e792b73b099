import type { JudgeMetrics } from "#contract/commands/judge.ts";
import { acceptanceAt } from "#domain/statistics/acceptance.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { brierScore } from "#domain/statistics/reliability.ts";

/** Cross-fitted figures; the threshold in use before anything is proven is one half. */
export function judgeMetrics(pGood: readonly number[], isGood: readonly boolean[], nSubjects: number): JudgeMetrics {
  const { coverage, falseAcceptRate, badAcceptedShare } = acceptanceAt(0.5, pGood, isGood);
  const nGood = isGood.filter(Boolean).length;
  return {
    auc: rocAuc(pGood, isGood),
    coverage,
    false_accept_rate: falseAcceptRate,
    bad_accepted_share: badAcceptedShare,
    brier: isGood.length === 0 ? null : brierScore(pGood, isGood),
    n_labels: isGood.length,
    n_good: nGood,
    n_bad: isGood.length - nGood,
    n_subjects: nSubjects,
  };
}
