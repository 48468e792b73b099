import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Explanation, signalGroups } from "#contract/commands/review.ts";
import * as de from "../../i18n/de/index.ts";
import * as en from "../../i18n/en/index.ts";
import { languageStore } from "../../i18n/language.ts";
import { errorShares, explanationSentences, phraseOf, reasonOf } from "./explanation-text.ts";

type Signal = Explanation["signals"][number];

const directions = ["far-below", "below", "usual", "above", "far-above"] as const;
const columns = ["log-share", "border-share", "largest-share", "hole-share", "roughness", "inside-mean", "contrast"];
const languages = { en: en.explanation, de: de.explanation };

const signal = (group: Signal["group"], weight: number, direction: Signal["direction"], column = ""): Signal => ({
  group,
  weight,
  column,
  direction,
});
const explanation = (signals: readonly Signal[], more: Partial<Explanation> = {}): Explanation => ({
  candidateId: 1,
  judgeVersion: 1,
  predictedDice: 0.8,
  isStranger: false,
  signals: [...signals],
  ...more,
});

const signals = fc.record({
  group: fc.constantFrom(...signalGroups),
  weight: fc.double({ min: -4, max: 4, noNaN: true }),
  column: fc.constantFrom(...columns),
  direction: fc.constantFrom(...directions),
});

describe("explanation", () => {
  it("names what speaks against the mask, then what speaks for it", () => {
    const said = explanation([
      signal("edge", -1.4, "far-below", "edge-contrast"),
      signal("size", 0.9, "usual", "log-share"),
      signal("others", -0.8, "below", "consensus-dice"),
    ]);
    expect(explanationSentences(said, en.explanation)).toEqual([
      "Against: edge contrast far below accepted masks; the other masks of the case disagree.",
      "For: size as in accepted masks.",
    ]);
    expect(explanationSentences(said, de.explanation)).toEqual([
      "Dagegen: Randkontrast weit unter dem angenommener Masken; die anderen Masken des Falls weichen ab.",
      "Dafür: Größe wie bei angenommenen Masken.",
    ]);
  });

  it("says how much is wrong as the error map has it", () => {
    const map = { candidateId: 1, address: "", nMissed: 6, nSurplus: 14, nMask: 100, worstSlices: [] };
    expect(errorShares(map, en.explanation)).toBe(
      "14\u202f% of it is probably too much, 7\u202f% of the object is probably missed.",
    );
    expect(errorShares({ ...map, nMissed: 0, nSurplus: 0, nMask: 0 }, en.explanation)).toBe("");
  });

  it("names three against the mask and one for it at most, the strongest first, and nothing that hardly counts", () => {
    fc.assert(
      fc.property(fc.uniqueArray(signals, { selector: ({ group }) => group }), (all) => {
        const sentences = explanationSentences(explanation(all), en.explanation);
        const of = (start: string): string[] =>
          sentences
            .find((sentence) => sentence.startsWith(start))
            ?.slice(start.length, -1)
            .split("; ") ?? [];
        const strongest = (sign: 1 | -1, most: number): string[] =>
          all
            .filter(({ weight }) => sign * weight >= 0.3)
            .toSorted((a, b) => sign * (b.weight - a.weight))
            .slice(0, most)
            .map((one) => reasonOf(one, en.explanation));
        expect(of("Against: ")).toEqual(strongest(-1, 3));
        expect(of("For: ")).toEqual(strongest(1, 1));
      }),
    );
  });

  it("says that nothing stands out, and nothing at all where nothing is known", () => {
    expect(explanationSentences(explanation([signal("size", 0.1, "usual")]), en.explanation)).toEqual([
      "Nothing about this mask stands out beside accepted masks.",
    ]);
    expect(explanationSentences(explanation([]), en.explanation)).toEqual([]);
  });

  it("turns figures round of which more means less", () => {
    expect(phraseOf(signal("pieces", -1, "far-below", "largest-share"), en.explanation)).toBe(
      "in far more pieces than accepted masks",
    );
    expect(phraseOf(signal("pieces", -1, "above", "log-components"), en.explanation)).toBe(
      "in more pieces than accepted masks",
    );
    expect(phraseOf(signal("pieces", -1, "above", "hole-share"), en.explanation)).toBe(
      "more holes than in accepted masks",
    );
  });

  it("gives no reason that contradicts itself: then it only names what is spoken of", () => {
    const reason = (...args: Parameters<typeof signal>): string => reasonOf(signal(...args), en.explanation);
    expect(reason("others", -1, "above")).toBe("how it lies beside the other masks of the case");
    expect(reason("others", 1, "far-below")).toBe("how it lies beside the other masks of the case");
    expect(reason("others", 1, "above")).toBe("the other masks of the case agree well");
    expect(reason("size", -1, "usual")).toBe("its size");
    expect(reason("size", 1, "below")).toBe("its size");
    expect(reason("size", -1, "below")).toBe("smaller than accepted masks");
    expect(reason("edge", 1, "far-above")).toBe("edge contrast far above accepted masks");
    expect(reason("pieces", 1, "far-above", "largest-share")).toBe("in far fewer pieces than accepted masks");
  });

  it.each(["en", "de"] as const)("has words for every group and direction (%s)", (language) => {
    languageStore.setState({ language });
    const text = languages[language];
    for (const group of signalGroups) {
      expect(text.groups[group]).toMatch(/\w/);
      for (const direction of directions) {
        for (const weight of [-1, 0, 1]) {
          for (const column of columns) {
            const one = signal(group, weight, direction, column);
            expect(phraseOf(one, text)).toMatch(/\w/);
            expect(reasonOf(one, text)).toMatch(/\w/);
          }
        }
      }
    }
    languageStore.setState({ language: "en" });
  });
});
