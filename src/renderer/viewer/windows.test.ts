import { describe, expect, it } from "vitest";
import type { Volume } from "./read-nifti.ts";
import { dragWindow, windowPresets } from "./windows.ts";

const image = (values: readonly number[]): Volume => ({
  size: [values.length, 1, 1],
  spacing: [1, 1, 1],
  affine: [],
  channels: 1,
  data: Int16Array.from(values),
});

describe("windows", () => {
  it("knows CT by its air", () => {
    expect(windowPresets(image([-1000, 0, 1500]), [-200, 300]).map(({ id }) => id)).toContain("lung");
    expect(windowPresets(image([0, 800]), [10, 700]).map(({ id }) => id)).toContain("dark");
  });

  it("has no empty window, even for an image of one grey", () => {
    for (const { low, high } of windowPresets(image([7, 7]), [7, 8])) expect(high).toBeGreaterThan(low);
  });

  it("widens to the right and brightens upwards, and never turns over", () => {
    const before = { low: 0, high: 100 };
    const wider = dragWindow(before, 100, 0);
    expect(wider.high - wider.low).toBeGreaterThan(100);
    expect(dragWindow(before, 0, -40).low).toBeLessThan(0);
    const narrow = dragWindow(before, -10_000, 0);
    expect(narrow.high).toBeGreaterThan(narrow.low);
  });
});
