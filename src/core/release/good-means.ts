import type { ReadableProject } from "../project/project.ts";
import { getSetting } from "../project/queries/settings.ts";

/** What "good" meant when masks were accepted and rejected. */
export interface GoodMeans {
  /** In a person's words; empty where nobody has said it. */
  readonly words: string;
  /** By source whose masks were references, by class: the least Dice with the reference. */
  readonly dice_with_reference: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export function goodMeans(project: ReadableProject): GoodMeans {
  return { words: getSetting(project, "goodMeans"), dice_with_reference: getSetting(project, "goodByReference") };
}

/** "Where expert has a mask, good means a Dice with it of at least 0.75 (liver) or 0.8 (tumour).", one for every source. */
export function referenceSentences({ dice_with_reference: references }: GoodMeans): string[] {
  return Object.entries(references).map(([source, ofClass]) => {
    const entries = Object.entries(ofClass);
    const isOne = new Set(Object.values(ofClass)).size === 1;
    const least = isOne
      ? String(entries[0]![1])
      : new Intl.ListFormat("en", { type: "disjunction" }).format(entries.map(([name, dice]) => `${dice} (${name})`));
    return `Where ${source} has a mask, good means a Dice with it of at least ${least}.`;
  });
}
