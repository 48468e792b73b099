import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fitCombiner } from "#domain/learning/combiner.ts";
import { FINE_SIDE, PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { disc, writeDiscs } from "#tests/support/discs.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../../core.ts";
import { groupOf, inverted, polarityOf } from "./pseudo-masks.ts";
import { packModel, unpackModel } from "./signals-model.ts";

const folder = temporaryFolder("signals-judge");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

describe("the judge of many signals", { timeout: 300_000 }, () => {
  it("is not dragged down where no source is any good for a segmenter: which one is right is a matter of the case", async () => {
    // Every source draws nonsense that has nothing to do with the image; somebody calls the small one good.
    const root = writeDiscs(join(folder, "none-good"), 40, {
      small: (rng) => disc(8 + rng.int(32), 8 + rng.int(32), 4),
      large: (rng) => disc(8 + rng.int(32), 8 + rng.int(32), 12),
    });
    const isGood = (source: string): boolean => source.includes("small");
    await client.call("project.open", { path: `${root}.winnow`, access: "write", create: true });
    await client.call("intake.add", { folder: root });
    const rows = await client.call("review.results", {});
    const labelled = rows.filter((row) => Number(/(\d+)\.png$/.exec(row.mask_path)![1]) < 8);
    const lines = labelled.map((row) => `${row.candidate},${isGood(row.source) ? "accept" : "reject"}`);
    writeFileSync(`${root}.csv`, `candidate,label\n${lines.join("\n")}\n`);
    await client.call("review.importLabels", { file: `${root}.csv`, rater: "R1" });
    await client.call("judge.train", { seed: 1 });
    await client.call("judge.apply", {});
    const held = (await client.call("review.results", {})).filter((row) => row.label === null);
    const auc = rocAuc(
      held.map((row) => row.p_good!),
      held.map((row) => isGood(row.source)),
    );
    // Size alone tells them apart: what a segmenter learned from nonsense must not hide it.
    expect(auc).toBeGreaterThan(0.95);
  });
});

function weightsOf(value: number) {
  return [{ name: "w", shape: [2], trainable: true, values: Float32Array.of(value, -value) }];
}

describe("a stored version", () => {
  const table = { nRows: 4, nColumns: 2, values: Float64Array.of(1, 0, 2, 1, -1, 0, -2, 1) };
  const model = {
    columns: ["a", "b"],
    combiner: fitCombiner(table, [true, true, false, false], 1, { leading: 0, weighed: [0, 1] }),
    trust: [{ classId: 3, share: 0.5, qualityWeight: 2, consensusShare: 1 }],
    shippedSha256: "0".repeat(64),
    known: { rows: [[1, 2]], isGood: [true] },
    networks: [
      {
        classId: 3,
        turnsPolarity: true,
        segmenterSide: FINE_SIDE,
        segmenters: [1, 2].map(weightsOf),
        quality: [3, 4].map(weightsOf),
      },
    ],
    isFine: true,
  };

  it("is read back as it was", () => {
    const { bytes, sha256 } = packModel(model);
    expect(unpackModel(bytes, sha256)).toEqual(model);
  });

  it("of an earlier Winnow weighs both networks alike and lets other masks vote, as it did", () => {
    const trust = [{ classId: 3, share: 0.5 }] as unknown as typeof model.trust;
    const { bytes, sha256 } = packModel({ ...model, trust });
    expect(unpackModel(bytes, sha256).trust).toEqual([{ classId: 3, share: 0.5, qualityWeight: 1, consensusShare: 0 }]);
  });

  it("of an earlier Winnow sees coarse planes, as it did", () => {
    const { isFine: _fine, networks, ...others } = model;
    const coarse = networks.map(({ segmenterSide: _side, ...network }) => network) as typeof networks;
    const { bytes, sha256 } = packModel({ ...others, networks: coarse } as typeof model);
    const read = unpackModel(bytes, sha256);
    expect([read.isFine, read.networks[0]!.segmenterSide]).toEqual([false, PLANE_SIDE]);
  });

  it("is refused when a byte of it has changed, and when it is something else", () => {
    const { bytes, sha256 } = packModel(model);
    const changed = Uint8Array.from(bytes);
    changed[changed.length - 2]! ^= 1;
    expect(() => unpackModel(changed, sha256)).toThrow(/SHA-256/);
    const other = Buffer.from("not a judge at all");
    expect(() => unpackModel(other, createHash("sha256").update(other).digest("hex"))).toThrow(/no judge/);
  });
});

describe("polarity", () => {
  it("tells a bright object from a dark one, and turning an image turns it", () => {
    const mask = new Uint8Array(PLANE_SIDE * PLANE_SIDE).map((_, i) => (i % 7 === 0 ? 255 : 0));
    const image = mask.map((value) => (value ? 200 : 50));
    expect(polarityOf(image, mask)).toBeGreaterThan(1);
    expect(polarityOf(inverted(image), mask)).toBeCloseTo(-polarityOf(image, mask), 6);
    expect(polarityOf(image, new Uint8Array(mask.length))).toBe(0);
  });

  it("subjects keep their group, and both groups are used", () => {
    const groups = Array.from({ length: 60 }, (_, i) => groupOf(`P-${i}`));
    expect(groups).toEqual(Array.from({ length: 60 }, (_, i) => groupOf(`P-${i}`)));
    expect(new Set(groups)).toEqual(new Set([0, 1]));
  });
});
