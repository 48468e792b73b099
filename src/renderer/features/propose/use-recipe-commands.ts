import { MOST_RECIPES } from "#contract/recipes.ts";
import { announce } from "../../app/announce.ts";
import { useText } from "../../i18n/index.ts";
import { replaced, standardOf, withCopy } from "./recipe-list.ts";
import { changeRecipes, choose, recipeStore } from "./recipe-store.ts";

/** What can be done with the recipes of the list. */
export interface RecipeCommands {
  readonly isReadOnly: boolean;
  /** The project has room for another. */
  readonly canCopy: boolean;
  readonly canRemove: boolean;
  readonly canReset: boolean;
  choose(name: string): void;
  /** To the neighbour in the list. */
  step(direction: 1 | -1): void;
  /** Whether it is run; the chosen one where no name is given. */
  toggle(name?: string): void;
  copy(): void;
  remove(): void;
  reset(): void;
}

export function useRecipeCommands(isReadOnly: boolean): RecipeCommands {
  const text = useText("propose");
  const { recipes, chosen, blocks } = recipeStore();
  const standard = blocks ? standardOf(chosen, blocks.standard) : null;
  const index = recipes.findIndex(({ name }) => name === chosen);
  return {
    isReadOnly,
    canCopy: !isReadOnly && recipes.length < MOST_RECIPES,
    canRemove: !isReadOnly && index >= 0 && standard === null && recipes.length > 1,
    canReset: !isReadOnly && standard !== null,
    choose,
    step: (direction) => {
      const next = recipes[index + direction];
      if (!next) return;
      choose(next.name);
      announce(text.recipe(next.name));
    },
    toggle: (name = chosen) => {
      const recipe = recipes.find((other) => other.name === name);
      if (!recipe || isReadOnly) return;
      const isOff = recipe.isOff !== true;
      changeRecipes(null, (all) => replaced(all, name, { ...recipe, isOff }));
      announce(isOff ? text.switchedOff(name) : text.switchedOn(name));
    },
    copy: () => {
      const made = withCopy(recipes, chosen);
      if (made && !isReadOnly) changeRecipes(null, () => made.recipes, made.copy);
    },
    remove: () => {
      const rest = recipes.filter(({ name }) => name !== chosen);
      changeRecipes(null, () => rest, (rest[index] ?? rest.at(-1))?.name);
      announce(text.removed(chosen));
    },
    reset: () => {
      if (!standard) return;
      changeRecipes(null, (all) =>
        all.map((recipe) => (recipe.name === chosen ? { ...standard, isOff: recipe.isOff } : recipe)),
      );
    },
  };
}
