import { z } from "zod";

/** Masks of a recipe have the source `propose-NAME`. */
export const PROPOSED = "propose-";
/** Letters that a recipe's name may have. */
export const LONGEST_RECIPE_NAME = 41;
export const RECIPE_NAME = new RegExp(`^[a-z0-9][a-z0-9-]{0,${LONGEST_RECIPE_NAME - 1}}$`);
/** Filters of one recipe. */
export const MOST_FILTERS = 6;
/** Recipes of one project. */
export const MOST_RECIPES = 40;

/** One parameter of a filter, a method or the clean-up: what a slider or a command line needs to ask for it. */
export const Parameter = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("number"),
    name: z.string(),
    default: z.number(),
    min: z.number(),
    max: z.number(),
    /** Between two settings of a slider; whole numbers only where it is one itself. */
    step: z.number().positive(),
  }),
  z.object({ kind: z.literal("choice"), name: z.string(), default: z.string(), choices: z.array(z.string()) }),
]);
export type Parameter = z.infer<typeof Parameter>;

/** Values of parameters by their names; what is left out has its default. */
export const Values = z.record(z.string(), z.union([z.number(), z.string()]));
export type Values = z.infer<typeof Values>;

export const Step = z.object({ name: z.string().min(1).max(60), values: Values.default({}) });
export type Step = z.infer<typeof Step>;

/** A way of making masks from images alone: filters, a method, which side of it is the object, and what is tidied after. */
export const Recipe = z.object({
  name: z.string().regex(RECIPE_NAME),
  filters: z.array(Step).max(MOST_FILTERS).default([]),
  method: Step,
  /** Whether the object is brighter or darker than what is around it; `auto` looks at each image. */
  polarity: z.enum(["auto", "bright", "dark"]).default("auto"),
  cleanUp: Values.default({}),
  /** Kept in the project's list, and not run. */
  isOff: z.boolean().optional(),
});
export type Recipe = z.infer<typeof Recipe>;
