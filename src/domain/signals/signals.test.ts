import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementFeatures, agreementNames, consensusOf } from "./agreement.ts";
import { type CasePlan, PLANE_SIDE, planCase, samplePlanes, sampleVoters } from "./case-planes.ts";
import { dice } from "../mask/overlap.ts";
import { maskExtent } from "./mask-extent.ts";
import { featureNames, maskFeatures } from "./mask-features.ts";
import { selfAgreement, selfNames } from "./self-agreement.ts";

const SIDE = 40;

/** A disc of so many pixels' radius. */
function disc(radius: number, cx = 20, cy = 20): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.hypot((i % SIDE) - cx, Math.floor(i / SIDE) - cy) <= radius ? 1 : 0,
  );
}

const scene = Float32Array.from(disc(10), (value, i) => 0.2 + 0.6 * value + 0.02 * Math.sin(i * 12.9898));

function feature(mask: Uint8Array, name: (typeof featureNames)[number], image: Float32Array = scene): number {
  return maskFeatures({ image, mask, size: [SIDE, SIDE], spacing: [1, 1] })[featureNames.indexOf(name)]!;
}

describe("features of a mask", () => {
  it("a mask that fits stands out from one that is too large, too small or elsewhere", () => {
    const fits = disc(10);
    for (const bad of [disc(14), disc(6), disc(10, 26, 20)]) {
      expect(feature(fits, "edge-contrast-size")).toBeGreaterThan(feature(bad, "edge-contrast-size"));
      expect(feature(fits, "threshold-dice")).toBeGreaterThan(feature(bad, "threshold-dice"));
      expect(feature(fits, "contrast-size")).toBeGreaterThan(feature(bad, "contrast-size"));
    }
    expect(feature(disc(14), "surplus-like")).toBeGreaterThan(0.3);
    expect(feature(disc(6), "missed-like")).toBeGreaterThan(0.3);
  });

  it("measures shape: holes, pieces, elongation, border", () => {
    const ring = disc(10).map((value, i) => value - disc(4)[i]!);
    const area = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);
    expect(feature(ring, "hole-share")).toBeCloseTo(area(disc(4)) / area(ring), 6);
    const two = disc(5, 10, 10).map((value, i) => value | disc(5, 30, 30)[i]!);
    expect(feature(two, "log-components")).toBeCloseTo(Math.log(2), 6);
    expect(feature(two, "largest-share")).toBeCloseTo(0.5, 6);
    expect(feature(disc(10), "elongation")).toBeCloseTo(1, 1);
    expect(feature(disc(10), "border-share")).toBe(0);
    expect(feature(disc(10, 4, 20), "border-share")).toBeGreaterThan(0);
  });

  it("does not change when image and mask are mirrored together", () => {
    const mirrored = (data: ArrayLike<number>): Float32Array =>
      Float32Array.from({ length: data.length }, (_, i) => data[i - (i % SIDE) + SIDE - 1 - (i % SIDE)]!);
    const mask = disc(8, 18, 22);
    const before = maskFeatures({ image: scene, mask, size: [SIDE, SIDE], spacing: [1, 1] });
    const after = maskFeatures({ image: mirrored(scene), mask: mirrored(mask), size: [SIDE, SIDE], spacing: [1, 1] });
    const changed = featureNames.filter((name, i) => name !== "centre-x" && Math.abs(after[i]! - before[i]!) > 1e-5);
    expect(changed).toEqual([]);
  });

  it("is finite for whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<readonly number[]>([7, 5], [5, 4, 3], [3, 1, 1]),
        fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        (size, stream) => {
          const n = size.reduce((a, b) => a * b, 1);
          const mask = Uint8Array.from({ length: n }, () => ((stream.next().value as number) === 0 ? 1 : 0));
          const image = Float32Array.from({ length: n }, () => (stream.next().value as number) / 3);
          const values = maskFeatures({ image, mask, size, spacing: size.map(() => 0.7) });
          expect(values).toHaveLength(featureNames.length);
          expect([...values].every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });
});

