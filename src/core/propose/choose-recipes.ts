import { AppError } from "#contract/errors.ts";
import type { Recipe, Values } from "#contract/recipes.ts";
import type { ReadableProject } from "../project/project.ts";
import { classesInUse } from "../project/queries/classes.ts";
import { methods } from "./blocks.ts";
import { type CheckedRecipe, checkRecipe } from "./recipe.ts";
import { standardRecipes } from "./standard-recipes.ts";

/**
 * The recipes of a run.
 * @param asked names of standard recipes or of methods; undefined: those of the project
 * @param parameters values by `name` (for every recipe whose method has it) or `recipe.name`
 * @param own what the project has chosen; null: nothing yet
 * @throws AppError bad-request where a name or a value is none
 */
export function chooseRecipes(
  asked: "all" | readonly string[] | undefined,
  parameters: Values,
  own: readonly Recipe[] | null,
): CheckedRecipe[] {
  const chosen =
    asked === undefined
      ? (own?.filter(({ isOff }) => !isOff) ?? standardRecipes)
      : asked === "all"
        ? standardRecipes
        : asked.map(named);
  const names = chosen.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new AppError("bad-request", `The recipe ${twice} is named twice.`, "Name each recipe once.");
  const used = new Set<string>();
  const recipes = chosen.map((recipe) => checkRecipe(withParameters(recipe, parameters, used)));
  const unused = Object.keys(parameters).filter((key) => !used.has(key));
  if (unused.length > 0)
    throw new AppError(
      "bad-request",
      `None of these recipes has a parameter ${unused.join(", ")}.`,
      `Their parameters: ${[...new Set(recipes.flatMap((recipe) => Object.keys(recipe.method.values)))].join(", ")}.`,
    );
  return recipes;
}

function named(name: string): Recipe {
  const standard = standardRecipes.find((recipe) => recipe.name === name);
  if (standard) return standard;
  if (methods.has(name)) return { name, filters: [], method: { name, values: {} }, polarity: "auto", cleanUp: {} };
  const known = new Set([...standardRecipes.map((recipe) => recipe.name), ...methods.keys()]);
  throw new AppError("bad-request", `There is no method named ${name}.`, `Known: ${[...known].join(", ")}, or all.`);
}

function withParameters(recipe: Recipe, parameters: Values, used: Set<string>): Recipe {
  const has = new Set(methods.get(recipe.method.name)?.parameters.map(({ name }) => name));
  const values = { ...recipe.method.values };
  let { polarity } = recipe;
  for (const [key, value] of Object.entries(parameters)) {
    const [of, name] = key.includes(".") ? (key.split(".", 2) as [string, string]) : [recipe.name, key];
    if (of !== recipe.name) continue;
    if (name === "polarity" && (value === "auto" || value === "bright" || value === "dark")) polarity = value;
    else if (has.has(name)) values[name] = value;
    else continue;
    used.add(key);
  }
  return { ...recipe, polarity, method: { ...recipe.method, values } };
}

/** The class that proposals are of where nobody says: the project's only one. */
export function defaultClassName(project: ReadableProject): string {
  const classes = classesInUse(project);
  return classes.length === 1 ? classes[0]!.name : "object";
}
