import type { Explanation } from "#contract/commands/review.ts";
import { type Classifier } from "#domain/learning/classifier.ts";
import type { SignalsModel } from "./signals-model.ts";

type Signal = Explanation["signals"][number];
type Group = Signal["group"];

/** Beginnings of the names of the columns that belong together. */
const GROUPS: Readonly<Record<Group, readonly string[]>> = {
  size: ["log-share", "extent-", "inner-radius"],
  position: ["centre-", "border-share"],
  shape: ["box-fill", "compactness", "mean-depth", "elongation", "flatness", "roughness", "slice-overlap"],
  pieces: ["log-components", "largest-share", "hole-share"],
  brightness: ["inside-", "outside-", "contrast", "separation", "threshold-dice", "surplus-like", "missed-like"],
  edge: ["edge-"],
  others: ["others", "overlap-", "consensus-", "vote-"],
  quality: ["shipped-", "quality-", "first-opinion", "networks-overlap"],
  segmenter: ["self-"],
};

/** The column that speaks for its group, where one of them is what a person would look at first. */
const SPOKESMAN: Partial<Record<Group, readonly string[]>> = {
  size: ["log-share"],
  edge: ["edge-contrast"],
  others: ["vote-dice"],
  quality: ["quality-dice", "shipped-dice"],
  segmenter: ["self-overlap"],
};

/** Deviations from the middle of accepted masks from which on a figure is called unusual, and far from usual. */
const UNUSUAL = 1;
const FAR = 2.5;
/** Accepted masks below which there is no "usual". */
const LEAST_GOOD = 5;

/**
 * What speaks for and against a mask: how its logit would change if one group of signals were as in the middle of the
 * accepted masks, all others as they are. The strongest first.
 */
export function explainRow(
  row: Float64Array,
  { columns, known }: Pick<SignalsModel, "columns" | "known">,
  classifier: Classifier,
): Signal[] {
  const good = known.rows.filter((_, index) => known.isGood[index]);
  if (good.length < LEAST_GOOD) return [];
  const usual = columns.map((_, column) => middleOf(good.map((one) => one[column]!)));
  const logit = classifier.logit(row);
  const signals = (Object.entries(GROUPS) as [Group, readonly string[]][]).flatMap(([group, starts]): Signal[] => {
    const own = columns.flatMap((name, column) => (starts.some((start) => name.startsWith(start)) ? [column] : []));
    if (own.length === 0) return [];
    const changed = row.slice();
    for (const column of own) changed[column] = usual[column]!.middle;
    const deviation = (column: number): number => (row[column]! - usual[column]!.middle) / usual[column]!.spread;
    const named = SPOKESMAN[group]?.map((name) => columns.indexOf(name)).find((column) => column >= 0);
    const speaking =
      named ?? own.reduce((most, column) => (Math.abs(deviation(column)) > Math.abs(deviation(most)) ? column : most));
    return [
      {
        group,
        weight: logit - classifier.logit(changed),
        column: columns[speaking]!,
        direction: directionOf(deviation(speaking)),
      },
    ];
  });
  return signals.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function directionOf(deviation: number): Signal["direction"] {
  const side = deviation < 0 ? "below" : "above";
  if (Math.abs(deviation) < UNUSUAL) return "usual";
  return Math.abs(deviation) < FAR ? side : `far-${side}`;
}

/** Median, and half the distance between the 16th and the 84th percentile. */
function middleOf(values: readonly number[]): { middle: number; spread: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  return { middle: at(0.5), spread: Math.max(1e-6, (at(0.84) - at(0.16)) / 2) };
}