describe("agreement", () => {
  const voters = (masks: readonly Uint8Array[]) =>
    masks.map((mask) => ({ mask: mask.map((v) => 255 * v), votes: true }));
  const column = (name: (typeof agreementNames)[number]) => agreementNames.indexOf(name);

  it("ranks the odd one out last", () => {
    const rows = agreementFeatures(voters([disc(10), disc(9), disc(11), disc(4, 8, 8)]));
    const dice = rows.map((row) => row[column("consensus-dice")]!);
    expect(Math.min(...dice)).toBe(dice[3]);
    expect(rows[3]![column("consensus-rank")]).toBe(0);
  });

  it("a mask that may not vote changes nothing for the others", () => {
    const three = voters([disc(10), disc(9), disc(11)]);
    const without = agreementFeatures(three);
    const withSilent = agreementFeatures([...three, { mask: disc(4, 8, 8).map((v) => 255 * v), votes: false }]);
    for (let i = 0; i < 3; i += 1)
      expect(withSilent[i]![column("consensus-dice")]).toBe(without[i]![column("consensus-dice")]);
  });

  it("a mask alone has no agreement, and nobody's consensus is none", () => {
    expect([...agreementFeatures(voters([disc(10)]))[0]!]).toEqual(agreementNames.map(() => 0));
    expect(consensusOf([{ mask: disc(3), votes: false }])).toBeNull();
  });
});

describe("planes of a case", () => {
  const SIZE = [SIDE, SIDE];
  const extents = (size: readonly number[], ...masks: Uint8Array[]) => masks.map((mask) => maskExtent(mask, size));

  it("empty masks have no say, and a case of nothing but them is looked at whole", () => {
    const empty = new Uint8Array(SIDE * SIDE);
    expect(planCase(extents(SIZE, disc(6), empty), SIZE, [1, 1])).toEqual(
      planCase(extents(SIZE, disc(6)), SIZE, [1, 1]),
    );
    const [{ frame }] = planCase(extents(SIZE, empty), SIZE, [1, 1]).planes as [CasePlan["planes"][number]];
    expect(frame).toEqual({ x0: 0, y0: 0, x1: SIDE, y1: SIDE });
    expect(sampleVoters([empty], extents(SIZE, empty), SIZE)[0]).toHaveLength(SIDE * SIDE);
  });

  it("frame what the masks have in common, whatever one of them covers", () => {
    const all = new Uint8Array(SIDE * SIDE).fill(1);
    const plan = planCase(extents(SIZE, disc(6), disc(7), all), SIZE, [1, 1]);
    const planes = samplePlanes(disc(6), SIZE, plan, 255);
    const share = planes.reduce((sum, value) => sum + value / 255, 0) / (PLANE_SIDE * PLANE_SIDE);
    expect(share).toBeGreaterThan(0.1);
  });

  it("samples masks of one case on one grid", () => {
    const [a, b] = sampleVoters([disc(6), disc(9)], extents(SIZE, disc(6), disc(9)), SIZE) as [Uint8Array, Uint8Array];
    expect(a.length).toBe(b.length);
    expect(dice(a, b)).toBeCloseTo(dice(disc(6), disc(9)), 6);
  });

  it("volumes give three planes along the axis with the widest spacing", () => {
    const size = [12, 10, 8];
    const mask = Uint8Array.from({ length: 960 }, (_, i) => (i % 12 > 3 && i % 12 < 9 ? 1 : 0));
    const plan = planCase(extents(size, mask), size, [1, 1, 3]);
    expect(plan.planes.map(({ axis }) => axis)).toEqual([2, 2, 2]);
    expect(planCase(extents(size, mask), size, [4, 1, 3]).planes[0]!.axis).toBe(0);
  });
});

describe("agreement with a segmenter", () => {
  const asBytes = (mask: Uint8Array): Uint8Array => mask.map((value) => 255 * value);
  const column = (name: (typeof selfNames)[number]) => selfNames.indexOf(name);

  it("is 1 for its own output, and what lies outside of the frame counts as surplus", () => {
    const own = selfAgreement(asBytes(disc(10)), asBytes(disc(10)), 1);
    expect(own[column("self-dice")]).toBeCloseTo(1, 6);
    const half = selfAgreement(asBytes(disc(10)), asBytes(disc(10)), 0.5);
    expect(half[column("self-dice")]).toBeCloseTo(2 / 3, 2);
    expect(half[column("self-surplus")]).toBeCloseTo(0.5, 6);
  });

  it("tells surplus from missed", () => {
    const large = selfAgreement(asBytes(disc(14)), asBytes(disc(10)), 1);
    const small = selfAgreement(asBytes(disc(6)), asBytes(disc(10)), 1);
    expect(large[column("self-surplus")]).toBeGreaterThan(0.3);
    expect(large[column("self-missed")]).toBeCloseTo(0, 6);
    expect(small[column("self-missed")]).toBeGreaterThan(0.3);
    expect(small[column("self-surplus")]).toBeCloseTo(0, 6);
  });
});
