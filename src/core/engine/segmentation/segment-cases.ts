import type { UnetShape } from "../networks/unet.ts";
import type { WeightArray } from "../parameters.ts";
import type { TensorFlow } from "../tensorflow.ts";
import { channelsOf, type Dimensions, meanAndDeviation, type SegmentationCase } from "./patches.ts";
import { predictUnet, type UnetPredictor } from "./predict-unet.ts";

/** A trained segmenter. */
export interface Segmenter {
  readonly weights: readonly WeightArray[];
  readonly shape: UnetShape;
  readonly dimensions: Dimensions;
}

type Bare = Pick<SegmentationCase, "size" | "image">;

/** Voxels that go through the network together; 16 channels of floats of each are held several times over. */
const VOXELS_AT_ONCE = 2 ** 19;

/**
 * What a segmenter makes of images: per image voxels · (nClasses − 1), the probability of each class but the background
 * in 255ths.
 */
export function segmentCases(
  tf: TensorFlow,
  { weights, shape, dimensions }: Segmenter,
  cases: readonly Bare[],
): Uint8Array[] {
  return predictUnet(tf, weights, shape, "Softmax", (network) =>
    cases.map((one) => segmentCase(network, shape, dimensions, one)),
  );
}

/** Slice by slice, or a volume at once: it has been made small enough. */
function segmentCase(
  network: UnetPredictor,
  shape: UnetShape,
  dimensions: Dimensions,
  { size, image }: Bare,
): Uint8Array {
  const [nx, ny, nz] = size;
  const isBlock = dimensions === "3";
  const step = 2 ** (shape.channels.length - 1);
  const [width, height, depth] = [roundUp(nx, step), roundUp(ny, step), isBlock ? roundUp(nz, step) : nz];
  const channels = channelsOf(dimensions);
  const { mean, deviation } = meanAndDeviation(image);
  const images = new Float32Array(depth * height * width * channels);
  for (let z = 0, at = 0; z < depth; z += 1)
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        for (let channel = 0; channel < channels; channel += 1, at += 1) {
          const slice = Math.min(nz - 1, Math.max(0, z + (channels === 1 ? 0 : channel - 1)));
          // Beyond the edge the nearest voxel goes on, as in training.
          const value = image[(slice * ny + Math.min(ny - 1, y)) * nx + Math.min(nx - 1, x)]!;
          images[at] = (value - mean) / deviation;
        }
  const input = {
    images,
    size: isBlock ? [depth, height, width] : [height, width],
    channels,
    atOnce: isBlock ? 1 : Math.max(1, Math.floor(VOXELS_AT_ONCE / (height * width))),
  };
  const probabilities = network.predict(input);
  return cropped(probabilities, [width, height], size, shape.nClasses);
}

function cropped(
  probabilities: Float32Array,
  [width, height]: readonly [number, number],
  [nx, ny, nz]: readonly [number, number, number],
  nClasses: number,
): Uint8Array {
  const result = new Uint8Array(nx * ny * nz * (nClasses - 1));
  for (let z = 0, to = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1)
        for (let k = 1; k < nClasses; k += 1, to += 1)
          result[to] = Math.round(255 * probabilities[((z * height + y) * width + x) * nClasses + k]!);
  return result;
}

function roundUp(n: number, step: number): number {
  return Math.ceil(n / step) * step;
}
