import { describe, expect, it } from "vitest";
import type { ValuesRemedy } from "#contract/remedies.ts";
import { classifyValues } from "./classify-values.ts";
import { diagnoseValues, type MaskSamples } from "./diagnose-values.ts";

const SIDE = 40;

/** Two squares with edges of their own on a ground of `background`: the left one `a`, the right one `b`. */
function picture({
  a,
  b,
  edgeA = a,
  edgeB = b,
  background = 0,
}: Record<"a" | "b", number> & Partial<Record<"edgeA" | "edgeB" | "background", number>>): number[] {
  const inside = (x: number, y: number, x0: number, margin: number): boolean =>
    x >= x0 + margin && x < x0 + 12 - margin && y >= 10 + margin && y < 26 - margin;
  return Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    for (const [x0, value, edge] of [
      [4, a, edgeA],
      [22, b, edgeB],
    ] as const) {
      if (inside(x, y, x0, 1)) return value;
      if (inside(x, y, x0, 0)) return edge;
    }
    return background;
  });
}

const KERNEL = [-1, 0, 1].flatMap((dy) =>
  [-1, 0, 1].map((dx) => [dx, dy, (2 - Math.abs(dx)) * (2 - Math.abs(dy))] as const),
);

function grey(data: number[], rest: Partial<MaskSamples> = {}): MaskSamples {
  return { size: [SIDE, SIDE], channels: 1, data, isLossy: false, nonFiniteCount: 0, ...rest };
}

function colours(keys: number[], palette: Readonly<Record<number, readonly [number, number, number]>>): MaskSamples {
  return grey(
    keys.flatMap((key) => palette[key]!),
    { channels: 3 },
  );
}

function mended(mask: MaskSamples, remedy: ValuesRemedy): number[] {
  return [...classifyValues(mask, remedy).labels];
}

const plain = picture({ a: 1, b: 2 });

