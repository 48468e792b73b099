import type { ErrorMap, Explanation } from "#contract/commands/review.ts";
import type { Catalogue } from "../../i18n/index.ts";

type Signal = Explanation["signals"][number];

/** What of a mask is spoken of: groups of signals, finer where one word would not fit all of their figures. */
type Aspect =
  | "size"
  | "position"
  | "border"
  | "shape"
  | "outline"
  | "pieces"
  | "holes"
  | "greys"
  | "inside"
  | "contrast"
  | "edge"
  | "others"
  | "quality"
  | "segmenter";

/** Where it lies beside accepted masks; `topic`: where that is not what speaks for or against the mask. */
type Where = Signal["direction"] | "topic";

/** What moves the score by less (logits) is not worth a word: from 50 to 57 per cent at most. */
const WORTH_SAYING = 0.3;
const MOST_AGAINST = 3;

/** Figures that have words of their own; of all others their group is spoken of. */
const aspectOfColumn: Readonly<Record<string, Aspect>> = {
  "border-share": "border",
  roughness: "outline",
  "hole-share": "holes",
  "inside-mean": "inside",
  contrast: "contrast",
  "contrast-size": "contrast",
};
const aspectOfGroup: Readonly<Record<Signal["group"], Aspect>> = {
  size: "size",
  position: "position",
  shape: "shape",
  pieces: "pieces",
  brightness: "greys",
  edge: "edge",
  others: "others",
  quality: "quality",
  segmenter: "segmenter",
};
/** The more of these there is, the less there is of what their aspect speaks of. */
const REVERSED: ReadonlySet<string> = new Set(["largest-share"]);
const opposite = {
  "far-below": "far-above",
  below: "above",
  usual: "usual",
  above: "below",
  "far-above": "far-below",
} as const;

/** In which direction a figure is praise, in words that say so. */
const praise: Partial<Record<Aspect, "above" | "below">> = {
  border: "below",
  outline: "below",
  pieces: "below",
  holes: "below",
  contrast: "above",
  edge: "above",
  others: "above",
  quality: "above",
  segmenter: "above",
};
/** Their words judge: that others agree cannot speak against a mask. */
const JUDGING: ReadonlySet<Aspect> = new Set(["others", "quality", "segmenter"]);

function factOf({ group, column, direction }: Signal): { aspect: Aspect; where: Signal["direction"] } {
  return {
    aspect: aspectOfColumn[column] ?? aspectOfGroup[group],
    where: REVERSED.has(column) ? opposite[direction] : direction,
  };
}

/** Where the figure of a group lies beside accepted masks: "far smaller than accepted masks". */
export function phraseOf(signal: Signal, text: Catalogue["explanation"]): string {
  const { aspect, where } = factOf(signal);
  return text.phrases[aspect][where];
}

/**
 * The same as a reason. A group may speak against a mask although the figure that stands for it is as usual, or for it
 * although that is not: then only what is spoken of is named.
 */
export function reasonOf(signal: Signal, text: Catalogue["explanation"]): string {
  const { aspect, where } = factOf(signal);
  const isPraise = praise[aspect] !== undefined && where.endsWith(praise[aspect]);
  const fits =
    signal.weight < 0 ? where !== "usual" && !(isPraise && JUDGING.has(aspect)) : where === "usual" || isPraise;
  const said: Where = fits ? where : "topic";
  return text.phrases[aspect][said];
}

/** What speaks most against a mask and for it, in a few sentences; what is not known is left out. */
export function explanationSentences(
  { signals }: Pick<Explanation, "signals">,
  text: Catalogue["explanation"],
): string[] {
  const against = signals.filter(({ weight }) => weight <= -WORTH_SAYING).toSorted((a, b) => a.weight - b.weight);
  const inFavour = signals.filter(({ weight }) => weight >= WORTH_SAYING).toSorted((a, b) => b.weight - a.weight);
  const say = (chosen: readonly Signal[]): string[] => chosen.map((signal) => reasonOf(signal, text));
  return [
    signals.length > 0 && against.length + inFavour.length === 0 ? text.nothingStandsOut : "",
    against.length > 0 ? text.against(say(against.slice(0, MOST_AGAINST))) : "",
    inFavour.length > 0 ? text.inFavour(say(inFavour.slice(0, 1))) : "",
  ].filter(Boolean);
}

/** How much of a mask is thought to be wrong, as its error map has it. */
export function errorShares({ nMissed, nSurplus, nMask }: ErrorMap, text: Catalogue["explanation"]): string {
  const nObject = nMask - nSurplus + nMissed;
  return text.shares(nMask === 0 ? null : nSurplus / nMask, nObject === 0 ? null : nMissed / nObject);
}
