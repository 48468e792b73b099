import { createKernels } from "#core/engine/kernels.ts";
import { scoreBags, trainJudge, type TrainingBags } from "#core/engine/judge-training.ts";
import { convRepeated } from "#core/engine/networks/repeated-pixels.ts";
import { classesLoss } from "#core/engine/segmentation/losses.ts";
import type { SegmentationCase } from "#core/engine/segmentation/patches.ts";
import { predictUnet, type UnetWay } from "#core/engine/segmentation/predict-unet.ts";
import { segmentCases } from "#core/engine/segmentation/segment-cases.ts";
import { trainSupervised } from "#core/engine/segmentation/supervised.ts";
import { deviceName, loadTensorFlow, type Tensor, type Tensor1D, type Tensor4D } from "#core/engine/tensorflow.ts";
import { createRng } from "#domain/random/rng.ts";
import { unetAsTrained } from "#tests/support/unet-as-trained.ts";
import { trainingSpeed } from "./training-speed.ts";

/** What one process made of the same inputs, and how fast it was. */
export interface GpuWork {
  readonly device: string;
  /** Results by name: values and gradients of operations, weights and answers of networks that were trained. */
  readonly results: ReadonlyMap<string, Float32Array>;
  /** By name and unit, more is faster. */
  readonly speeds: ReadonlyMap<string, number>;
}

const tf = loadTensorFlow();
const kernels = createKernels(tf);
const results = new Map<string, Float32Array>();
const speeds = new Map<string, number>();

/** Every operation that Winnow's networks are made of, and three of the networks, on whatever device TensorFlow has found. */
export async function gpuWork(): Promise<GpuWork> {
  operations();
  await judge();
  for (const dimensions of ["2", "3"] as const) await segmenter(dimensions);
  for (const way of ["operations", "graph"] as const) inference(way);
  trainingSpeed();
  speeds.set("reference network, pictures/s", trainingSpeed().own);
  return { device: deviceName(tf), results, speeds };
}

function operations(): void {
  const same = (stride: number) => (x: Tensor, w: Tensor) => tf.conv2d(x as Tensor4D, w as Tensor4D, stride, "same");
  compare("convolution 3 × 3", same(1), normals("x", [8, 48, 48, 16]), normals("w", [3, 3, 16, 32], 0.1));
  compare("convolution 3 × 3, stride 2", same(2), normals("x", [8, 48, 48, 16]), normals("w", [3, 3, 16, 32], 0.1));
  compare("convolution 5 × 5, stride 2", same(2), normals("x", [8, 96, 96, 3]), normals("w", [5, 5, 3, 16], 0.1));
  for (const stride of [1, 2])
    compare(
      `convolution 3 × 3 × 3, stride ${stride}`,
      (x, w) => tf.conv3d(x as never, w as never, stride, "same"),
      normals("x", [2, 16, 32, 32, 8]),
      normals("w", [3, 3, 3, 8, 16], 0.1),
    );
  compare("matrix product", (x, w) => tf.matMul(x, w), normals("x", [64, 128]), normals("w", [128, 64], 0.1));
  compare(
    "batch normalisation",
    (x, scale, offset) => kernels.batchNormTraining(x as Tensor4D, scale as Tensor1D, offset as Tensor1D).y,
    normals("x", [8, 48, 48, 16]),
    normals("scale", [16]),
    normals("offset", [16]),
  );
  compare("ReLU", (x) => kernels.relu(x), normals("x", [8, 48, 48, 16]));
  compare("max pooling", (x) => tf.maxPool(x as Tensor4D, 2, 2, "same"), normals("x", [8, 49, 48, 16]));
  compare("upsampling", (x) => kernels.upsample(x as Tensor4D, 48, 47), normals("x", [8, 24, 24, 16]));
  compare(
    "convolution of repeated pixels",
    (x, w) => convRepeated(tf, x as Tensor4D, w as Tensor4D),
    normals("x", [8, 24, 24, 32]),
    normals("w", [3, 3, 32, 16], 0.1),
  );
  const target = tf.oneHot(tf.cast(tf.greater(normals("target", [2, 16, 16]), 0), "int32"), 3);
  compare("loss of classes", (x) => classesLoss(tf, x, target, null), normals("x", [2, 16, 16, 3]));
}

/** Value and gradients of an operation. */
function compare(name: string, operation: (...inputs: Tensor[]) => Tensor, ...inputs: Tensor[]): void {
  const value = operation(...inputs);
  const outer = normals(name, value.shape);
  const gradients = tf.grads((...given) => tf.sum(tf.mul(operation(...given), outer)))(inputs);
  results.set(name, value.dataSync<"float32">().slice());
  for (const [index, gradient] of gradients.entries())
    results.set(`${name}, gradient ${index + 1}`, gradient.dataSync<"float32">().slice());
  tf.dispose([value, outer, ...gradients, ...inputs]);
}