describe("the values of a mask", () => {
  it("are left alone where they are labels", () => {
    expect(diagnoseValues(grey(plain))).toBeNull();
    expect(diagnoseValues(grey(picture({ a: 255, b: 255 })))).toBeNull();
  });

  it("that are soft are cut at half of their range, or where a person says", () => {
    const soft = grey(picture({ a: 0.9, b: 0.4, edgeA: 0.6, edgeB: 0.1 }));
    const diagnosis = diagnoseValues(soft)!;
    expect(diagnosis.problem).toBe("soft");
    expect(diagnosis.remedies[0]).toEqual({ kind: "threshold", share: 0.5, name: "1" });
    expect(mended(soft, diagnosis.remedies[0]!)).toEqual(picture({ a: 1, b: 0 }));
    expect(mended(soft, { kind: "threshold", share: 0.05, name: "1" })).toEqual(picture({ a: 1, b: 1 }));
    expect(mended(soft, { kind: "threshold", share: 0.7, name: "1" })).toEqual(picture({ a: 1, b: 0, edgeA: 0 }));
  });

  it("of labels that were scaled go to the nearest label", () => {
    const scaled = grey(picture({ a: 1, b: 2, edgeA: 0.9, edgeB: 1.8 }));
    const diagnosis = diagnoseValues(scaled)!;
    expect(diagnosis.problem).toBe("soft");
    expect(diagnosis.remedies.map(({ kind }) => kind)).toContain("greys");
    const greys = diagnosis.remedies.find(({ kind }) => kind === "greys")!;
    expect(mended(scaled, greys)).toEqual(plain);
  });

  it("that a JPEG has blurred go to the nearest of the main greys", () => {
    const noise = picture({ a: 128, b: 255, edgeA: 117, edgeB: 238 }).map((value, i) =>
      Math.max(0, Math.min(255, value + ((i * 7) % 9) - 4)),
    );
    const jpeg = grey(noise, { isLossy: true });
    const diagnosis = diagnoseValues(jpeg)!;
    expect(diagnosis.problem).toBe("lossy");
    expect(diagnosis.remedies[0]).toMatchObject({ kind: "greys" });
    expect(mended(jpeg, diagnosis.remedies[0]!)).toEqual(plain);
  });

  it("with smooth edges go to the nearest of the greys that have areas of their own", () => {
    const sharp = picture({ a: 128, b: 255 });
    // As another program scales masks up: each pixel the mean of those around it.
    const smooth = sharp.map((_, i) => {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      let sum = 0;
      for (const [dx, dy, weight] of KERNEL)
        sum +=
          weight *
          (sharp[Math.max(0, Math.min(SIDE - 1, x + dx)) + SIDE * Math.max(0, Math.min(SIDE - 1, y + dy))] ?? 0);
      return Math.round(sum / 16);
    });
    const diagnosis = diagnoseValues(grey(smooth))!;
    expect(diagnosis.problem).toBe("stray-greys");
    expect(diagnosis.remedies[0]).toEqual({
      kind: "greys",
      classes: [
        { from: 0, name: null },
        { from: 128, name: "1" },
        { from: 255, name: "2" },
      ],
    });
    // Right inside, and right outside; the edge itself is where the greys are nearest.
    const labels = mended(grey(smooth), diagnosis.remedies[0]!);
    const inside = picture({ a: 1, b: 2, edgeA: 9, edgeB: 9 });
    expect(labels.filter((label, i) => inside[i] !== 9 && inside[i] !== 0 && label !== inside[i])).toEqual([]);
  });

  it("that are many, and classes, are no smooth edges", () => {
    const classes = Array.from({ length: SIDE * SIDE }, (_, i) =>
      i % SIDE < 20 ? 0 : 1 + (Math.floor(i / SIDE / 2) % 14),
    );
    classes[0] = 255;
    expect(diagnoseValues(grey(classes))).toBeNull();
  });

  it("in colours become a class each; the border is the background", () => {
    const palette = { 0: [255, 255, 255], 1: [0, 0, 200], 2: [200, 0, 0] } as const;
    const mask = colours(plain, palette);
    const diagnosis = diagnoseValues(mask)!;
    expect(diagnosis.problem).toBe("colours");
    expect(diagnosis.remedies[0]).toEqual({
      kind: "colours",
      classes: [
        { from: [0, 0, 200], name: "1" },
        { from: [200, 0, 0], name: "2" },
        { from: [255, 255, 255], name: null },
      ],
    });
    expect(mended(mask, diagnosis.remedies[0]!)).toEqual(plain);
  });

  it("of two names become two classes, of one name one, of none none", () => {
    const classes = (first: string | null, second: string | null): ValuesRemedy => ({
      kind: "labels",
      classes: [
        { from: 1, name: first },
        { from: 2, name: second },
      ],
    });
    expect(classifyValues(grey(plain), classes("liver", "liver"))).toMatchObject({ names: ["liver"] });
    expect(mended(grey(plain), classes("liver", "liver"))).toEqual(picture({ a: 1, b: 1 }));
    expect(mended(grey(plain), classes(null, "spleen"))).toEqual(picture({ a: 0, b: 1 }));
  });

  it("below 0 and that are no numbers count as background", () => {
    const negative = grey(picture({ a: 1, b: -1 }));
    const diagnosis = diagnoseValues(negative)!;
    expect(diagnosis.problem).toBe("negative");
    expect(mended(negative, diagnosis.remedies[0]!)).toEqual(picture({ a: 1, b: 0 }));
    expect(diagnoseValues(grey(plain, { nonFiniteCount: 3 }))).toMatchObject({ problem: "not-finite" });
  });

  it("that number objects are one class", () => {
    const many = grey(Array.from({ length: SIDE * SIDE }, (_, i) => (i % 4 === 0 ? 0 : i)));
    const diagnosis = diagnoseValues(many)!;
    expect(diagnosis.problem).toBe("too-many");
    expect(mended(many, diagnosis.remedies[0]!)).toEqual(
      many.data.length ? Array.from(many.data, (v) => (v === 0 ? 0 : 1)) : [],
    );
  });
});
