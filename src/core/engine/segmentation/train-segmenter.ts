import { createRng, type Rng } from "#domain/random/rng.ts";
import type { UnetShape } from "../networks/unet.ts";
import type { WeightArray } from "../parameters.ts";
import type { TensorFlow } from "../tensorflow.ts";
import { objectLoss } from "./losses.ts";
import { predictUnet } from "./predict-unet.ts";
import { trainUnet } from "./train-unet.ts";

/** Square pictures with binary masks. */
export interface SegmenterData {
  readonly side: number;
  /** Values a pixel: 1 for grey pictures. */
  readonly channels?: number;
  /** n · side · side · channels, about −2 … 2. */
  readonly images: Float32Array;
  /** n · side · side, 0 … 1. */
  readonly masks: Float32Array;
  /** How often a picture is shown, relative to the others; all alike where it is not given. */
  readonly weights?: Float32Array;
}

export interface SegmenterSettings {
  readonly seed: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly shape: UnetShape;
  /** Mirrors pictures at random: right where no side is special. */
  readonly mirror: boolean;
}

/**
 * Trains a small 2-D segmenter with cross-entropy plus soft Dice.
 * @param onStep called after every step with the network as it is; it may ask for predictions then, or stop
 * @param start weights to go on from; from scratch where there are none
 */
export async function trainSegmenter(
  tf: TensorFlow,
  data: SegmenterData,
  settings: SegmenterSettings,
  onStep: (
    step: number,
    loss: number,
    predict: (images: Float32Array) => Float32Array,
  ) => Promise<"stop" | "go-on" | void>,
  start: readonly WeightArray[] | null = null,
): Promise<readonly WeightArray[]> {
  const { side, channels = 1 } = data;
  const n = data.masks.length / (side * side);
  const count = Math.min(settings.batchSize, Math.max(2, n));
  const rng = createRng(settings.seed, "segmenter");
  const draw = drawer(n, data.weights);
  return trainUnet(
    tf,
    {
      ...settings,
      size: [side, side],
      channels,
      loss: objectLoss,
      drawBatch: () => {
        const batch = Array.from({ length: count }, () => draw(rng));
        const { images, masks } = gather(data, batch, settings.mirror ? rng : null);
        return { images, targets: masks, count };
      },
    },
    async (step, loss, { weights }) =>
      onStep(step, loss, (given) => predictSegments(tf, weights(), settings.shape, given, side, channels)),
    start,
  );
}

/** Pictures that go through a network together: more of them do not fit the processor's caches. */
const AT_ONCE = 32;

/** Probabilities of the object for pictures (n · side · side · channels), by trained weights: n · side · side. */
export function predictSegments(
  tf: TensorFlow,
  weights: readonly WeightArray[],
  shape: UnetShape,
  images: Float32Array,
  side: number,
  channels = 1,
): Float32Array {
  return predictUnet(tf, weights, shape, "Sigmoid", (network) =>
    network.predict({ images, size: [side, side], channels, atOnce: AT_ONCE }),
  );
}

/** Draws numbers below n, in proportion to their weights. */
function drawer(n: number, weights: Float32Array | undefined): (rng: Rng) => number {
  if (!weights) return (rng) => rng.int(n);
  const sums = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i += 1) sums[i] = sum += weights[i]!;
  if (!(sum > 0)) return (rng) => rng.int(n);
  return (rng) => {
    const at = rng.next() * sum;
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function gather(
  { side, channels = 1, images, masks }: SegmenterData,
  batch: readonly number[],
  rng: Rng | null,
): { images: Float32Array; masks: Float32Array } {
  const area = side * side;
  const result = {
    images: new Float32Array(batch.length * area * channels),
    masks: new Float32Array(batch.length * area),
  };
  for (const [row, index] of batch.entries()) {
    const [mirrorX, mirrorY] = rng ? [rng.next() < 0.5, rng.next() < 0.5] : [false, false];
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const from = index * area + (mirrorY ? side - 1 - y : y) * side + (mirrorX ? side - 1 - x : x);
        const to = row * area + y * side + x;
        for (let channel = 0; channel < channels; channel += 1)
          result.images[to * channels + channel] = images[from * channels + channel]!;
        result.masks[to] = masks[from]!;
      }
    }
  }
  return result;
}
