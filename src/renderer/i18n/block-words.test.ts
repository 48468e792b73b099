import { describe, expect, it } from "vitest";
import type { Parameter } from "#contract/recipes.ts";
import { filters, methods } from "#core/propose/blocks.ts";
import { cleanUpParameters } from "#core/propose/clean-up.ts";
import { blocks as german } from "./de/blocks.ts";
import { blockTexts, CLEAN_UP } from "./block-words.ts";
import { blocks as english } from "./en/blocks.ts";

it("a block is called by its name, one without a name by what it is in the project", () => {
  expect(english.methodName("otsu")).toBe("Otsu’s threshold");
  expect(german.methodName("otsu")).toBe("Schwelle nach Otsu");
  expect(english.methodName("never-heard-of")).toBe("Never heard of");
  expect(english.parameterName("any", "minDistanceNew")).toBe("Min distance new");
});

it("a parameter is called as its own block calls it", () => {
  const { parameterName } = blockTexts({
    filters: {},
    methods: {},
    parameters: { k: "Strength", "diffusion.k": "Edge" },
    choices: {},
    told: {},
  });
  expect(parameterName("diffusion", "k")).toBe("Edge");
  expect(parameterName("niblack", "k")).toBe("Strength");
});

it("what a method tells is written with as many digits as say something", () => {
  expect(english.told({ threshold: 87.3456, nBasins: 14 })).toBe("threshold 87.3, objects 14");
  expect(english.told({ threshold: 0.012345 })).toBe("threshold 0.0123");
  expect(english.told({ threshold: 1234.5 })).toBe("threshold 1,235");
  expect(english.told({ inertia: 0.1, rounds: 7 })).toBe("rounds 7");
  expect(english.told({})).toBe("");
  const { told } = blockTexts({ ...english.words, told: { insideShare: "inside" } });
  expect(told({ insideShare: 0.25 })).toBe("inside 25\u202f%");
});

describe.each([
  ["English", english.words],
  ["German", german.words],
])("%s", (_, words) => {
  const unnamed = (block: string, parameters: readonly Parameter[]): string[] =>
    parameters.flatMap((parameter) => {
      const names = (among: Readonly<Record<string, string>>, name: string): string[] =>
        among[`${block}.${name}`] === undefined && among[name] === undefined ? [`${block}.${name}`] : [];
      const choices = parameter.kind === "choice" ? parameter.choices : [];
      return [...names(words.parameters, parameter.name), ...choices.flatMap((choice) => names(words.choices, choice))];
    });

  it("has words for all that recipes are made of", () => {
    expect([...methods.keys()].filter((name) => !words.methods[name])).toEqual([]);
    expect([...filters.keys()].filter((name) => !words.filters[name])).toEqual([]);
    const blocks = [...filters.values(), ...methods.values(), { name: CLEAN_UP, parameters: cleanUpParameters }];
    expect(blocks.flatMap(({ name, parameters }) => unnamed(name, parameters))).toEqual([]);
  });
});
