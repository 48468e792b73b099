import { IN_PLANE, sliceOf } from "#domain/image/slices.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { readImage } from "../io/image/read-image.ts";
import { encodePng } from "../io/png/encode-png.ts";
import type { ReadLimits } from "../io/limits.ts";

/** A small picture of a mask on its image, for reports. Runs in a reader thread. */
export interface OverlayTask {
  readonly imagePath: string;
  readonly maskPath: string;
  readonly labelValue: number | null;
  readonly window: readonly [number, number];
  readonly spacing: readonly number[];
  readonly side: number;
  readonly limits: ReadLimits;
}

/** Outline in the overlay palette's yellow, on a black halo: visible on white bone as on black air (ui.md). */
const OUTLINE = [255, 212, 0] as const;

/** PNG bytes of the slice (along the last axis) that holds most of the mask, with the mask's outline. */
export async function drawOverlay(task: OverlayTask): Promise<Uint8Array> {
  const { side } = task;
  const image = await readImage(task.imagePath, task.limits);
  const file = await readImage(task.maskPath, task.limits);
  const { size } = image.geometry;
  const nVoxels = size.reduce((product, length) => product * length, 1);
  const mask = Uint8Array.from({ length: nVoxels }, (_, i) => {
    const value = file.data[i * file.channels]!;
    return (task.labelValue === null ? value !== 0 : Math.round(value) === task.labelValue) ? 1 : 0;
  });
  const z = fullestSlice(mask, size);
  const [across, down] = IN_PLANE[2];
  const grey = sliceOf(toGrey(image.data, image.channels), size, 2, z);
  const scale = side / Math.max(grey.width * task.spacing[across]!, grey.height * task.spacing[down]!);
  const [width, height] = [
    Math.max(1, Math.round(grey.width * task.spacing[across]! * scale)),
    Math.max(1, Math.round(grey.height * task.spacing[down]! * scale)),
  ];
  const whole = { x0: 0, y0: 0, x1: grey.width, y1: grey.height };
  const values = resamplePlane(grey, whole, width, height);
  const inside = resamplePlane(sliceOf(mask, size, 2, z), whole, width, height).map((value) => (value >= 0.5 ? 1 : 0));
  const [low, high] = task.window;
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < values.length; i += 1) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const distance = outlineDistance(inside, x, y, width, height);
    const value = Math.max(0, Math.min(255, ((values[i]! - low) / (high - low || 1)) * 255));
    for (let c = 0; c < 3; c += 1)
      pixels[3 * i + c] = distance === 0 ? OUTLINE[c]! : distance === 1 ? value * 0.45 : value;
  }
  return encodePng({ width, height, data: pixels, channels: 3 });
}

/** 0 on the outline (inside, beside a pixel that is not), 1 beside it, else 2. */
function outlineDistance(inside: ArrayLike<number>, x: number, y: number, width: number, height: number): 0 | 1 | 2 {
  const at = (u: number, v: number): number =>
    u < 0 || v < 0 || u >= width || v >= height ? 0 : inside[v * width + u]!;
  const isEdge = (u: number, v: number): boolean =>
    at(u, v) === 1 && (at(u - 1, v) === 0 || at(u + 1, v) === 0 || at(u, v - 1) === 0 || at(u, v + 1) === 0);
  if (isEdge(x, y)) return 0;
  return isEdge(x - 1, y) || isEdge(x + 1, y) || isEdge(x, y - 1) || isEdge(x, y + 1) ? 1 : 2;
}

function fullestSlice(mask: Uint8Array, size: readonly number[]): number {
  const area = size[0]! * size[1]!;
  let best = { z: 0, n: -1 };
  for (let z = 0; z < (size[2] ?? 1); z += 1) {
    let n = 0;
    for (let i = z * area; i < (z + 1) * area; i += 1) n += mask[i]!;
    if (n > best.n) best = { z, n };
  }
  return best.z;
}
