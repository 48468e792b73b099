import { describe, expect, it } from "vitest";
import { fuzzyScore } from "./fuzzy.ts";

const best = (typed: string, ...texts: string[]): string | undefined =>
  texts
    .map((text) => ({ text, score: fuzzyScore(typed, text) }))
    .filter(({ score }) => score !== null)
    .toSorted((a, b) => b.score! - a.score!)[0]?.text;

describe("fuzzyScore", () => {
  it("takes letters in order and nothing else", () => {
    expect(fuzzyScore("gtd", "Go to Data")).not.toBeNull();
    expect(fuzzyScore("dtg", "Go to Data")).toBeNull();
    expect(fuzzyScore("", "anything")).toBe(0);
  });

  it("likes the beginnings of words, and whole words most", () => {
    expect(best("rel", "Reload the order", "Go to Release", "Mark as unreliable")).toBe("Reload the order");
    expect(best("release", "Reload the lease", "Go to Release")).toBe("Go to Release");
    expect(best("gr", "Toggle large tiles", "Go to Review")).toBe("Go to Review");
  });

  it("knows neither capitals nor accents", () => {
    expect(fuzzyScore("pruf", "Zum Prüfen")).not.toBeNull();
    expect(fuzzyScore("CXR", "cxr-0217")).not.toBeNull();
  });
});
