import type { ImageSource } from "#domain/image/image-source.ts";
import { labelExtents } from "#domain/mask/label-values.ts";
import { dice } from "#domain/mask/overlap.ts";
import { sha256Of } from "../io/files/hash.ts";
import { packMask, unpackMask } from "../io/image/packed-mask.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import type { ReadLimits } from "../io/limits.ts";
import { greyImage } from "./grey-image.ts";
import type { CheckedRecipe } from "./recipe.ts";
import { decided, type KnownImage, runRecipe } from "./run-recipe.ts";

/** Recipes to be tried on one image. Runs in a reader thread. */
export interface ProposeTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  readonly recipes: readonly CheckedRecipe[];
  /** Packed masks that the case has already by recipes of the same run. */
  readonly before: readonly Uint8Array[];
  readonly seed: number;
  /** A mask whose Dice with an earlier one is above this is not kept. */
  readonly mostAlike: number;
  /** Set to something else than 0 by the one who asked: stop. */
  readonly cancelled: Int32Array;
  readonly limits: ReadLimits;
}

/** What became of one recipe. */
export type Proposed =
  | {
      readonly kind: "mask";
      readonly packed: Uint8Array;
      readonly sha256: string;
      readonly nVoxels: number;
      readonly bounds: readonly number[];
      readonly polarity: "bright" | "dark";
      readonly told: Readonly<Record<string, number | string>>;
    }
  | { readonly kind: "alike" | "empty" };

/** More of an image than this is no object. */
const MOST_INSIDE = 0.95;

export class Cancelled extends Error {}

/** A `tick` that ends the work where the one who asked no longer wants it. */
export function stoppable(cancelled: Int32Array): () => void {
  return () => {
    if (Atomics.load(cancelled, 0) !== 0) throw new Cancelled();
  };
}

/**
 * Makes the masks of one image, in the order of the recipes.
 * @returns per recipe; shorter where the work was cancelled
 * @throws UnreadableFile
 */
export async function proposeCase(task: ProposeTask): Promise<Proposed[]> {
  const image = await readCaseImage(task.image, task.limits);
  const grey = greyImage(image, task.window);
  const known: KnownImage = { grey };
  const tick = stoppable(task.cancelled);
  const kept = task.before.map(unpackMask);
  const answers: Proposed[] = [];
  try {
    for (const recipe of task.recipes) {
      tick();
      const { mask, told, polarity } = runRecipe(grey, decided(recipe, known), { seed: task.seed, tick });
      const extents = labelExtents(mask, grey.size, 1);
      const [extent] = extents.kind === "labels" ? extents.labels : [];
      if (!extent || extent.nVoxels > MOST_INSIDE * mask.length) answers.push({ kind: "empty" });
      else if (kept.some((other) => dice(other, mask) > task.mostAlike)) answers.push({ kind: "alike" });
      else {
        kept.push(mask);
        const packed = packMask(mask);
        const { nVoxels, bounds } = extent;
        answers.push({ kind: "mask", packed, sha256: sha256Of(packed), nVoxels, bounds, polarity, told });
      }
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return answers;
}
