import { useState } from "react";
import { LONGEST_RECIPE_NAME } from "#contract/recipes.ts";
import { useText } from "../../i18n/index.ts";
import { Panel } from "../../ui/panel.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { asName, nameProblem } from "./recipe-list.ts";
import { changeRecipes, recipeStore } from "./recipe-store.ts";

/** The name of one of the project's own recipes; it is taken over when the field is left. */
export function NameField({ name, isDisabled }: { name: string; isDisabled: boolean }): React.JSX.Element {
  const text = useText("propose");
  const [typed, setTyped] = useState(name);
  const recipes = recipeStore((state) => state.recipes);
  const problem = nameProblem(typed, name, recipes);
  const take = (value: string): void => {
    const wanted = value.replace(/-$/, "");
    if (wanted === name || nameProblem(wanted, name, recipes) !== null) return setTyped(name);
    changeRecipes(
      null,
      (all) => all.map((recipe) => (recipe.name === name ? { ...recipe, name: wanted } : recipe)),
      wanted,
    );
  };
  return (
    <Panel>
      <TextField
        label={text.name}
        value={typed}
        hint={text.nameHint(name)}
        error={problem ? text.nameProblems[problem] : undefined}
        maxLength={LONGEST_RECIPE_NAME}
        isDisabled={isDisabled}
        onChange={(value) => setTyped(asName(value))}
        onDone={take}
      />
    </Panel>
  );
}
