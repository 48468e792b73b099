import type { Handlers } from "#contract/client.ts";
import { importLabels } from "../review/import-labels.ts";
import { drawChecks, informativeQueue } from "../review/queue.ts";
import { results } from "../review/results.ts";
import type { Session } from "../session.ts";
import { unbuilt } from "./unbuilt.ts";

export function reviewHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `review.${string}`>> {
  return {
    "review.importLabels": async (input) => importLabels(session.project, input),
    "review.queue": async ({ n, random, seed }) =>
      random === undefined ? informativeQueue(session.project, n, seed ?? 1) : drawChecks(session.project, random),
    "review.results": async () => results(session.project),
    "review.snapshot": unbuilt("review.snapshot"),
    "review.rows": unbuilt("review.rows"),
    "review.mark": unbuilt("review.mark"),
    "review.opinion": unbuilt("review.opinion"),
    "review.case": unbuilt("review.case"),
    "review.compareMasks": unbuilt("review.compareMasks"),
    "review.measure": unbuilt("review.measure"),
    "review.agreement": unbuilt("review.agreement"),
    "review.exportLabels": unbuilt("review.exportLabels"),
  };
}