async function judge(): Promise<void> {
  const data = bags(64, 96);
  const settings = { seed: 5, epochs: 8, batchSize: 16, learningRate: 2e-3, weightDecay: 0.01, cropsPerStep: 1 };
  let startedAt = 0;
  const weights = await trainJudge(tf, data, settings, null, async ({ epoch }) => {
    if (epoch === 2) startedAt = performance.now();
    return "go-on";
  });
  speeds.set("judge, masks taught/s", (6 * 64) / ((performance.now() - startedAt) / 1000));
  results.set("judge: weights", joined(weights));
  results.set("judge: logits", scoreBags(tf, { ...data, n: 64 }, weights));
}

async function segmenter(dimensions: "2" | "3"): Promise<void> {
  const shape = { channels: [16, 32, 64], nClasses: 2 };
  const size = dimensions === "2" ? [96, 96] : [32, 32, 32];
  const volume = dimensions === "2" ? ([112, 112, 1] as const) : ([48, 48, 40] as const);
  const settings = {
    seed: 1,
    steps: 24,
    dimensions,
    size,
    nClasses: 2,
    batchSize: 4,
    learningRate: 5e-3,
    mirror: true,
  };
  let startedAt = 0;
  const weights = await trainSupervised(tf, balls(4, volume), { ...settings, shape }, null, async (step) => {
    if (step === 4) startedAt = performance.now();
    return "go-on";
  });
  speeds.set(`segmenter in ${dimensions} dimensions, steps/s`, 20 / ((performance.now() - startedAt) / 1000));
  results.set(`segmenter in ${dimensions} dimensions: weights`, joined(weights));
  const seen = segmentCases(tf, { weights, shape, dimensions }, balls(1, volume));
  results.set(`segmenter in ${dimensions} dimensions: probabilities`, Float32Array.from(seen[0]!));
}

/** A U-Net in two dimensions looks at pictures: the same weights and pictures on every device, whichever way. */
function inference(way: UnetWay): void {
  const shape = { channels: [16, 32, 64], nClasses: 1 };
  const [size, channels, n] = [[96, 96], 2, 256];
  const rng = createRng(3, "inference");
  const weights = unetAsTrained(tf, shape, size, channels, rng);
  const images = Float32Array.from({ length: n * 96 * 96 * channels }, () => rng.normal());
  const see = (): Float32Array =>
    predictUnet(
      tf,
      weights,
      shape,
      "Sigmoid",
      (network) => network.predict({ images, size, channels, atOnce: 32 }),
      way,
    );
  results.set(`U-Net as ${way}`, see());
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now();
    see();
    return (performance.now() - startedAt) / 1000;
  });
  speeds.set(`U-Net as ${way}, pictures/s`, n / times.toSorted((a, b) => a - b)[2]!);
}

function normals(name: string, shape: readonly number[], scale = 1): Tensor {
  const rng = createRng(7, name, shape.length);
  const values = Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => rng.normal());
  return tf.tidy(() => tf.mul(tf.tensor(values, [...shape]), scale));
}

/** Bags whose good masks lie on the bright half of the picture. */
function bags(n: number, side: number): TrainingBags {
  const rng = createRng(1, "bags");
  const views = Uint8Array.from({ length: n * 2 * side * side * 2 }, () => rng.int(120));
  const labels = Float32Array.from({ length: n }, (_, i) => i % 2);
  for (let i = 0; i < n * 2 * side * side; i += 1) {
    const isLeft = i % side < side / 2;
    if (isLeft) views[2 * i]! += 100;
    views[2 * i + 1] = isLeft === (labels[Math.floor(i / (2 * side * side))] === 1) ? 255 : 0;
  }
  return { bag: { nCrops: 1, nWholes: 1 }, viewSide: side, views, labels };
}

/** Images with a bright ball on a noisy ground. */
function balls(n: number, size: readonly [number, number, number]): SegmentationCase[] {
  const rng = createRng(2, "balls");
  const [nx, ny, nz] = size;
  return Array.from({ length: n }, () => {
    const labels = new Uint8Array(nx * ny * nz);
    const [cx, cy] = [12 + rng.int(nx - 24), 12 + rng.int(ny - 24)];
    const image = labels.map((_, i) => {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      labels[i] = (x - cx) ** 2 + (y - cy) ** 2 + (z - nz / 2) ** 2 <= 81 ? 1 : 0;
      return Math.max(0, Math.min(255, 60 + 80 * labels[i] + 15 * rng.normal()));
    });
    return { size, image, labels };
  });
}

function joined(weights: readonly { readonly values: Float32Array }[]): Float32Array {
  return Float32Array.from(weights.flatMap(({ values }) => [...values]));
}
