import { createRng, type Rng } from "#domain/random/rng.ts";
import { wrongMask } from "#domain/spoil/wrong-mask.ts";
import type { UnetShape } from "./networks/unet.ts";
import type { WeightArray } from "./parameters.ts";
import { standardisePlanes, toBytes } from "./standardise-planes.ts";
import { predictSegments, trainSegmenter } from "./segmentation/train-segmenter.ts";
import type { TensorFlow } from "./tensorflow.ts";

/**
 * The quality network: a small U-Net that is shown an image and a mask and says, pixel by pixel, where the object really
 * is. Where that differs from the mask lie its predicted errors (missed, surplus), and their overlap is its predicted
 * Dice (methods 5.2, 7.2; taught on spoiled masks, 7.4).
 */
export const QUALITY_SHAPE: UnetShape = { channels: [16, 32, 64], nClasses: 1 };
const CHANNELS = 2;

/** Planes of images with masks that are taken for true, and what else was proposed for them. */
export interface QualityPlanes {
  readonly side: number;
  /** n · side · side, grey values. */
  readonly images: Uint8Array;
  /** n · side · side, coverage 0 … 255. */
  readonly truths: Uint8Array;
  /** How far each plane's mask is trusted, 0 … 1. */
  readonly weights: Float32Array;
  /** Per plane the masks of other ways on it: m · side · side, coverage 0 … 255. */
  readonly others: readonly Uint8Array[];
}

export interface QualityTeaching {
  readonly seed: number;
  readonly steps: number;
  readonly learningRate: number;
  /** How often a mask of another way is shown instead of a spoiled one. */
  readonly othersShare: number;
  /** Turns planes and their brightness at random: right for a network that is to serve images not yet seen. */
  readonly isGeneral: boolean;
  readonly batchSize: number;
}

/**
 * Teaches a quality network on wrong masks made on the way.
 * @param onStep called after every step; "stop" ends the teaching
 */
export async function teachQuality(
  tf: TensorFlow,
  planes: QualityPlanes,
  { seed, steps, learningRate, othersShare, isGeneral, batchSize }: QualityTeaching,
  start: readonly WeightArray[] | null,
  onStep: (step: number, loss: number) => Promise<"stop" | "go-on" | void>,
): Promise<readonly WeightArray[]> {
  const { side, weights } = planes;
  const area = side * side;
  const images = standardisePlanes(planes.images, area);
  const truths = halved(planes.truths);
  const others = planes.others.map((masks) => splitPlanes(masks, area));
  const rng = createRng(seed, "wrong masks");
  const draw = byWeight(weights);
  const nPairs = Math.min(steps * batchSize, MOST_PAIRS);
  const inputs = new Float32Array(nPairs * area * CHANNELS);
  const targets = new Float32Array(nPairs * area);
  for (let pair = 0; pair < nPairs; pair += 1) {
    const plane = draw(rng);
    const image = images.subarray(plane * area, (plane + 1) * area);
    const truth = truths.subarray(plane * area, (plane + 1) * area);
    const mask = wrongMask({ truth, image, side, others: others[plane] ?? [] }, rng, othersShare);
    const look = isGeneral ? drawLook(rng) : AS_IT_IS;
    for (let i = 0; i < area; i += 1) {
      const from = look.place(i, side);
      inputs[(pair * area + i) * CHANNELS] = look.gain * image[from]! + look.shift;
      inputs[(pair * area + i) * CHANNELS + 1] = 2 * mask[from]! - 1;
      targets[pair * area + i] = truth[from]!;
    }
  }
  return trainSegmenter(
    tf,
    { side, channels: CHANNELS, images: inputs, masks: targets },
    { seed, steps, batchSize, learningRate, shape: QUALITY_SHAPE, mirror: false },
    async (step, loss) => onStep(step, loss),
    start,
  );
}

/** More are not made: they are shown again. 8,000 planes of 48 × 48 take 220 MB. */
const MOST_PAIRS = 8000;

/**
 * Where the object is, by what the network sees of image and mask.
 * @param masks m · side · side, coverage 0 … 255
 * @param imageOf per mask the plane of the images that it lies on
 * @returns m · side · side, probability of the object in 255ths
 */
export function correctMasks(
  tf: TensorFlow,
  weights: readonly WeightArray[],
  side: number,
  images: Uint8Array,
  masks: Uint8Array,
  imageOf: ArrayLike<number>,
): Uint8Array {
  const area = side * side;
  const standard = standardisePlanes(images, area);
  const inputs = new Float32Array(masks.length * CHANNELS);
  for (let row = 0, at = 0; row < imageOf.length; row += 1) {
    const image = imageOf[row]! * area;
    for (let i = 0; i < area; i += 1, at += CHANNELS) {
      inputs[at] = standard[image + i]!;
      inputs[at + 1] = masks[row * area + i]! / 127.5 - 1;
    }
  }
  return toBytes(predictSegments(tf, weights, QUALITY_SHAPE, inputs, side, CHANNELS));
}

interface Look {
  readonly gain: number;
  readonly shift: number;
  place(index: number, side: number): number;
}

const AS_IT_IS: Look = { gain: 1, shift: 0, place: (index) => index };

/** Mirrored, turned, brighter or darker, and now and then as a negative. */
function drawLook(rng: Rng): Look {
  const [mirrorX, mirrorY, exchange] = [rng.next() < 0.5, rng.next() < 0.5, rng.next() < 0.5];
  const sign = rng.next() < 0.25 ? -1 : 1;
  return {
    gain: sign * (1 + 0.3 * (rng.next() - 0.5)),
    shift: 0.2 * rng.normal(),
    place: (index, side) => {
      const x = mirrorX ? side - 1 - (index % side) : index % side;
      const y = mirrorY ? side - 1 - Math.floor(index / side) : Math.floor(index / side);
      return exchange ? x * side + y : y * side + x;
    },
  };
}

function splitPlanes(masks: Uint8Array, area: number): Uint8Array[] {
  return Array.from({ length: masks.length / area }, (_, row) => halved(masks.subarray(row * area, (row + 1) * area)));
}

/** Draws indices in proportion to their weights. */
function byWeight(weights: Float32Array): (rng: Rng) => number {
  const most = weights.reduce((high, value) => Math.max(high, value), 0);
  return (rng) => {
    for (;;) {
      const index = rng.int(weights.length);
      if (!(most > 0) || rng.next() * most < weights[index]!) return index;
    }
  };
}

/** 1 where at least half is covered. */
function halved(coverage: Uint8Array): Uint8Array {
  const result = new Uint8Array(coverage.length);
  for (let i = 0; i < result.length; i += 1) result[i] = coverage[i]! >= 128 ? 1 : 0;
  return result;
}
