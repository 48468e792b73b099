import type { CheckedRecipe } from "./recipe.ts";
import { filters, methods } from "./blocks.ts";
import { cleanUp } from "./clean-up.ts";
import { extremes } from "./extremes.ts";
import type { GreyImage, MethodResult, MethodRun } from "./method.ts";
import { findPolarity, turned } from "./polarity.ts";

/** A mask that a recipe made, and how the object was looked for. */
export interface Proposal extends MethodResult {
  readonly polarity: "bright" | "dark";
}

/** An image that several recipes are tried on, and what was found of it on the way. */
export interface KnownImage {
  readonly grey: GreyImage;
  /** Once a recipe has asked for it. */
  polarity?: Proposal["polarity"];
}

/** The recipe with its polarity decided: looked for once an image, however many recipes want it found. */
export function decided(recipe: CheckedRecipe, known: KnownImage): CheckedRecipe {
  return recipe.polarity === "auto" ? { ...recipe, polarity: (known.polarity ??= findPolarity(known.grey)) } : recipe;
}

/**
 * Makes a mask of an image: polarity, filters, method, clean-up. Methods look for something bright, so an image with a
 * dark object is turned round first.
 */
export function runRecipe(image: GreyImage, recipe: CheckedRecipe, run: MethodRun): Proposal {
  const polarity = recipe.polarity === "auto" ? findPolarity(image) : recipe.polarity;
  let current = polarity === "dark" ? { ...image, data: turned(image.data) } : image;
  for (const { name, values } of recipe.filters) {
    current = { ...current, data: filters.get(name)!.run(current, values) };
    run.tick(0);
  }
  const { mask, told } = methods.get(recipe.method.name)!.run(current, recipe.method.values, run);
  const said = polarity === "dark" ? turnedBack(told, image.data) : told;
  return { mask: cleanUp(mask, image, recipe.cleanUp), told: said, polarity };
}

/** What methods tell of grey values, where those had been turned round. */
const GREY_VALUES = /^(?:threshold\d*|low|high)$/;

function turnedBack(told: MethodResult["told"], data: Float32Array): MethodResult["told"] {
  const [low, high] = extremes(data);
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => [
      name,
      GREY_VALUES.test(name) && typeof value === "number" ? low + high - value : value,
    ]),
  );
}
