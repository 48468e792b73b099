import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONSENSUS, measuredColumns, OTHERS, VOTE } from "./columns.ts";
import { ConsensusTrust, wordOfOthers } from "./word-of-others.ts";

function row(consensus: number, vote: number, others = 1): Float64Array {
  const values = new Float64Array(measuredColumns.length);
  [values[CONSENSUS], values[VOTE], values[OTHERS]] = [consensus, vote, others];
  return values;
}

function shareOf(rows: readonly Float64Array[]): number {
  const trust = new ConsensusTrust();
  for (const one of rows) trust.add(one);
  return trust.share;
}

const dice = fc.double({ min: 0, max: 1, noNaN: true });

describe("the word of the other masks of a case", () => {
  it("is the consensus's where vote and consensus say the same of the project's masks", () => {
    const rows = Array.from({ length: 60 }, (_, i) => row(0.3 + i / 100, 0.2 + i / 90 + 0.01 * (i % 2)));
    expect(shareOf(rows)).toBe(1);
    expect(wordOfOthers(row(0.8, 0.6), 1)).toBe(0.8);
  });

  it("is the vote's where masks that fail alike outweigh the others", () => {
    // Of every third case the consensus is for the wrong ones.
    const rows = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? row(1 - i / 60, i / 60) : row(i / 60, i / 60)));
    expect(shareOf(rows)).toBe(0);
    expect(wordOfOthers(row(0.8, 0.6), 0)).toBe(0.6);
  });

  it("is the vote's where too little is known: few masks, masks without others, masks that are all alike", () => {
    const same = Array.from({ length: 60 }, (_, i) => row(i / 60, i / 60));
    expect(shareOf(same.slice(0, 20))).toBe(0);
    expect(shareOf(same.map((one) => row(one[CONSENSUS]!, one[VOTE]!, 0)))).toBe(0);
    expect(shareOf(same.map(() => row(0.5, 0.5)))).toBe(0);
  });

  it("goes over from one to the other, and never beyond, whatever the masks", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(dice, dice), { maxLength: 80 }), (pairs) => {
        const share = shareOf(pairs.map(([consensus, vote]) => row(consensus, vote)));
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
