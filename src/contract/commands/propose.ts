import { z } from "zod";
import { Finding } from "../findings.ts";
import { MOST_RECIPES, Parameter, Recipe, Values } from "../recipes.ts";
import type { CommandSchema } from "./command.ts";

const Block = z.object({ name: z.string(), parameters: z.array(Parameter) });

export const proposeCommands = {
  /** What recipes are made of, and the ones that come with Winnow. */
  "propose.methods": {
    kind: "query",
    input: z.object({}),
    output: z.object({
      filters: z.array(Block),
      /** Iterative ones are too slow to follow a slider at full size: they are shown coarse first. */
      methods: z.array(Block.extend({ isIterative: z.boolean() })),
      cleanUp: z.array(Parameter),
      standard: z.array(Recipe),
    }),
  },
  /** The recipes that this project has chosen; the standard ones as long as nobody has. */
  "propose.recipes": {
    kind: "query",
    input: z.object({}),
    output: z.object({ recipes: z.array(Recipe), areStandard: z.boolean() }),
  },
  "propose.setRecipes": {
    kind: "mutation",
    input: z.object({ recipes: z.array(Recipe).min(1).max(MOST_RECIPES) }),
    output: z.object({}),
  },
  /**
   * Makes masks of all cases, or of some. Cases that have a recipe's mask already are left as they are; where a recipe
   * of that name was another one, its earlier masks go out of use.
   */
  "propose.run": {
    kind: "job",
    input: z.object({
      /** Names of standard recipes or methods, or `all`; without it the project's recipes. */
      methods: z.union([z.literal("all"), z.array(z.string()).min(1)]).optional(),
      /** Values of parameters by `name` or `method.name`. */
      parameters: Values.default({}),
      /** Class of the masks; without it the project's only class, or `object`. */
      className: z.string().min(1).max(80).optional(),
      /** A mask whose Dice with an earlier one of its case is above this is not kept. */
      mostAlike: z.number().min(0).max(1).default(0.98),
      caseIds: z.array(z.int().positive()).optional(),
      seed: z.int().min(0).default(1),
    }),
    output: z.object({
      nCases: z.int(),
      nMasks: z.int(),
      /** Not kept: like one of its case, empty, or (nearly) everything. */
      nAlike: z.int(),
      nEmpty: z.int(),
      /** There before, by the same recipe. */
      nKept: z.int(),
      /** Masks with marks that another recipe of the same name has replaced: their marks count no more. */
      nMarkedReplaced: z.int(),
      byRecipe: z.array(z.object({ name: z.string(), nMasks: z.int(), nAlike: z.int(), nEmpty: z.int() })),
      findings: z.array(Finding),
    }),
  },
  /** A recipe on one image, for the window: the picture is fetched by its address. */
  "propose.preview": {
    kind: "query",
    input: z.object({
      caseId: z.int().positive(),
      recipe: Recipe,
      /** On at most 128 voxels along an edge: for methods that are too slow to follow a slider. */
      isCoarse: z.boolean().default(false),
    }),
    output: z.object({
      /** Of a tile (contract/pictures.ts), which is kept for a while. */
      address: z.string(),
      polarity: z.enum(["bright", "dark"]),
      /** What the method found on its way. */
      told: Values,
      /** Share of the image that is inside. */
      share: z.number(),
    }),
  },
} as const satisfies Record<string, CommandSchema>;
