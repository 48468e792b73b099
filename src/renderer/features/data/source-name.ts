import { PROPOSED } from "#contract/recipes.ts";

/** The recipe that proposed masks of this source; null where they come from elsewhere. */
export function recipeOf(source: string): string | null {
  return source.startsWith(PROPOSED) ? source.slice(PROPOSED.length) || null : null;
}

/** A source as the person knows it: the folder of the masks, or the recipe that proposed them. */
export function sourceName(source: string): string {
  const recipe = recipeOf(source);
  if (recipe !== null) return `Winnow: ${recipe}`;
  return source.replace(/^file:/, "").replace(/^folder:/, "") || source;
}
