import { readdirSync } from "node:fs";
import { join } from "node:path";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { dice } from "#domain/mask/overlap.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { spoilMask } from "#domain/spoil/spoil-mask.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { classicalMasks } from "./classical.ts";
import type { Task, TaskCandidate, TaskItem } from "./task.ts";

const SIDE = 96;

interface RawItem {
  readonly id: string;
  readonly subject: string;
  readonly image: Float32Array;
  readonly truth: Uint8Array;
}

/** Hippocampus: two slices a volume along the third axis, both labels together, good = Dice of at least 0.75. */
export async function hippocampusTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "hippocampus");
  const raw: RawItem[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const { size } = image.geometry;
    const subject = name.replace(".nii.gz", "");
    for (const share of [0.4, 0.6]) {
      const z = sliceAtShare(mask.data, size, share);
      const grey = sliceOf(image.data, size, 2, z);
      const truth = sliceOf(mask.data, size, 2, z);
      const whole = { x0: 0, y0: 0, x1: grey.width, y1: grey.height };
      const object = {
        ...truth,
        data: Float32Array.from(truth.data, (value) => (value > 0 ? 1 : 0)),
      };
      raw.push({
        id: `${subject}-${z}`,
        subject,
        image: resamplePlane(grey, whole, SIDE, SIDE),
        truth: Uint8Array.from(resamplePlane(object, whole, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0)),
      });
    }
  }
  const split = splitSubjects(raw, [24, 118], seed);
  const atlas = meanMask(raw.filter((item) => split.get(item.subject) === "makers"));
  return {
    name: "hippo",
    side: SIDE,
    goodDice: 0.75,
    items: withCandidates(raw, split, seed, () => [{ source: "atlas", mask: atlas }]),
  };
}

/** Nuclei: one crop of 192 pixels an image at 96 × 96, good = Dice of at least 0.8. */
export async function nucleiTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "nuclei_dsb2018");
  const raw: RawItem[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const [nx, ny] = image.geometry.size as [number, number];
    const rng = createRng(seed, "crop", name);
    const [x0, y0] = [rng.int(Math.max(1, nx - 192 + 1)), rng.int(Math.max(1, ny - 192 + 1))];
    const crop = { x0, y0, x1: x0 + Math.min(192, nx), y1: y0 + Math.min(192, ny) };
    const grey = sliceOf(toGrey(image.data, image.channels), image.geometry.size, 2, 0);
    const object = sliceOf(
      Float32Array.from(mask.data, (value) => (value > 0 ? 1 : 0)),
      mask.geometry.size,
      2,
      0,
    );
    const truth = Uint8Array.from(resamplePlane(object, crop, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0));
    if (!truth.includes(1)) continue;
    raw.push({ id: name, subject: name, image: resamplePlane(grey, crop, SIDE, SIDE), truth });
  }
  const split = splitSubjects(raw, [24, Math.round((raw.length - 24) / 2)], seed);
  return { name: "nuclei", side: SIDE, goodDice: 0.8, items: withCandidates(raw, split, seed, () => []) };
}

function withCandidates(
  raw: readonly RawItem[],
  split: ReadonlyMap<string, TaskItem["part"]>,
  seed: number,
  more: (item: RawItem) => { source: string; mask: Uint8Array }[],
): TaskItem[] {
  return raw.map((item) => {
    const rng = createRng(seed, "candidates", item.id);
    const spoiled = [1, 2, 3, 4].map((index) => ({
      source: `spoiled-${index}`,
      mask: spoilMask(item.truth, { size: [SIDE, SIDE], spacing: [1, 1] }, 0.25 + 0.74 * rng.next(), rng).mask,
    }));
    const masks = [...classicalMasks(item.image, [SIDE, SIDE], rng), ...more(item), ...spoiled];
    const candidates: TaskCandidate[] = masks
      .filter(({ mask }) => mask.includes(1) && mask.includes(0))
      .map(({ source, mask }) => ({ source, mask, dice: dice(mask, item.truth) }));
    return { ...item, part: split.get(item.subject)!, candidates };
  });
}

function splitSubjects(
  raw: readonly RawItem[],
  counts: readonly [number, number],
  seed: number,
): Map<string, TaskItem["part"]> {
  const subjects = shuffled([...new Set(raw.map((item) => item.subject))].toSorted(), createRng(seed, "split"));
  return new Map(
    subjects.map((subject, index) => [
      subject,
      index < counts[0] ? "makers" : index < counts[0] + counts[1] ? "pool" : "test",
    ]),
  );
}

function sliceAtShare(mask: ArrayLike<number>, size: readonly number[], share: number): number {
  const area = size[0]! * size[1]!;
  const used: number[] = [];
  for (let z = 0; z < size[2]!; z += 1) {
    let n = 0;
    for (let i = z * area; i < (z + 1) * area; i += 1) if (mask[i]! > 0) n += 1;
    if (n >= 20) used.push(z);
  }
  return used[Math.floor(share * (used.length - 1))]!;
}

function meanMask(items: readonly RawItem[]): Uint8Array {
  const sum = new Float32Array(SIDE * SIDE);
  for (const item of items) for (let i = 0; i < sum.length; i += 1) sum[i]! += item.truth[i]!;
  return Uint8Array.from(sum, (value) => (value * 2 >= items.length ? 1 : 0));
}
