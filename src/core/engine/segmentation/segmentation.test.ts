import { describe, expect, it } from "vitest";
import { dice } from "#domain/mask/overlap.ts";
import { createRng } from "#domain/random/rng.ts";
import { loadTensorFlow } from "../tensorflow.ts";
import { classesLoss } from "./losses.ts";
import { type Dimensions, NOT_KNOWN, patchDrawer, type SegmentationCase } from "./patches.ts";
import { segmentCases } from "./segment-cases.ts";
import { type SegmenterTraining, trainSupervised } from "./supervised.ts";
import type { UnetTrainingState } from "./train-unet.ts";

const tf = loadTensorFlow();

/** Volumes with a bright ball (class 1) and a brighter one (class 2) on a noisy ground. */
function balls(n: number, size: readonly [number, number, number], seed: number): SegmentationCase[] {
  const rng = createRng(seed, "balls");
  const [nx, ny, nz] = size;
  return Array.from({ length: n }, () => {
    const image = new Uint8Array(nx * ny * nz);
    const labels = new Uint8Array(image.length);
    // One on either side, so that neither hides the other.
    const side = rng.int(2);
    const centres = [side, 1 - side].map(
      (right) => [(right * nx) / 2 + 6 + rng.int(nx / 2 - 12), 6 + rng.int(ny - 12), nz / 2] as const,
    );
    for (let i = 0; i < image.length; i += 1) {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      for (const [index, [cx, cy, cz]] of centres.entries())
        if ((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2 <= 36) labels[i] = index + 1;
      image[i] = Math.max(0, Math.min(255, 60 + 70 * labels[i]! + 15 * rng.normal()));
    }
    return { size, image, labels };
  });
}

function settings(dimensions: Dimensions, size: number[], steps: number): SegmenterTraining {
  return {
    seed: 1,
    steps,
    dimensions,
    size,
    nClasses: 3,
    batchSize: 4,
    learningRate: 5e-3,
    mirror: true,
    shape: { channels: [8, 16], nClasses: 3 },
  };
}

describe("the segmenter", () => {
  it.each([
    ["2", [24, 24], [44, 28, 1]],
    ["2.5", [24, 24], [44, 28, 9]],
    ["3", [8, 24, 24], [44, 28, 9]],
  ] as const)("learns two classes in %s dimensions", async (dimensions, patch, size) => {
    const how = settings(dimensions, [...patch], 120);
    const weights = await trainSupervised(tf, balls(6, size, 1), how, null, async () => "go-on");
    const tested = balls(2, size, 2);
    const seen = segmentCases(tf, { weights, shape: how.shape, dimensions }, tested);
    const overlaps = tested.flatMap(({ labels }, index) =>
      [1, 2].map((classIndex) =>
        dice(
          labels.map((_, i) => (seen[index]![2 * i + classIndex - 1]! > 127 ? 1 : 0)),
          labels.map((label) => (label === classIndex ? 1 : 0)),
        ),
      ),
    );
    expect(Math.min(...overlaps)).toBeGreaterThan(0.8);
  });

  it("goes on from a state exactly as if nothing had happened", async () => {
    const cases = balls(3, [28, 24, 1], 3);
    const how = settings("2", [16, 16], 8);
    const whole = await trainSupervised(tf, cases, how, null, async () => "go-on");
    let state: UnetTrainingState | null = null;
    await trainSupervised(tf, cases, how, null, async (step, _loss, stateNow) => {
      if (step < 5) return "go-on";
      state = stateNow();
      return "stop";
    });
    const resumed = await trainSupervised(tf, cases, how, state, async () => "go-on");
    for (const [index, { values }] of whole.entries()) expect(resumed[index]!.values).toEqual(values);
  });

  it("hears nothing from voxels that say nothing", () => {
    const rng = createRng(4, "logits");
    const logits = tf.tensor4d(
      Float32Array.from({ length: 2 * 4 * 4 * 3 }, () => rng.normal()),
      [2, 4, 4, 3],
    );
    const target = tf.oneHot(tf.ones([2, 4, 4], "int32"), 3);
    const values = Float32Array.from({ length: 32 }, () => rng.int(2));
    const weights = tf.tensor4d(values, [2, 4, 4, 1]);
    const gradient = tf
      .grad((z) => classesLoss(tf, z, target, weights))(logits)
      .dataSync();
    for (const [voxel, weight] of values.entries())
      for (const k of [0, 1, 2]) expect(gradient[3 * voxel + k] === 0).toBe(weight === 0);
  });

  it("draws patches by seed and step alone, and knows nothing beyond the edge", () => {
    const cases = balls(2, [26, 14, 1], 5);
    const plan = settings("2", [32, 32], 1);
    const batch = patchDrawer(cases, plan)(7);
    expect(patchDrawer(cases, plan)(7)).toEqual(batch);
    expect(patchDrawer(cases, plan)(8)).not.toEqual(batch);
    const known = batch.weights!.reduce((sum, weight) => sum + weight, 0);
    // A patch of 32 × 32 holds a picture of 26 × 14 at most once, up to a tenth larger along either edge.
    expect(known).toBeLessThan(4 * 29 * 16);
    expect(known).toBeGreaterThan(0);
    const blind = cases.map((one) => ({ ...one, labels: Uint8Array.from(one.labels, () => NOT_KNOWN) }));
    expect(patchDrawer(blind, plan)(7).weights!.every((weight) => weight === 0)).toBe(true);
  });
});
