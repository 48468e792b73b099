import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { type Plane, type Rectangle, resamplePlane } from "#domain/image/resample.ts";
import { type Axis, countSlices, IN_PLANE, indexAtShare, sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { createRng, type Rng } from "#domain/random/rng.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";

/** Part of an image with the true mask of one structure on it. */
export interface TruePlane {
  readonly image: Uint8Array;
  /** 0 or 255. */
  readonly truth: Uint8Array;
}

/** A mask on a plane below this many pixels teaches nothing. */
const LEAST_PIXELS = 12;

/** Data sets whose licence allows weights to be shipped, and how planes are taken from them. */
export const sets: Readonly<Record<string, (data: string) => AsyncGenerator<TruePlane>>> = {
  nuclei: (data) => pictures(join(data, "nuclei_dsb2018")),
  hippocampus: (data) => volumes(join(data, "hippocampus"), () => [[1, 2], [1], [2]], 1, 1),
  multiorgan: (data) => volumes(join(data, "multiorgan_totalseg"), eachLabel, 6, 2),
};

/** Four random parts of every picture. */
async function* pictures(folder: string): AsyncGenerator<TruePlane> {
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const [width, height] = image.geometry.size as [number, number];
    const grey = sliceOf(toGrey(image.data, image.channels), image.geometry.size, 2, 0);
    const truth = sliceOf(objectOf(mask.data, null), mask.geometry.size, 2, 0);
    const rng = createRng(1, name);
    for (let part = 0; part < 4; part += 1) {
      const side = Math.min(width, height, 64 + rng.int(200));
      const [x0, y0] = [rng.int(Math.max(1, width - side)), rng.int(Math.max(1, height - side))];
      const pair = pairOn(grey, truth, { x0, y0, x1: x0 + side, y1: y0 + side });
      if (pair) yield pair;
    }
  }
}

/** Planes of volumes along all three axes, around each structure, the frame moved and widened at random. */
async function* volumes(
  folder: string,
  structures: (labels: ArrayLike<number>) => number[][],
  perAxis: number,
  copies: number,
): AsyncGenerator<TruePlane> {
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const { size, spacingMm } = image.geometry;
    const rng = createRng(1, name);
    for (const values of structures(mask.data)) {
      const object = objectOf(mask.data, values);
      const counts = countSlices(object, size);
      if (counts[0].reduce((sum, n) => sum + n, 0) < 30) continue;
      for (const axis of [0, 1, 2] as const) {
        for (let plane = 0; plane < perAxis; plane += 1) {
          const index = indexAtShare(counts[axis], 0.15 + 0.7 * rng.next());
          const truth = sliceOf(object, size, axis, index);
          for (let copy = 0; copy < copies; copy += 1) {
            const frame = frameAround(truth, aspectOf(spacingMm ?? [1, 1, 1], axis), rng);
            const pair = frame && pairOn(sliceOf(image.data, size, axis, index), truth, frame);
            if (pair) yield pair;
          }
        }
      }
    }
  }
}

function eachLabel(labels: ArrayLike<number>): number[][] {
  return [...new Set(Array.from(labels))].filter((value) => value > 0).map((value) => [value]);
}

function objectOf(labels: ArrayLike<number>, values: readonly number[] | null): Uint8Array {
  return Uint8Array.from(labels, (value) => ((values ? values.includes(value) : value > 0) ? 1 : 0));
}

function aspectOf(spacing: readonly number[], axis: Axis): number {
  const [across, down] = IN_PLANE[axis];
  return spacing[down]! / spacing[across]!;
}

function frameAround(truth: Plane, aspect: number, rng: Rng): Rectangle | null {
  let [x0, x1, y0, y1] = [Infinity, -1, Infinity, -1];
  for (let y = 0; y < truth.height; y += 1) {
    for (let x = 0; x < truth.width; x += 1) {
      if (!(truth.data[truth.offset + x * truth.strideX + y * truth.strideY]! > 0)) continue;
      [x0, x1] = [Math.min(x0, x), Math.max(x1, x + 1)];
      [y0, y1] = [Math.min(y0, y), Math.max(y1, y + 1)];
    }
  }
  if (x1 < 0) return null;
  const side = Math.max(x1 - x0, (y1 - y0) * aspect, 8) * (1.2 + 1.3 * rng.next());
  const cx = (x0 + x1) / 2 + (rng.next() - 0.5) * 0.5 * (x1 - x0);
  const cy = (y0 + y1) / 2 + (rng.next() - 0.5) * 0.5 * (y1 - y0);
  return { x0: cx - side / 2, x1: cx + side / 2, y0: cy - side / 2 / aspect, y1: cy + side / 2 / aspect };
}

function pairOn(grey: Plane, truth: Plane, frame: Rectangle): TruePlane | null {
  const mask = Uint8Array.from(resamplePlane(truth, frame, PLANE_SIDE, PLANE_SIDE), (value) =>
    value >= 0.5 ? 255 : 0,
  );
  if (mask.reduce((sum, value) => sum + value, 0) < LEAST_PIXELS * 255) return null;
  const values = resamplePlane(grey, frame, PLANE_SIDE, PLANE_SIDE);
  const sorted = Float32Array.from(values).toSorted();
  const [low, high] = [sorted[Math.floor(0.005 * sorted.length)]!, sorted[Math.floor(0.995 * sorted.length)]!];
  const scale = high > low ? 255 / (high - low) : 0;
  const image = Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round((value - low) * scale))));
  return { image, truth: mask };
}
