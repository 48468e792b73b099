import { Copy, Trash2 } from "lucide-react";
import { MOST_RECIPES } from "#contract/recipes.ts";
import { useText } from "../../i18n/index.ts";
import { CheckBox } from "../../ui/check-box.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import type { RecipeCommands } from "./use-recipe-commands.ts";
import styles from "./recipe-list-panel.module.css";
import { recipeStore } from "./recipe-store.ts";

/** All recipes, each with a switch whether it is run; the chosen one is seen in the pictures and its form. */
export function RecipeListPanel({ commands }: { commands: RecipeCommands }): React.JSX.Element {
  const text = useText("propose");
  const words = useText("blocks");
  const { recipes, chosen } = recipeStore();
  const isReadOnly = commands.isReadOnly;
  return (
    <>
      <header className={styles.head}>
        <h2 className={styles.title}>{text.recipes}</h2>
        <IconButton
          icon={Copy}
          label={commands.canCopy || isReadOnly ? text.copy : text.mostCopies(MOST_RECIPES)}
          keys="Shift+C"
          isDisabled={!commands.canCopy}
          onClick={() => commands.copy()}
        />
        <IconButton
          icon={Trash2}
          label={commands.canRemove || isReadOnly ? text.remove : text.standardStays}
          keys="Delete"
          isDisabled={!commands.canRemove}
          onClick={() => commands.remove()}
        />
      </header>
      <ul className={styles.list} aria-label={text.recipes}>
        {recipes.map((recipe) => (
          <li
            key={recipe.name}
            className={styles.item}
            data-chosen={recipe.name === chosen || undefined}
            data-off={recipe.isOff || undefined}
          >
            <CheckBox
              label={text.runs(recipe.name)}
              isLabelHidden
              isChecked={recipe.isOff !== true}
              isDisabled={isReadOnly}
              onChange={() => commands.toggle(recipe.name)}
            />
            <button
              type="button"
              className={styles.open}
              aria-current={recipe.name === chosen ? "true" : undefined}
              onClick={() => commands.choose(recipe.name)}
            >
              <span className={styles.name}>{recipe.name}</span>
              <span className={styles.what}>
                {text.steps(
                  words.methodName(recipe.method.name),
                  recipe.filters.map(({ name }) => words.filterName(name)),
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
