import type { Opinion } from "#contract/commands/review.ts";
import { AppError } from "#contract/errors.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { whyAsked } from "./tile-rows.ts";

/** What the judge says of a mask. That this rater has seen it is recorded before it is told. */
export function showOpinion(desk: ReviewDesk, rater: string, candidateId: number): Opinion {
  const { project, catalogue, memory } = desk;
  catalogue.sync();
  const candidate = project.get<{ id: number; name: string }>(
    "SELECT id, name FROM candidate WHERE id = ? AND retired_at IS NULL",
    candidateId,
  );
  if (!candidate || catalogue.columns.placeOf(candidateId) < 0)
    throw new AppError("bad-request", `There is no mask ${candidateId} in use.`, "Ask for the list again.");
  const { version } = catalogue;
  const why = whyAsked(desk, rater, candidateId);
  if (version === null)
    return { candidateId, judgeVersion: null, pGood: null, predictedDice: null, threshold: null, why };
  const score = project.get<{ predicted_dice: number | null }>(
    "SELECT predicted_dice FROM score WHERE judge_version = ? AND candidate_id = ?",
    version,
    candidateId,
  );
  const mine = catalogue.labelsOf(candidateId).get(rater);
  const blindLabel = mine && mine.opinion_visible === 0 && mine.label !== "clear" ? mine.label : null;
  if (project.access === "write") memory.noteOpinionShown(project, rater, candidate, version, blindLabel);
  catalogue.sync();
  const pGood = catalogue.scoreOf(candidateId);
  return {
    candidateId,
    judgeVersion: version,
    pGood,
    predictedDice: pGood === null ? null : (score?.predicted_dice ?? null),
    threshold: catalogue.lot?.threshold ?? null,
    why,
  };
}
