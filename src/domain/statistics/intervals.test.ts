import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./binomial.ts";
import { hypergeometricCdf, hypergeometricUpper } from "./hypergeometric.ts";

describe("Wilson's interval", () => {
  it("is what the textbook says (8 of 10)", () => {
    const [low, high] = wilsonInterval(8, 10);
    expect(low).toBeCloseTo(0.4902, 4);
    expect(high).toBeCloseTo(0.9433, 4);
  });

  it("stays within 0 and 1, and reaches them where nothing or everything is good", () => {
    expect(wilsonInterval(0, 10)[0]).toBe(0);
    expect(wilsonInterval(0, 10)[1]).toBeCloseTo(0.2775, 4);
    expect(wilsonInterval(10, 10)[1]).toBe(1);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});

describe("the exact upper bound of a finite list", () => {
  it("is the largest number of bad masks that does not make so few bad draws unlikely", () => {
    for (const [k, n, size] of [
      [0, 20, 100],
      [1, 50, 120],
      [3, 30, 40],
    ] as const) {
      const most = hypergeometricUpper(k, n, size, 0.05);
      expect(hypergeometricCdf(k, n, { size, bad: most })).toBeGreaterThan(0.05);
      if (most < size - (n - k)) expect(hypergeometricCdf(k, n, { size, bad: most + 1 })).toBeLessThanOrEqual(0.05);
    }
  });

  it("agrees with the planned counts: 39 clean checks of 100 leave at most 5 bad", () => {
    expect(hypergeometricUpper(0, 39, 100, 0.05)).toBe(5);
    expect(hypergeometricUpper(0, 38, 100, 0.05)).toBe(6);
  });

  it("is the number found once all of a list is drawn", () => {
    expect(hypergeometricUpper(2, 30, 30, 0.05)).toBe(2);
  });
});
