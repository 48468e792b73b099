import { describe, expect, it } from "vitest";
import { createRng } from "../random/rng.ts";
import { familiar, STRANGE_FROM, strangeness } from "./strangeness.ts";

const rng = createRng(1);
const draw = (shift = 0): number[] => Array.from({ length: 6 }, (_, i) => rng.normal() * (i + 1) + shift * (i + 1));

describe("strangers", () => {
  const rows = Array.from({ length: 100 }, () => draw());
  const usual = familiar(rows)!;

  it("are rare among masks like the labelled ones, and all of those far away", () => {
    const alike = Array.from({ length: 300 }, () => strangeness(draw(), usual));
    expect(alike.filter((value) => value >= STRANGE_FROM).length).toBeLessThan(6);
    const far = Array.from({ length: 50 }, () => strangeness(draw(6), usual));
    expect(far.every((value) => value >= STRANGE_FROM)).toBe(true);
  });

  it("do not depend on the unit of a signal", () => {
    const scaled = familiar(rows.map((row) => row.map((value, i) => (i === 2 ? value * 1000 + 5 : value))))!;
    const row = draw(2);
    const same = row.map((value, i) => (i === 2 ? value * 1000 + 5 : value));
    expect(strangeness(same, scaled)).toBeCloseTo(strangeness(row, usual), 6);
  });

  it("are not told where too little is labelled, or where nothing varies", () => {
    expect(familiar(rows.slice(0, 10))).toBeNull();
    expect(familiar(Array.from({ length: 30 }, () => [1, 2, 3]))).toBeNull();
  });
});
