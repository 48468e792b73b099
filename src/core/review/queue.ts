import { AppError } from "#contract/errors.ts";
import type { QueueItem } from "#contract/records.ts";
import { createRng } from "#domain/random/rng.ts";
import { isAskedFor } from "#domain/guarantee/evaluate-checks.ts";
import type { ReadableProject, WritableProject } from "../project/project.ts";
import { Catalogue } from "../project/state/catalogue.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { drawMore } from "../project/state/draw-checks.ts";
import { checkOutcome } from "../project/state/guarantee.ts";
import { mixIn } from "./mix-in.ts";
import { queueParts } from "./queue-order.ts";

/**
 * What a person should look at next to teach the judge most: first what raters disagree on, then masks whose score is
 * nearest to one half, one of each case before the second of any. Before there is a judge: a seeded choice that goes
 * round cases and sources. Spot checks of a proven list, and those by which it may grow, are mixed in.
 */
export function informativeQueue(project: ReadableProject, n: number, seed: number): QueueItem[] {
  const catalogue = new Catalogue(project);
  catalogue.sync();
  const { disagreement, teaching, later, checks, spotChecks } = queueParts(catalogue, seed);
  const reason: QueueItem["reason"] = catalogue.version === null ? "first" : "informative";
  const others: Asked[] = [
    ...disagreement.map((place) => ({ place, reason: "disagreement" as const })),
    ...teaching.map((place) => ({ place, reason })),
    ...later.map((place) => ({ place, reason: "later" as const })),
  ];
  const growth = catalogue.isProven ? checks.map((place): Asked => ({ place, reason: "random" })) : [];
  const spot = [...growth, ...spotChecks.map((place): Asked => ({ place, reason: "spot-check" }))];
  const rng = createRng(seed, "spot-checks", catalogue.version ?? 0, catalogue.lot?.nDrawn ?? 0);
  const asked = mixIn(others.slice(0, n), spot, rng).slice(0, n);
  const { ids } = catalogue.columns;
  return queueItems(
    project,
    asked.map(({ place, reason: why }) => ({ id: ids[place]!, reason: why })),
  );
}

interface Asked {
  readonly place: number;
  readonly reason: QueueItem["reason"];
}

/**
 * Draws random checks from the automatic list of the version in use, in the order of its lot, and records the draw.
 * Checks drawn before that are still undecided come first, those that were put off after the others. Where the list is
 * proven, they are those by which it may grow (no more than that needs), then spot checks of it.
 * @param wanted a number, or as many as the next planned look, or the next batch of spot checks, needs
 * @throws AppError no-judge-yet; nothing-to-judge where there is no list to prove
 */
export function drawChecks(project: WritableProject, wanted: number | "next-batch"): QueueItem[] {
  const catalogue = new Catalogue(project);
  catalogue.sync();
  if (catalogue.version === null)
    throw new AppError(
      "no-judge-yet",
      "Random checks are drawn from what a judge would accept, and none is in use.",
      "Run winnow train, then winnow judge, then draw again.",
    );
  while (drawFurther(project, catalogue.guarantee)) catalogue.sync();
  const { guarantee } = catalogue;
  const { lot, proof } = guarantee?.growth ?? guarantee ?? { lot: null, proof: null };
  if (!guarantee || !lot || !proof || lot.members.length === 0) {
    throw new AppError(
      "nothing-to-judge",
      "There is no list of masks to prove: the judge finds none that is good enough.",
      "Label more masks (winnow queue), train a new version, and judge again.",
    );
  }
  const isWatched = guarantee.watch !== null && !guarantee.growth;
  const isOpen = (id: number): boolean =>
    !lot.exchanged.has(id) && isAskedFor(checkOutcome(catalogue.states.get(id)), isWatched);
  const isPutOff = (id: number): boolean => catalogue.states.get(id)?.word === "later";
  const open = lot.members.slice(0, lot.nDrawn).filter(isOpen);
  const undecided = [...open.filter((id) => !isPutOff(id)), ...open.filter(isPutOff)];
  const { drawUpTo } = isWatched ? guarantee.watch : proof;
  const isAllDrawn = wanted === "next-batch" || guarantee.growth !== null;
  const nMissing = isAllDrawn ? drawUpTo - lot.nDrawn : wanted - undecided.length;
  const nNew = drawMore(project, lot, nMissing, isWatched ? "spot-check" : "proof");
  catalogue.sync();
  // Some may have been marked as checks of another list.
  const further = lot.members.slice(lot.nDrawn, lot.nDrawn + nNew).filter(isOpen);
  const drawn = [...undecided, ...further];
  const asked = wanted === "next-batch" ? drawn : drawn.slice(0, wanted);
  return queueItems(
    project,
    asked.map((id) => ({ id, reason: catalogue.drawnFor(id) === "proof" ? "random" : "spot-check" })),
  );
}

/** Masks that are gone from the project are left out. */
function queueItems(
  project: ReadableProject,
  asked: readonly { readonly id: number; readonly reason: QueueItem["reason"] }[],
): QueueItem[] {
  const rows = project.all<{ id: number } & Omit<QueueItem, "reason">>(
    `SELECT candidate.id, cases.name AS "case", candidate.name AS candidate, class.name AS class, coalesce(file.path, 'winnow:' || candidate.name) AS mask_path
     FROM candidate JOIN cases ON cases.id = candidate.case_id JOIN class ON class.id = candidate.class_id LEFT JOIN file ON file.id = candidate.file_id
     WHERE candidate.retired_at IS NULL AND candidate.id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(asked.map(({ id }) => id)),
  );
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
  return asked.flatMap(({ id, reason }) => {
    const row = byId.get(id);
    return row ? [{ ...row, reason }] : [];
  });
}
