import { describe, expect, it } from "vitest";
import { dice } from "#domain/mask/overlap.ts";
import type { GreyImage } from "./method.ts";
import { checkRecipe } from "./recipe.ts";
import { runRecipe } from "./run-recipe.ts";
import { standardRecipes } from "./standard-recipes.ts";

const RUN = { seed: 1, tick: () => undefined };

/** A disc on an even ground, with a ramp over both. */
function disc(inside: number, outside: number, size: readonly [number, number, number] = [48, 40, 1]): GreyImage {
  const [nx, ny, nz] = size;
  const data = Float32Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const isInside = (x - 22) ** 2 + (y - 20) ** 2 + (z - nz / 2 + 0.5) ** 2 < 100;
    return (isInside ? inside : outside) + 0.1 * x;
  });
  return { data, size, spacing: [1, 1, 1] };
}

describe("a recipe", () => {
  const otsu = checkRecipe({ ...standardRecipes[0]!, name: "a", cleanUp: {} });

  it("finds a dark object as well as a bright one, and tells its threshold in the image's own grey values", () => {
    const bright = runRecipe(disc(100, 10), otsu, RUN);
    const dark = runRecipe(disc(10, 100), otsu, RUN);
    expect([bright.polarity, dark.polarity]).toEqual(["bright", "dark"]);
    expect(dice(dark.mask, bright.mask)).toBeGreaterThan(0.98);
    for (const { told } of [bright, dark]) {
      expect(told["threshold"]).toBeGreaterThan(12);
      expect(told["threshold"]).toBeLessThan(100);
    }
  });

  it("of every standard kind makes some mask of a disc and of a ball, and none of them is the whole image", () => {
    for (const size of [
      [48, 40, 1],
      [48, 40, 24],
    ] as const)
      for (const recipe of standardRecipes) {
        const { mask } = runRecipe(disc(100, 10, size), checkRecipe(recipe), RUN);
        const share = mask.reduce((sum, value) => sum + value, 0) / mask.length;
        expect({ name: recipe.name, isSome: share > 0.01 && share < 0.9 }).toEqual({ name: recipe.name, isSome: true });
      }
  });

  it("leaves its image as it is", () => {
    const image = disc(10, 100);
    const before = image.data.slice();
    for (const recipe of standardRecipes) runRecipe(image, checkRecipe(recipe), RUN);
    expect(image.data).toEqual(before);
  });
});
