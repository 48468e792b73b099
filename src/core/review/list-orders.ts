import type { Catalogue } from "../project/state/catalogue.ts";
import { sortByKey } from "./sort-by-key.ts";

type Fits = (place: number) => boolean;

/** By case name, the masks of a case by their letters. */
export function orderByCase(catalogue: Catalogue, fits: Fits): number[] {
  const places: number[] = [];
  for (const place of catalogue.placesByCase) if (fits(place)) places.push(place);
  return places;
}

/** The lowest probability of being good first; masks without one last. */
export function orderByScore({ columns, pGood }: Catalogue, fits: Fits): number[] {
  const places: number[] = [];
  for (let place = 0; place < columns.n; place += 1) if (fits(place)) places.push(place);
  const scored = places.filter((place) => !Number.isNaN(pGood[place]!));
  const unscored = places.filter((place) => Number.isNaN(pGood[place]!));
  return [...sortByKey(scored, (place) => pGood[place]!), ...unscored];
}

/** What the rater marked last comes first; what the rater has not marked follows by case. */
export function orderByLastMark(catalogue: Catalogue, rater: string, fits: Fits): number[] {
  const marked: { place: number; labelId: number }[] = [];
  for (const [id, labels] of catalogue.labelled) {
    const mine = labels.get(rater);
    const place = catalogue.columns.placeOf(id);
    if (mine && fits(place)) marked.push({ place, labelId: mine.id });
  }
  const first = marked.toSorted((a, b) => b.labelId - a.labelId).map(({ place }) => place);
  const seen = new Set(first);
  return [...first, ...orderByCase(catalogue, (place) => fits(place) && !seen.has(place))];
}
