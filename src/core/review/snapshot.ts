import { randomInt } from "node:crypto";
import type { Output, ParsedInput } from "#contract/commands.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { drawFurther } from "../project/state/draw-further.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import type { Catalogue } from "../project/state/catalogue.ts";
import { drawMore } from "../project/state/draw-checks.ts";
import { type Filtered, filterMasks } from "./filter-masks.ts";
import { orderByCase, orderByLastMark, orderByScore } from "./list-orders.ts";
import { mixIn } from "./mix-in.ts";
import { hiddenSpotChecks, queueParts } from "./queue-order.ts";
import type { ReviewDesk } from "./review-desk.ts";
import { type QueueReason, queueReasons } from "./review-memory.ts";

type Request = ParsedInput<"review.snapshot">;
type Fits = (place: number) => boolean;

/** Places in their order, and why each is asked about (index into `queueReasons`). */
interface Queue {
  readonly places: readonly number[];
  readonly reasons: Uint8Array;
  /** How many of them are spot checks that nobody has marked. */
  readonly nSpotChecks: number;
}

const NO_QUEUE: Queue = { places: [], reasons: new Uint8Array(), nSpotChecks: 0 };

/** The masks that fit a filter, in order. What a queue needs of random checks is drawn and recorded. */
export function snapshot(desk: ReviewDesk, request: Request): Output<"review.snapshot"> {
  const { catalogue, memory } = desk;
  catalogue.sync();
  const isQueue = request.order === "queue" && (request.show === "all" || request.show === "to-review");
  if (isQueue && isUnfiltered(request)) drawWhatIsNeeded(desk);
  const filtered = filterMasks(catalogue, request);
  const { fits, counts } = filtered;
  const { columns } = catalogue;
  const queue = isQueue ? queueOf(desk, request, filtered) : NO_QUEUE;
  const rest = isQueue ? besides(catalogue, queue, filtered) : listed(catalogue, request, fits);
  const places = queue.places.concat(rest);
  const ids = places.map((place) => columns.ids[place]!);
  const reasons = new Uint8Array((columns.ids.at(-1) ?? 0) + 1);
  const byScore = new Uint8Array(reasons.length);
  for (const [index, code] of queue.reasons.entries()) reasons[ids[index]!] = code;
  if (request.order === "score-low-first") for (const id of ids) byScore[id] = 1;
  memory.setList(request.rater, { reasons, byScore });
  return { ids, nQueue: queue.places.length, counts: { ...counts, toReview: counts.toReview + queue.nSpotChecks } };
}

/** What fits and is in no queue, by case. */
function besides(catalogue: Catalogue, queue: Queue, { fits, nFitting }: Filtered): number[] {
  if (queue.places.filter(fits).length === nFitting) return [];
  const inQueue = new Uint8Array(catalogue.columns.n);
  for (const place of queue.places) inQueue[place] = 1;
  return orderByCase(catalogue, (place) => fits(place) && inQueue[place] === 0);
}

function listed(catalogue: Catalogue, { order, rater }: Request, fits: Fits): number[] {
  if (order === "last-marked") return orderByLastMark(catalogue, rater, fits);
  if (order !== "score-low-first") return orderByCase(catalogue, fits);
  // The place of a mask in this list tells its score: a check that waits for its mark would be spent by it.
  const isOpenCheck = (id: number): boolean => catalogue.isCheck(id) && !catalogue.states.has(id);
  return orderByScore(catalogue, (place) => fits(place) && !isOpenCheck(catalogue.columns.ids[place]!));
}

function isUnfiltered({ sources, classes, onlyDisagreement, search, among }: Request): boolean {
  return !sources && !classes && !onlyDisagreement && search.trim() === "" && !among;
}

/** Draws checks up to the next planned look, those by which a list may grow, or a batch of spot checks, as `winnow queue --random` does. */
function drawWhatIsNeeded({ project, catalogue }: ReviewDesk): void {
  const { lot, guarantee } = catalogue;
  if (project.access !== "write" || !lot || !guarantee?.proof) return;
  const hasDrawn = guarantee.watch
    ? drawFurther(project, guarantee)
    : drawMore(project, lot, guarantee.proof.drawUpTo - lot.nDrawn, "proof") > 0;
  if (hasDrawn) catalogue.sync();
}

/** The open masks that fit, in the order of the queue, each with why it is asked about. */
function queueOf(desk: ReviewDesk, { rater, among }: Request, { fits, fitsOthers }: Filtered): Queue {
  const { catalogue } = desk;
  const seed = queueSeed(desk);
  const parts = queueParts(catalogue, seed);
  // Who has decided on a check with the judge's word in sight cannot take that back: another rater can.
  const isMine = (place: number): boolean => {
    const mine = catalogue.labelsOf(catalogue.columns.ids[place]!).get(rater);
    return mine !== undefined && mine.label !== "later";
  };
  // What the judge would accept stands on no list of what is to be reviewed, but its checks are asked for all the same.
  const isListed = (place: number): boolean => catalogue.isOnProvenList(catalogue.columns.ids[place]!);
  const checks = parts.checks.filter(
    (place) => (fits(place) || (isListed(place) && fitsOthers(place))) && !isMine(place),
  );
  const spotChecks = parts.spotChecks.filter((place) => fitsOthers(place) && !isMine(place));
  const isCheck = new Set(checks);
  const disagreement = parts.disagreement.filter((place) => fits(place) && !isCheck.has(place));
  const teaching = parts.teaching.filter(fits);
  // As many of what teaches most beside them, shuffled: neither the place nor the company of a mask tells why it is there.
  const special = [...checks, ...disagreement];
  const nBeside = special.length === 0 ? 0 : Math.max(special.length, MIN_BESIDE);
  const rng = createRng(seed, "mix", catalogue.version ?? 0, catalogue.lot?.nDrawn ?? 0);
  const front = shuffled([...special, ...teaching.slice(0, nBeside)], rng);
  const later = parts.later.filter(fits);
  const settled = parts.settled.filter(fits);
  const others = front.concat(teaching.slice(nBeside), later, settled);
  // A list that was asked for by name is shown whole.
  const isWhole = among !== undefined && spotChecks.length > 0;
  const places = isWhole ? shuffled([...others, ...spotChecks], rng) : mixIn(others, spotChecks, rng);
  const code = new Map<number, number>();
  const give = (some: readonly number[], reason: QueueReason): void =>
    some.forEach((place) => code.set(place, codeOf(reason)));
  give(later, "later");
  give(disagreement, "disagreement");
  give(checks, "random");
  give(spotChecks, "spot-check");
  const teaches = codeOf(catalogue.version === null ? "first" : "informative");
  const hidden = hiddenSpotChecks(catalogue);
  return {
    places,
    reasons: Uint8Array.from(places, (place) => code.get(place) ?? teaches),
    nSpotChecks: places.filter((place) => hidden.has(place)).length,
  };
}

function codeOf(reason: QueueReason): number {
  return queueReasons.indexOf(reason);
}

/** Checks are never shown with fewer other masks than this beside them, where there are so many. */
const MIN_BESIDE = 20;

/** The seed of this project's queues, made once and recorded. */
export function queueSeed({ project, catalogue }: ReviewDesk): number {
  const known = getSetting(project, "queueSeed");
  if (known !== null) return known;
  const seed = randomInt(2 ** 31);
  // A project that is only read has no place for it; its queue is another the next time.
  if (project.access === "write") {
    project.transaction(() => setSetting(project, "queueSeed", seed, "winnow"));
    catalogue.sync();
  }
  return seed;
}
