import type { Recipe } from "#contract/recipes.ts";
import { type ShownPreview, usePreview } from "./use-preview.ts";

/** A recipe on as many images as are shown: at most three. */
export function usePreviews(
  caseIds: readonly number[],
  recipe: Recipe | null,
  isIterative: boolean,
): readonly ShownPreview[] {
  const first = usePreview(caseIds[0] ?? null, recipe, isIterative);
  const second = usePreview(caseIds[1] ?? null, recipe, isIterative);
  const third = usePreview(caseIds[2] ?? null, recipe, isIterative);
  return [first, second, third].slice(0, caseIds.length);
}
