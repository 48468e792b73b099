import { AppError } from "#contract/errors.ts";
import type { Parameter, Recipe, Step, Values } from "#contract/recipes.ts";
import { filters, methods } from "./blocks.ts";
import { cleanUpParameters } from "./clean-up.ts";

/** A recipe whose names are known and whose values are complete and within their bounds. */
export interface CheckedRecipe extends Recipe {
  readonly filters: Step[];
  readonly method: Step;
  readonly cleanUp: Values;
}

/** @throws AppError bad-request that names what is wrong and what there is */
export function checkRecipe(recipe: Recipe): CheckedRecipe {
  const where = `the recipe ${recipe.name}`;
  return {
    ...recipe,
    filters: recipe.filters.map((step) => checkStep("filter", step, filters, where)),
    method: checkStep("method", recipe.method, methods, where),
    cleanUp: checkValues(recipe.cleanUp, cleanUpParameters, `the clean-up of ${where}`),
  };
}

/** What is stored beside a mask to know it again: the same text for recipes that do the same. */
export function recipeKey({ filters: before, method, polarity, cleanUp }: CheckedRecipe): string {
  return JSON.stringify({
    filters: before.map(sorted),
    method: sorted(method),
    polarity,
    cleanUp: sortedKeys(cleanUp),
  });
}

function sorted({ name, values }: Step): Step {
  return { name, values: sortedKeys(values) };
}

function sortedKeys(values: Values): Values {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function checkStep(
  kind: "filter" | "method",
  { name, values }: Step,
  known: ReadonlyMap<string, { readonly parameters: readonly Parameter[] }>,
  where: string,
): Step {
  const block = known.get(name);
  if (!block)
    throw new AppError(
      "bad-request",
      `There is no ${kind} named ${name} (${where}).`,
      `Known: ${[...known.keys()].join(", ")}.`,
    );
  return { name, values: checkValues(values, block.parameters, `${name} of ${where}`) };
}

function checkValues(values: Values, parameters: readonly Parameter[], where: string): Values {
  for (const name of Object.keys(values)) {
    if (parameters.some((parameter) => parameter.name === name)) continue;
    throw new AppError(
      "bad-request",
      `${where} has no parameter ${name}.`,
      parameters.length > 0
        ? `Its parameters: ${parameters.map((parameter) => parameter.name).join(", ")}.`
        : "It has none.",
    );
  }
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, checkValue(values[parameter.name], parameter, where)]),
  );
}

function checkValue(value: number | string | undefined, parameter: Parameter, where: string): number | string {
  if (value === undefined) return parameter.default;
  if (parameter.kind === "choice") {
    if (parameter.choices.includes(String(value))) return String(value);
    throw badValue(where, parameter.name, value, parameter.choices.join(", "));
  }
  const number = typeof value === "number" ? value : Number(value);
  const isWhole = !Number.isInteger(parameter.step) || !Number.isInteger(parameter.min) || Number.isInteger(number);
  if (number >= parameter.min && number <= parameter.max && isWhole) return number;
  const kind = isWhole ? "a number" : "a whole number";
  throw badValue(where, parameter.name, value, `${kind} from ${parameter.min} to ${parameter.max}`);
}

function badValue(where: string, name: string, value: number | string, wanted: string): AppError {
  return new AppError("bad-request", `${name} of ${where} cannot be ${value}.`, `It may be: ${wanted}.`);
}
