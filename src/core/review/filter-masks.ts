import type { Output, ParsedInput } from "#contract/commands.ts";
import type { Catalogue } from "../project/state/catalogue.ts";
import { hiddenSpotChecks } from "./queue-order.ts";

export interface Filtered {
  fits(place: number): boolean;
  readonly nFitting: number;
  /** Whether a mask fits whatever `show` asks for. */
  fitsOthers(place: number): boolean;
  /** Of what the other filters leave, how many there are of each kind that `show` offers. */
  readonly counts: Output<"review.snapshot">["counts"];
}

/**
 * Looks at every mask once. Spot checks that wait for their mark count as neither accepted nor to be reviewed, and stand
 * on no list of either: the judge's word would be in sight there.
 */
export function filterMasks(catalogue: Catalogue, request: ParsedInput<"review.snapshot">): Filtered {
  const { columns } = catalogue;
  const fitsOthers = otherFilters(catalogue, request);
  const hidden = hiddenSpotChecks(catalogue);
  const fitting = new Uint8Array(columns.n);
  let nFitting = 0;
  const counts = { all: 0, toReview: 0, accepted: 0, rejected: 0, labelled: 0, disagreement: 0 };
  for (let place = 0; place < columns.n; place += 1) {
    if (!fitsOthers(place)) continue;
    const id = columns.ids[place]!;
    const isDisagreement = catalogue.wordOf(id) === "disagreement";
    if (isDisagreement) counts.disagreement += 1;
    if (request.onlyDisagreement && !isDisagreement) continue;
    const verdict = catalogue.verdictOf(id);
    const isLabelled = catalogue.states.has(id);
    const isHidden = hidden.has(place);
    counts.all += 1;
    if (!isHidden) counts[verdict === "to-review" ? "toReview" : verdict] += 1;
    if (isLabelled) counts.labelled += 1;
    const isShown =
      request.show === "all" || (request.show === "labelled" ? isLabelled : request.show === verdict && !isHidden);
    if (!isShown) continue;
    fitting[place] = 1;
    nFitting += 1;
  }
  return {
    fits: (place) => fitting[place] === 1,
    fitsOthers: (place) => !request.onlyDisagreement && fitsOthers(place),
    nFitting,
    counts,
  };
}

/** Source, class, search and a given list: by place. */
function otherFilters(catalogue: Catalogue, request: ParsedInput<"review.snapshot">): (place: number) => boolean {
  const { columns } = catalogue;
  const sources = request.sources && new Set(request.sources.map((name) => columns.sourceNames.indexOf(name)));
  const classIds = new Map(columns.classNames.map((entry) => [entry.name, entry.id]));
  const classes = request.classes && new Set(request.classes.map((name) => classIds.get(name)));
  const among = request.among && new Set(request.among);
  const search = request.search.trim().toLowerCase();
  const names = search === "" ? null : catalogue.caseNames;
  const fittingSources = new Set(
    columns.sourceNames.flatMap((name, index) => (name.toLowerCase().includes(search) ? [index] : [])),
  );
  return (place) =>
    (!sources || sources.has(columns.sources[place]!)) &&
    (!classes || classes.has(columns.classes[place])) &&
    (!among || among.has(columns.ids[place]!)) &&
    (!names || names.get(columns.cases[place]!)!.includes(search) || fittingSources.has(columns.sources[place]!));
}
