import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitBySubject } from "./split-by-subject.ts";

const subjects = fc.array(
  fc.integer({ min: 0, max: 30 }).map((n) => `subject ${n}`),
  { maxLength: 200 },
);

describe("folds by subject", () => {
  it("never put a subject on two sides; every fold has cases; the same seed gives the same", () => {
    fc.assert(
      fc.property(subjects, fc.nat(), (names, seed) => {
        const split = splitBySubject(names, seed);
        const nSubjects = new Set(names).size;
        if (nSubjects < 2) {
          expect(split).toBeNull();
          return;
        }
        const { nFolds, foldOf } = split!;
        expect(nFolds).toBe(Math.min(5, nSubjects));
        expect(foldOf).toHaveLength(names.length);
        for (let fold = 0; fold < nFolds; fold += 1) {
          const held = new Set(names.filter((_, index) => foldOf[index] === fold));
          const kept = new Set(names.filter((_, index) => foldOf[index] !== fold));
          expect(held.size).toBeGreaterThan(0);
          expect([...held].filter((name) => kept.has(name))).toEqual([]);
        }
        expect(splitBySubject(names, seed)).toEqual(split);
      }),
    );
  });

  it("are about as large as each other where subjects have one case each", () => {
    const names = Array.from({ length: 23 }, (_, index) => `s${index}`);
    const { foldOf } = splitBySubject(names, 7)!;
    const sizes = [0, 1, 2, 3, 4].map((fold) => foldOf.filter((other) => other === fold).length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([4, 4, 5, 5, 5]);
    expect(splitBySubject(names, 8)!.foldOf).not.toEqual(foldOf);
  });
});
