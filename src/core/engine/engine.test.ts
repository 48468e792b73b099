import { afterAll, describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { sha256Of } from "../io/files/hash.ts";
import { engineEntry } from "../process-entries.ts";
import { EngineClient, EngineDied } from "./engine-client.ts";
import {
  scoreBags,
  type TrainingBags,
  type TrainingSettings,
  type TrainingState,
  trainJudge,
} from "./judge-training.ts";
import { BATCH_NORM_EPSILON, createKernels, reproducibleUpsampling } from "./kernels.ts";
import { NO_MEMORY_CODE } from "./protocol.ts";
import { packWeights, unpackWeights } from "./weights-file.ts";
import { isOutOfMemory, loadTensorFlow, type Tensor, type Tensor1D, type Tensor4D } from "./tensorflow.ts";

const tf = loadTensorFlow();
const kernels = createKernels(tf);

function difference(a: Tensor, b: Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
}

/** Bags whose good masks lie on the bright half of the picture. */
function bags(n: number, side = 16): TrainingBags {
  const rng = createRng(1, "bags");
  const views = Uint8Array.from({ length: n * 2 * side * side * 2 }, () => rng.int(120));
  const labels = Float32Array.from({ length: n }, (_, i) => i % 2);
  for (let i = 0; i < n * 2 * side * side; i += 1) {
    const bag = Math.floor(i / (2 * side * side));
    const isLeft = i % side < side / 2;
    if (isLeft) views[2 * i]! += 100;
    views[2 * i + 1] = isLeft === (labels[bag] === 1) ? 255 : 0;
  }
  return { bag: { nCrops: 1, nWholes: 1 }, viewSide: side, views, labels };
}

const settings: TrainingSettings = {
  seed: 5,
  epochs: 6,
  batchSize: 8,
  learningRate: 3e-3,
  weightDecay: 0.01,
  cropsPerStep: 1,
};

describe("TensorFlow's own gradient kernels equal the composed gradients", () => {
  const x: Tensor4D = tf.randomNormal([8, 6, 5, 4], 0, 1, "float32", 3);
  const scale: Tensor1D = tf.randomUniform([4], 0.5, 1.5, "float32", 4);
  const offset: Tensor1D = tf.randomNormal([4], 0, 1, "float32", 5);
  const weight = tf.randomNormal([8, 6, 5, 4], 0, 1, "float32", 6);

  it("ReLU", () => {
    const own = tf.grad((v) => tf.sum(tf.mul(kernels.relu(v), weight)))(x);
    const composed = tf.grad((v) => tf.sum(tf.mul(tf.relu(v), weight)))(x);
    expect(difference(own, composed)).toBeLessThan(1e-6);
  });

  it("batch normalisation: value, gradients, and the statistics for the running averages", () => {
    const composedNorm = (v: Tensor, s: Tensor, o: Tensor): Tensor => {
      const { mean, variance } = tf.moments(v, [0, 1, 2]);
      return tf.add(tf.mul(tf.div(tf.sub(v, mean), tf.sqrt(tf.add(variance, BATCH_NORM_EPSILON))), s), o);
    };
    const result = kernels.batchNormTraining(x, scale, offset);
    expect(difference(result.y, composedNorm(x, scale, offset))).toBeLessThan(1e-5);
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    const n = 8 * 6 * 5;
    expect(difference(result.mean, mean)).toBeLessThan(1e-6);
    expect(difference(result.variance, tf.mul(variance, n / (n - 1)))).toBeLessThan(1e-5);
    const own = tf.grads((v, s, o) =>
      tf.sum(tf.mul(kernels.batchNormTraining(v as Tensor4D, s as Tensor1D, o as Tensor1D).y, weight)),
    )([x, scale, offset]);
    const composed = tf.grads((v, s, o) => tf.sum(tf.mul(composedNorm(v, s, o), weight)))([x, scale, offset]);
    for (const [index, gradient] of own.entries()) expect(difference(gradient, composed[index]!)).toBeLessThan(4e-5);
    const inference = kernels.batchNormInference(x, scale, offset, mean as Tensor1D, variance as Tensor1D);
    expect(difference(inference, composedNorm(x, scale, offset))).toBeLessThan(1e-5);
  });

  it.each([
    [12, 10],
    [11, 10],
    [11, 9],
  ])("upsampling as on a GPU, to %i × %i", (height, width) => {
    const upsample = reproducibleUpsampling(tf);
    const outer = tf.randomNormal([8, height, width, 4], 0, 1, "float32", 7);
    const composed = (v: Tensor): Tensor4D => tf.image.resizeNearestNeighbor(v as Tensor4D, [height, width]);
    const gradient = (f: (v: Tensor) => Tensor): Tensor => tf.grad((v) => tf.sum(tf.mul(f(v), outer)))(x);
    expect(difference(upsample(x, height, width), composed(x))).toBe(0);
    expect(
      difference(
        gradient((v) => upsample(v as Tensor4D, height, width)),
        gradient(composed),
      ),
    ).toBeLessThan(1e-6);
  });
});

describe("an operation without memory", () => {
  it("is told from other failures", () => {
    const failure = (work: () => unknown): unknown => {
      try {
        return tf.tidy(() => void work());
      } catch (error) {
        return error;
      }
    };
    // 4 TB; nothing is written.
    expect(isOutOfMemory(failure(() => tf.tile(tf.zeros([1, 1]), [2 ** 20, 2 ** 20])))).toBe(true);
    for (const onAGpu of [
      "Invalid TF_Status: 5\nMessage: No algorithm worked! … RESOURCE_EXHAUSTED: Out of memory",
      "Invalid TF_Status: 13\nMessage: Dst tensor is not initialized.",
      "Session fail to run with error: 2 root error(s) found.\n  (0) RESOURCE_EXHAUSTED: OOM when allocating tensor with …",
    ])
      expect(isOutOfMemory(new Error(onAGpu))).toBe(true);
    expect(isOutOfMemory(failure(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))))).toBe(false);
  });

  it("is a death of the engine that smaller steps may prevent", () => {
    const death = new EngineDied("trainJudge", NO_MEMORY_CODE, null, "");
    expect(death).toMatchObject({ code: "engine-died", reason: "probably out of memory" });
  });
});

