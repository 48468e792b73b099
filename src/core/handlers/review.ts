import type { Handlers } from "#contract/client.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { Explainer } from "../judge/explain/explainer.ts";
import { requireWritable } from "../project/require-writable.ts";
import { raterAgreement } from "../project/state/rater-agreement.ts";
import { caseView } from "../review/case-view.ts";
import { exportLabels } from "../review/export-labels.ts";
import { importLabels } from "../review/import-labels.ts";
import { labelByReference } from "../review/label-by-reference.ts";
import { markMasks } from "../review/mark-masks.ts";
import { compare, measure } from "../review/measure.ts";
import { showOpinion } from "../review/opinion.ts";
import { drawChecks, informativeQueue } from "../review/queue.ts";
import { results } from "../review/results.ts";
import { snapshot } from "../review/snapshot.ts";
import { tileRows } from "../review/tile-rows.ts";
import type { Session } from "../session.ts";

export function reviewHandlers(
  session: Session,
  explainer: Explainer,
): Pick<Handlers, Extract<keyof Handlers, `review.${string}`>> {
  return {
    "review.importLabels": async (input) => importLabels(requireWritable(session.project), input),
    "review.labelByReference": async (input, { signal, emit }) =>
      labelByReference({
        ...input,
        project: requireWritable(session.project),
        pool: session.pool,
        limits: session.limits,
        signal,
        progress: progressEvents("label", emit),
      }),
    "review.queue": async ({ n, random, seed }) =>
      random === undefined ? informativeQueue(session.project, n, seed ?? 1) : drawChecks(session.project, random),
    "review.results": async () => results(session.project),
    "review.snapshot": async (input) => snapshot(session.desk, input),
    "review.rows": async ({ rater, ids }) => tileRows(session.desk, rater, ids),
    "review.mark": async (input) => markMasks(session.desk, input),
    "review.opinion": async ({ rater, candidateId }) => showOpinion(session.desk, rater, candidateId),
    "review.explain": async ({ rater, candidateId }) => {
      showOpinion(session.desk, rater, candidateId);
      return explainer.explain(candidateId);
    },
    "review.errorMap": async ({ rater, candidateId }) => {
      showOpinion(session.desk, rater, candidateId);
      return explainer.errorMap(candidateId);
    },
    "review.case": async ({ rater, caseId }) => caseView(session.desk, rater, caseId),
    "review.compareMasks": async ({ a, b }) => compare(session, a, b),
    "review.measure": async ({ candidateId }) => measure(session, candidateId),
    "review.agreement": async () => raterAgreement(session.desk.catalogue),
    "review.exportLabels": async ({ to }, { signal, emit }) =>
      exportLabels({ project: session.project, to, signal, progress: progressEvents("export", emit) }),
  };
}
