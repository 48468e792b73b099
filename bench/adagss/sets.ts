import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { createRng } from "#domain/random/rng.ts";
import { spoilMask } from "#domain/spoil/spoil-mask.ts";
import type { Recipe } from "#contract/recipes.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodePng } from "#core/io/png/encode-png.ts";
import { standardRecipes } from "#core/propose/standard-recipes.ts";
import { networkWithout } from "../support/quality-network.ts";
import { hippocampusTask } from "../tasks/hippocampus.ts";

export const setNames = ["nuclei", "cxr", "hippo"] as const;
export type SetName = (typeof setNames)[number];

/** A set of pictures as Winnow is given it, and what it does not know: the true masks. */
export interface AdagssSet {
  readonly name: SetName;
  /** Pictures in `images/`; masks beside them only where they are not proposed by Winnow. */
  readonly folder: string;
  readonly areProposed: boolean;
  /** What somebody would choose on the recipe page; null: the standard ones. */
  readonly recipes: readonly Recipe[] | null;
  /** True masks by the stem of the picture's name. */
  readonly truths: ReadonlyMap<string, MaskSource>;
  /** A mask with at least this Dice is good. */
  readonly goodDice: number;
  /** A quality network that has not seen the set, where the one that ships with Winnow has. */
  readonly network: string | undefined;
  /** Left and right mean the same. */
  readonly mirror: boolean;
  /** Pixels along the longer edge that the U-Net works on. */
  readonly longest: number;
}

/** Writes a set below a folder. */
export async function makeSet(name: SetName, data: string, work: string, seed: number): Promise<AdagssSet> {
  const folder = join(work, name, "given");
  const truthFolder = join(work, name, "truth");
  mkdirSync(join(folder, "images"), { recursive: true });
  mkdirSync(truthFolder, { recursive: true });
  if (name === "nuclei") return nuclei(data, folder);
  return name === "cxr" ? lungs(data, folder, truthFolder) : hippocampus(data, folder, truthFolder, seed);
}

async function nuclei(data: string, folder: string): Promise<AdagssSet> {
  const from = join(data, "nuclei_dsb2018");
  const truths = new Map<string, MaskSource>();
  for (const file of readdirSync(join(from, "images")).toSorted()) {
    copyFileSync(join(from, "images", file), join(folder, "images", file));
    truths.set(stemOf(file), await fileMask(join(from, "masks", file)));
  }
  return {
    name: "nuclei",
    folder,
    areProposed: true,
    recipes: null,
    truths,
    goodDice: 0.8,
    network: networkWithout("nuclei", data),
    mirror: true,
    longest: 256,
  };
}

/** Radiographs are shrunk to at most so many pixels along an edge. */
const RADIOGRAPH_SIDE = 384;

/** Lungs are dark, and two; what touches the border misleads the search for the polarity. */
function lungRecipe(recipe: Recipe): Recipe {
  const filters = [
    { name: "clahe", values: { tiles: 4 } },
    { name: "gaussian", values: { sigma: 3 } },
  ];
  return { ...recipe, polarity: "dark", filters, cleanUp: { ...recipe.cleanUp, openingRadius: 5, keepLargest: 2 } };
}

/** Chest radiographs of one patient each, both lungs together. */
async function lungs(data: string, folder: string, truthFolder: string): Promise<AdagssSet> {
  const from = join(data, "cxr_covid_lung");
  const masks = new Map(readdirSync(join(from, "masks")).map((file) => [stemOf(file), file]));
  const truths = new Map<string, MaskSource>();
  for (const file of readdirSync(join(from, "images")).toSorted()) {
    const stem = stemOf(file);
    const image = await readImage(join(from, "images", file), defaultLimits);
    const mask = await readImage(join(from, "masks", masks.get(stem)!), defaultLimits);
    const size = image.geometry.size as [number, number];
    const scale = Math.min(1, RADIOGRAPH_SIDE / Math.max(...size));
    const [width, height] = [Math.round(size[0] * scale), Math.round(size[1] * scale)];
    const whole = { x0: 0, y0: 0, x1: size[0], y1: size[1] };
    const shrunk = (values: ArrayLike<number>): Float32Array =>
      resamplePlane(sliceOf(values, size, 2, 0), whole, width, height);
    const grey = shrunk(toGrey(image.data, image.channels));
    const object = shrunk(Float32Array.from(toGrey(mask.data, mask.channels), (value) => (value > 0 ? 1 : 0)));
    writeGrey(join(folder, "images", `${stem}.png`), grey, width, height);
    const truth = join(truthFolder, `${stem}.png`);
    writeGrey(
      truth,
      object.map((value) => (value >= 0.5 ? 255 : 0)),
      width,
      height,
    );
    truths.set(stem, await fileMask(truth));
  }
  return {
    name: "cxr",
    folder,
    areProposed: true,
    recipes: standardRecipes.map(lungRecipe),
    truths,
    // Of all masks that grey values give hardly any reaches 0.8.
    goodDice: 0.7,
    network: undefined,
    mirror: false,
    longest: 128,
  };
}

/** Spoiled copies of the truth that a slice gets as masks: their Dice lies evenly between the two. */
const N_SPOILED = 3;
const SPOILED_DICE = [0.25, 0.99] as const;

async function hippocampus(data: string, folder: string, truthFolder: string, seed: number): Promise<AdagssSet> {
  const task = await hippocampusTask(data);
  const { side } = task;
  const subjects = ["case,subject"];
  const truths = new Map<string, MaskSource>();
  for (const { id, subject, image, truth } of task.items) {
    writeGrey(join(folder, "images", `${id}.png`), scaled(image), side, side);
    subjects.push(`${id},${subject}`);
    const file = join(truthFolder, `${id}.png`);
    writeGrey(
      file,
      truth.map((value) => 255 * value),
      side,
      side,
    );
    truths.set(id, await fileMask(file));
    const rng = createRng(seed, "spoiled masks", id);
    for (let index = 1; index <= N_SPOILED; index += 1) {
      const target = SPOILED_DICE[0] + (SPOILED_DICE[1] - SPOILED_DICE[0]) * rng.next();
      const { mask } = spoilMask(truth, { size: [side, side], spacing: [1, 1] }, target, rng);
      if (!mask.includes(1)) continue;
      mkdirSync(join(folder, `masks_made-${index}`), { recursive: true });
      writeGrey(
        join(folder, `masks_made-${index}`, `${id}.png`),
        mask.map((value) => 255 * value),
        side,
        side,
      );
    }
  }
  writeFileSync(join(folder, "subjects.csv"), `${subjects.join("\n")}\n`);
  return {
    name: "hippo",
    folder,
    areProposed: false,
    recipes: null,
    truths,
    goodDice: 0.75,
    network: networkWithout("hippocampus", data),
    mirror: false,
    longest: side,
  };
}

async function fileMask(path: string): Promise<MaskSource> {
  const { sha256 } = await readImage(path, defaultLimits);
  return { path, sha256, labelValue: null };
}

export function stemOf(name: string): string {
  const file = name.slice(name.lastIndexOf("/") + 1);
  return file.includes(".") ? file.slice(0, file.lastIndexOf(".")) : file;
}

function scaled(image: Float32Array): Float32Array {
  let [low, high] = [Infinity, -Infinity];
  for (const value of image) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return image.map((value) => (255 * (value - low)) / (high - low || 1));
}

export function writeGrey(path: string, values: ArrayLike<number>, width: number, height: number): void {
  const data = Uint8Array.from(values, (value) => Math.max(0, Math.min(255, Math.round(value))));
  writeFileSync(path, encodePng({ width, height, data, channels: 1 }));
}
