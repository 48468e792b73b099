import { setImmediate } from "node:timers/promises";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { predictSegments, trainSegmenter } from "#core/engine/segmentation/train-segmenter.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { concat, standardised } from "../tasks/unet-candidates.ts";

/** Pixels along an edge of what the rivals' segmenters see: the whole picture. */
const SEGMENTER_SIDE = 48;
const AREA = SEGMENTER_SIDE ** 2;
const SHAPE = { channels: [16, 32, 64], nClasses: 1 };

/** A picture and the mask that is taken for true, both at the segmenters' size. */
export interface Example {
  readonly picture: Float32Array;
  readonly mask: Float32Array;
}

/**
 * Teaches a small U-Net, and has it segment pictures.
 * @returns probability of the object, picture by picture
 */
export async function segmentBy(
  examples: readonly Example[],
  asked: readonly Float32Array[],
  { steps, seed, mirror }: { steps: number; seed: number; mirror: boolean },
): Promise<Float32Array[]> {
  const tf = loadTensorFlow();
  const data = {
    side: SEGMENTER_SIDE,
    images: concat(examples.map(({ picture }) => picture)),
    masks: concat(examples.map(({ mask }) => mask)),
  };
  const settings = { seed, steps, batchSize: 8, learningRate: 5e-3, shape: SHAPE, mirror };
  // What else runs in this process gets its turn between steps.
  const weights = await trainSegmenter(tf, data, settings, async () => setImmediate("go-on" as const));
  const probabilities = predictSegments(tf, weights, SHAPE, concat(asked), SEGMENTER_SIDE);
  return asked.map((_, index) => probabilities.subarray(index * AREA, (index + 1) * AREA));
}

/** A picture at the segmenters' size, with mean 0 and deviation 1. */
export function shrunkPicture(image: Float32Array, side: number): Float32Array {
  return standardised(shrunk(image, side));
}

/** Coverage of a mask at the segmenters' size, 0 … 1. */
export function shrunkMask(mask: Uint8Array, side: number): Float32Array {
  return shrunk(mask, side);
}

function shrunk(data: ArrayLike<number>, side: number): Float32Array {
  const whole = { x0: 0, y0: 0, x1: side, y1: side };
  return resamplePlane(sliceOf(data, [side, side], 2, 0), whole, SEGMENTER_SIDE, SEGMENTER_SIDE);
}
