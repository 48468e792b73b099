import type { Output } from "#contract/commands.ts";
import {
  LONGEST_RECIPE_NAME,
  MOST_RECIPES,
  type Parameter,
  type Recipe,
  RECIPE_NAME,
  type Values,
} from "#contract/recipes.ts";

/** What recipes are made of. */
export type Blocks = Output<"propose.methods">;

/** The project's recipes, and after them the standard ones that it has not: these are off. */
export function listed(own: readonly Recipe[], standard: readonly Recipe[]): Recipe[] {
  const missing = standard.filter(({ name }) => !own.some((recipe) => recipe.name === name));
  return [...own, ...missing.map((recipe) => ({ ...recipe, isOff: true }))];
}

/** The list with the objects of another where they say the same: what has not changed is known by being the same one. */
export function kept(recipes: readonly Recipe[], before: readonly Recipe[]): Recipe[] {
  const known = new Map(before.map((recipe) => [JSON.stringify(recipe), recipe]));
  return recipes.map((recipe) => known.get(JSON.stringify(recipe)) ?? recipe);
}

/** The recipe that comes with Winnow under this name; null where it is the project's own. */
export function standardOf(name: string, standard: readonly Recipe[]): Recipe | null {
  return standard.find((recipe) => recipe.name === name) ?? null;
}

/** Whether it does something else than the standard one of its name; a value that is left out is its default. */
export function isChanged(recipe: Recipe, standard: Recipe, blocks: Blocks): boolean {
  const what = ({ filters, method, polarity, cleanUp }: Recipe): string =>
    JSON.stringify([
      filters.map((step) => [step.name, allValues(step.values, parametersOf(blocks.filters, step.name))]),
      [method.name, allValues(method.values, parametersOf(blocks.methods, method.name))],
      polarity,
      allValues(cleanUp, blocks.cleanUp),
    ]);
  return what(recipe) !== what(standard);
}

export function parametersOf(
  blocks: readonly { name: string; parameters: readonly Parameter[] }[],
  name: string,
): readonly Parameter[] {
  return blocks.find((block) => block.name === name)?.parameters ?? [];
}

function allValues(values: Values, parameters: readonly Parameter[]): (number | string)[] {
  return parameters.map((parameter) => values[parameter.name] ?? parameter.default);
}

export function replaced(recipes: readonly Recipe[], name: string, recipe: Recipe): Recipe[] {
  return recipes.map((other) => (other.name === name ? recipe : other));
}

/** A copy behind the one of this name, under the first name that is free: "otsu-2". Null where a project has no room. */
export function withCopy(recipes: readonly Recipe[], name: string): { recipes: Recipe[]; copy: string } | null {
  const index = recipes.findIndex((recipe) => recipe.name === name);
  if (index < 0 || recipes.length >= MOST_RECIPES) return null;
  const stem = name.replace(/-\d+$/, "");
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const copy = stem.slice(0, LONGEST_RECIPE_NAME - ending.length) + ending;
    if (recipes.some((recipe) => recipe.name === copy)) continue;
    const added = { ...recipes[index]!, name: copy, isOff: false };
    return { recipes: [...recipes.slice(0, index + 1), added, ...recipes.slice(index + 1)], copy };
  }
}

/** What a person types, as near to a name as it can be while they type: "Big nuclei" → "big-nuclei". */
export function asName(typed: string): string {
  return typed
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, LONGEST_RECIPE_NAME);
}

/** Why a recipe cannot have this name; null where it can. */
export function nameProblem(name: string, before: string, recipes: readonly Recipe[]): "bad" | "taken" | null {
  if (!RECIPE_NAME.test(name)) return "bad";
  return name !== before && recipes.some((recipe) => recipe.name === name) ? "taken" : null;
}

/** The list with what is at one place moved to another. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  if (to < 0 || to >= items.length) return [...items];
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)];
}