describe("training", () => {
  it("gives the same weights for the same seed, bit for bit, and others for another", async () => {
    const run = async (seed: number): Promise<string> =>
      packWeights(await trainJudge(tf, bags(24), { ...settings, seed }, null, async () => "go-on")).sha256;
    expect(await run(5)).toBe(await run(5));
    expect(await run(6)).not.toBe(await run(5));
  });

  it("goes on from a checkpoint exactly as if nothing had happened (T2)", async () => {
    const whole = await trainJudge(tf, bags(24), settings, null, async () => "go-on");
    let saved: TrainingState | null = null;
    await trainJudge(tf, bags(24), settings, null, async ({ epoch }, state) => {
      if (epoch < 3) return "go-on";
      saved = state();
      return "stop";
    });
    const resumed = await trainJudge(tf, bags(24), settings, saved, async () => "go-on");
    expect(packWeights(resumed).sha256).toBe(packWeights(whole).sha256);
  });

  it("learns what can be learned, and says so before and after packing", async () => {
    const data = bags(40);
    const weights = await trainJudge(tf, data, { ...settings, epochs: 20 }, null, async () => "go-on");
    const packed = packWeights(weights);
    const logits = scoreBags(tf, { ...data, n: 40 }, unpackWeights(packed.bytes, packed.sha256));
    expect(Array.from(logits, (logit) => logit > 0)).toEqual(Array.from(data.labels, (label) => label === 1));
  });

  it("takes batches of any size, down to two items, and leaves no tensors behind", async () => {
    for (const n of [2, 9, 17]) {
      await trainJudge(tf, bags(n), { ...settings, epochs: 1 }, null, async () => "go-on");
      const before = tf.memory().numTensors;
      await trainJudge(tf, bags(n), { ...settings, epochs: 2 }, null, async () => "go-on");
      expect(tf.memory().numTensors - before).toBeLessThan(40);
    }
  });
});

describe("packed weights are checked before they are used (T4)", () => {
  const packed = packWeights([
    { name: "a", shape: [2, 3], trainable: true, values: Float32Array.from([1, 2, 3, 4, 5, 6]) },
  ]);
  it.each([
    ["a flipped bit", (bytes: Uint8Array) => void (bytes[bytes.length - 1]! ^= 1), /SHA-256/],
    ["a foreign start", (bytes: Uint8Array) => void (bytes[0] = 0), /SHA-256/],
  ])("%s", (_, spoil, message) => {
    const bytes = Uint8Array.from(packed.bytes);
    spoil(bytes);
    expect(() => unpackWeights(bytes, packed.sha256)).toThrow(message);
  });

  it("cut short, too long, not finite", () => {
    const again =
      (bytes: Uint8Array): (() => unknown) =>
      () =>
        unpackWeights(bytes, sha256Of(bytes));
    expect(again(packed.bytes.subarray(0, packed.bytes.length - 4))).toThrow(/end within a/);
    expect(again(Buffer.concat([packed.bytes, Buffer.alloc(4)]))).toThrow(/go on after/);
    const infinite = packWeights([{ name: "a", shape: [1], trainable: true, values: Float32Array.from([Infinity]) }]);
    expect(() => unpackWeights(infinite.bytes, infinite.sha256)).toThrow(/not finite/);
  });
});

describe("the engine's process", () => {
  const engine = new EngineClient(engineEntry);
  afterAll(() => engine.close());
  const task = { data: bags(32), settings: { ...settings, epochs: 4000 }, start: null, checkpointEveryMs: 50 };

  it("answers, reports rounds, and hears a cancel while TensorFlow works", async () => {
    const info = await engine.ask("info", {});
    expect(info.tensorflow).toMatch(/^\d+\.\d+/);
    const controller = new AbortController();
    let epochs = 0;
    let checkpoints = 0;
    const training = engine.ask("trainJudge", task, {
      signal: controller.signal,
      onEpoch: () => {
        epochs += 1;
        if (epochs === 5) controller.abort();
      },
      onCheckpoint: () => (checkpoints += 1),
    });
    await expect(training).rejects.toMatchObject({ code: "cancelled" });
    expect(epochs).toBeLessThan(100);
    expect(checkpoints).toBeGreaterThan(0);
  });

  it.each(["SIGSEGV", "SIGKILL"] as const)(
    "says what happened when it dies by %s, and starts again",
    async (signal) => {
      const training = engine.ask("trainJudge", task, {
        onEpoch: ({ epoch }) => void (epoch === 3 && process.kill(engine.pid!, signal)),
      });
      await expect(training).rejects.toMatchObject({
        code: "engine-died",
        message: expect.stringMatching(new RegExp(`${signal}.*Probably out of memory`)) as unknown,
      });
      expect((await engine.ask("info", {})).pid).toBeGreaterThan(0);
    },
  );
});
