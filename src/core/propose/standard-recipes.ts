import type { Recipe, Values } from "#contract/recipes.ts";

/** A little smoothing before what looks at single pixels. */
const SMOOTHED = [{ name: "gaussian", values: { sigma: 1 } }];

/** A nucleus or a small lesion is less than a thousandth of its image: only what is much smaller is dropped. */
const TIDIED = { minShare: 0.0002 };

/**
 * Recipes for any picture or volume: different enough that their masks fail in different places, which is what a judge
 * learns from. The order is the one in which masks are kept: of two that are alike the first stays.
 */
export const standardRecipes: readonly Recipe[] = [
  recipe("otsu", {}, SMOOTHED),
  recipe("li", {}, SMOOTHED),
  recipe("multi-otsu", {}, SMOOTHED),
  recipe("multi-otsu-wide", { objectClasses: 2 }, SMOOTHED, "multi-otsu"),
  recipe("triangle", {}, SMOOTHED),
  recipe("sauvola", { window: 51 }, SMOOTHED),
  recipe("hysteresis", {}, SMOOTHED),
  recipe("k-means", {}),
  recipe("gaussian-mixture", {}),
  recipe("som", {}),
  recipe("som-wide", { objectClusters: 2 }, [], "som"),
  recipe("watershed-distance", {}, SMOOTHED),
  recipe("watershed-gradient", {}, SMOOTHED),
  recipe("region-growing", {}, SMOOTHED),
  recipe("random-walker", { scale: 0.5 }, SMOOTHED),
  recipe("chan-vese", { iterations: 100 }),
];

function recipe(name: string, values: Values, filters: Recipe["filters"] = [], method = name): Recipe {
  return { name, filters, method: { name: method, values }, polarity: "auto", cleanUp: TIDIED };
}
