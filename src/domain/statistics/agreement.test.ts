import { describe, expect, it } from "vitest";
import { cohenKappa } from "./agreement.ts";

describe("Cohen's kappa", () => {
  it("is 0.4 for the oracle of methods 10.4", () => {
    const { n, nAgreed, agreement, kappa } = cohenKappa([
      [20, 5],
      [10, 15],
    ]);
    expect([n, nAgreed, agreement]).toEqual([50, 35, 0.7]);
    expect(kappa).toBeCloseTo(0.4, 12);
  });

  it("gives the published estimate and standard error of two raters of carcinoma slides (Agresti 2002, 10.5)", () => {
    const { kappa, standardError, interval } = cohenKappa([
      [22, 2, 2, 0],
      [5, 7, 14, 0],
      [0, 2, 36, 0],
      [0, 1, 17, 10],
    ]);
    expect(kappa).toBeCloseTo(0.493, 3);
    expect(standardError).toBeCloseTo(0.057, 3);
    expect(interval![0]).toBeCloseTo(0.493 - 1.96 * 0.0567, 3);
    expect(interval![1]).toBeCloseTo(0.493 + 1.96 * 0.0567, 3);
  });

  it("gives those of the 91 couples of Hout et al. 1987, as R's vcd prints them", () => {
    const { kappa, standardError } = cohenKappa([
      [7, 7, 2, 3],
      [2, 8, 3, 7],
      [1, 5, 4, 9],
      [2, 8, 9, 14],
    ]);
    expect(kappa).toBeCloseTo(0.1293, 4);
    expect(standardError).toBeCloseTo(0.0686, 4);
  });

  it("claims no certainty from few masks that all agree", () => {
    const few = cohenKappa([
      [3, 0],
      [0, 3],
    ]);
    const many = cohenKappa([
      [300, 0],
      [0, 300],
    ]);
    expect([few.kappa, many.kappa]).toEqual([1, 1]);
    expect(few.interval![0]).toBeLessThan(0.2);
    expect(many.interval![0]).toBeGreaterThan(0.98);
    expect(few.interval![1]).toBe(1);
  });

  it("is not defined without a second answer, or without any mask", () => {
    expect(
      cohenKappa([
        [5, 0],
        [0, 0],
      ]),
    ).toMatchObject({ agreement: 1, kappa: null, interval: null });
    expect(
      cohenKappa([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ n: 0, agreement: null, kappa: null, interval: null });
  });
});
