import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "#contract/client.ts";
import { trainSegmenter } from "#core/engine/segmentation/train-segmenter.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { planeOf, resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { dice } from "#domain/mask/overlap.ts";
import { createRng } from "#domain/random/rng.ts";
import { spoilMask } from "#domain/spoil/spoil-mask.ts";
import { concat, standardised } from "../tasks/unet-candidates.ts";

const SIDE = 48;
/** Volumes that teach the under-trained networks; no mask is made for them. */
const N_MAKERS = 8;
/** Steps after which the network's masks are taken, as a source each: from hardly taught to fairly well. */
const CHECKPOINTS = [30, 70, 150] as const;

interface Volume {
  readonly name: string;
  readonly geometry: Geometry;
  readonly image: ArrayLike<number>;
  readonly truth: Uint8Array;
}

export interface VolumeMask {
  readonly dice: number;
  readonly mask: Uint8Array;
  readonly truth: Uint8Array;
  readonly size: readonly number[];
  readonly isSpoiled: boolean;
}

/** A mask with at least this Dice is good. */
export const GOOD_DICE = 0.75;

/** Labels masks by their true Dice. */
export async function labelVolumes(
  call: Client["call"],
  work: string,
  paths: readonly string[],
  masks: ReadonlyMap<string, VolumeMask>,
): Promise<void> {
  const file = join(work, "labels.csv");
  const lines = paths.map((path) => `${path},${masks.get(path)!.dice >= GOOD_DICE ? "accept" : "reject"}`);
  writeFileSync(file, `mask_path,label\n${lines.join("\n")}\n`);
  await call("review.importLabels", { file, rater: "truth" });
}

/**
 * Writes hippocampus volumes as a folder with four masks each: what one under-trained 2-D U-Net makes of them, slice by
 * slice, at three stages, and a spoiled truth.
 * @returns every mask by its path in the folder
 */
export async function writeVolumes(data: string, folder: string): Promise<Map<string, VolumeMask>> {
  const source = join(data, "hippocampus");
  const volumes: Volume[] = [];
  for (const name of readdirSync(join(source, "images")).toSorted()) {
    const { geometry, data: image } = await readImage(join(source, "images", name), defaultLimits);
    const labels = await readImage(join(source, "masks", name), defaultLimits);
    volumes.push({ name, geometry, image, truth: Uint8Array.from(labels.data, (value) => (value > 0 ? 1 : 0)) });
  }
  const [makers, rest] = [volumes.slice(0, N_MAKERS), volumes.slice(N_MAKERS)];
  const masks = new Map<string, VolumeMask>();
  const add = (volume: Volume, name: string, mask: Uint8Array): void => {
    if (!mask.includes(1)) return;
    mkdirSync(join(folder, `masks_${name}`), { recursive: true });
    writeFileSync(join(folder, `masks_${name}`, volume.name), encodeNifti(volume.geometry, mask));
    masks.set(`masks_${name}/${volume.name}`, {
      dice: dice(mask, volume.truth),
      mask,
      truth: volume.truth,
      size: volume.geometry.size,
      isSpoiled: name === "spoiled",
    });
  };
  mkdirSync(join(folder, "images"), { recursive: true });
  for (const volume of rest) {
    copyFileSync(join(source, "images", volume.name), join(folder, "images", volume.name));
    const rng = createRng(1, "spoil", volume.name);
    const grid = { size: volume.geometry.size, spacing: volume.geometry.spacingMm ?? [1, 1, 1] };
    add(volume, "spoiled", spoilMask(volume.truth, grid, 0.3 + 0.69 * rng.next(), rng).mask);
  }
  const taught = makers.flatMap((volume) => slicesOf(volume));
  const settings = {
    seed: 1,
    steps: CHECKPOINTS.at(-1)!,
    batchSize: 8,
    learningRate: 5e-3,
    shape: { channels: [16, 32, 64], nClasses: 1 },
    mirror: false,
  };
  const shown = {
    side: SIDE,
    images: concat(taught.map(({ image }) => image)),
    masks: concat(taught.map(({ truth }) => truth)),
  };
  await trainSegmenter(loadTensorFlow(), shown, settings, async (step, _loss, predict) => {
    if (!CHECKPOINTS.some((checkpoint) => checkpoint === step)) return;
    for (const volume of rest)
      add(volume, `unet-${step}`, maskOf(volume, predict(concat(slicesOf(volume).map(({ image }) => image)))));
  });
  return masks;
}

/** Every slice along the third axis, image and truth, on a square of 48 pixels. */
function slicesOf({ image, truth, geometry: { size } }: Volume): { image: Float32Array; truth: Float32Array }[] {
  return Array.from({ length: size[2]! }, (_, z) => {
    const whole = { x0: 0, y0: 0, x1: size[0]!, y1: size[1]! };
    const binary = resamplePlane(sliceOf(truth, size, 2, z), whole, SIDE, SIDE).map((value) => (value >= 0.5 ? 1 : 0));
    return { image: standardised(resamplePlane(sliceOf(image, size, 2, z), whole, SIDE, SIDE)), truth: binary };
  });
}

/** The network's slices on the volume's own grid. */
function maskOf({ geometry: { size } }: Volume, probabilities: Float32Array): Uint8Array {
  const [nx, ny, nz] = size as [number, number, number];
  const mask = new Uint8Array(nx * ny * nz);
  const area = SIDE * SIDE;
  for (let z = 0; z < nz; z += 1) {
    const slice = planeOf(probabilities.subarray(z * area, (z + 1) * area), SIDE, SIDE);
    const own = resamplePlane(slice, { x0: 0, y0: 0, x1: SIDE, y1: SIDE }, nx, ny);
    for (let i = 0; i < own.length; i += 1) mask[z * nx * ny + i] = own[i]! > 0.5 ? 1 : 0;
  }
  return mask;
}
