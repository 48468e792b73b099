import type { Handlers } from "#contract/client.ts";
import type { Recipe } from "#contract/recipes.ts";
import { progressEvents } from "../jobs/progress.ts";
import { getSetting, setSetting } from "../project/queries/settings.ts";
import { filters, methods } from "../propose/blocks.ts";
import { chooseRecipes, defaultClassName } from "../propose/choose-recipes.ts";
import { cleanUpParameters } from "../propose/clean-up.ts";
import type { Previews } from "../propose/previews.ts";
import { proposeMasks } from "../propose/propose-masks.ts";
import { checkRecipe } from "../propose/recipe.ts";
import { standardRecipes } from "../propose/standard-recipes.ts";
import type { Session } from "../session.ts";

export function proposeHandlers(
  session: Session,
  previews: Previews,
): Pick<Handlers, Extract<keyof Handlers, `propose.${string}`>> {
  const ownRecipes = (): readonly Recipe[] | null => getSetting(session.project, "recipes");
  return {
    "propose.methods": async () => ({
      filters: [...filters.values()].map(({ name, parameters }) => ({ name, parameters: [...parameters] })),
      methods: [...methods.values()].map(({ name, parameters, isIterative }) => ({
        name,
        parameters: [...parameters],
        isIterative,
      })),
      cleanUp: [...cleanUpParameters],
      standard: [...standardRecipes],
    }),
    "propose.recipes": async () => {
      const own = ownRecipes();
      return { recipes: [...(own ?? standardRecipes)], areStandard: own === null };
    },
    "propose.setRecipes": async ({ recipes }) => {
      for (const recipe of recipes) checkRecipe(recipe);
      const { project } = session;
      project.transaction(() => setSetting(project, "recipes", recipes, "person"));
      return {};
    },
    "propose.run": async ({ methods: asked, parameters, className, ...rest }, { signal, emit }) =>
      proposeMasks({
        ...rest,
        caseIds: rest.caseIds,
        className: className ?? defaultClassName(session.project),
        recipes: chooseRecipes(asked, parameters, ownRecipes()),
        project: session.project,
        pool: session.pool,
        limits: session.limits,
        signal,
        progress: progressEvents("propose", emit),
      }),
    "propose.preview": async (input, { signal }) => previews.make(session, input, signal),
  };
}
