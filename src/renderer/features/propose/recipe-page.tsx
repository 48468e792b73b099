import { useEffect, useRef } from "react";
import { useActions } from "../../app/actions.ts";
import { useRoute } from "../../app/routes.ts";
import { useProject } from "../../client/core.tsx";
import { useText } from "../../i18n/index.ts";
import { KeyLegend } from "../review/key-legend.tsx";
import { useOverlayActions } from "../review/use-review-actions.ts";
import workbenchStyles from "../workbench/workbench.module.css";
import { PreviewPictures } from "./preview-pictures.tsx";
import { closeSummary, proposeStore, standardClass } from "./propose-job.ts";
import styles from "./recipe-page.module.css";
import { RecipeForm } from "./recipe-form.tsx";
import type { Blocks } from "./recipe-list.ts";
import { RecipeListPanel } from "./recipe-list-panel.tsx";
import { useChosenRecipe } from "./recipe-store.ts";
import { RunPanel } from "./run-panel.tsx";
import { RunSummary } from "./run-summary.tsx";
import { usePreviews } from "./use-previews.ts";
import { useProposeActions } from "./use-propose-actions.ts";
import { useRecipeCommands } from "./use-recipe-commands.ts";
import { useShownCases } from "./use-shown-cases.ts";

/** The recipes, the chosen one on three images, and all that it does. */
export function RecipePage({
  blocks,
  isReadOnly,
  onBack,
}: {
  blocks: Blocks;
  isReadOnly: boolean;
  onBack(): void;
}): React.JSX.Element {
  const text = useText("propose");
  const [, goTo] = useRoute();
  const { classes } = useProject()!;
  const { className, done } = proposeStore();
  const chosen = useChosenRecipe();
  const commands = useRecipeCommands(isReadOnly);
  const cases = useShownCases();
  const isIterative = blocks.methods.some(
    ({ name, isIterative }) => isIterative && name === chosen?.recipe.method.name,
  );
  const previews = usePreviews(cases.shown, done ? null : (chosen?.recipe ?? null), isIterative);
  const found = previews.flatMap(({ shown }) => shown?.found.polarity ?? []);
  const drawn = classes.indexOf(className ?? standardClass(classes));
  // The summary is of the recipes as they were.
  const recipe = chosen?.recipe;
  const before = useRef(recipe);
  useEffect(() => {
    if (before.current !== recipe && before.current !== undefined) closeSummary();
    before.current = recipe;
  }, [recipe]);
  const review = (): void => goTo({ screen: "review" });
  useOverlayActions();
  useProposeActions(commands, cases, previews, done !== null, onBack);
  useActions(
    done
      ? [
          { id: "propose.review", title: text.startReviewing, key: "Ctrl+Enter", group: text.title, run: review },
          { id: "propose.close", title: text.backToRecipes, key: "Escape", group: text.title, run: closeSummary },
        ]
      : [],
  );
  return (
    <>
      <div className={workbenchStyles.columns}>
        <aside className={styles.recipes} aria-label={text.recipes} data-region data-chrome>
          <RecipeListPanel commands={commands} />
          <RunPanel isReadOnly={isReadOnly} />
        </aside>
        {done ? (
          <RunSummary done={done} onReview={review} onClose={closeSummary} />
        ) : (
          chosen && (
            <PreviewPictures
              recipe={chosen.recipe}
              cases={cases}
              previews={previews}
              classIndex={drawn < 0 ? classes.length : drawn}
            />
          )
        )}
        {chosen && (
          <RecipeForm
            {...chosen}
            blocks={blocks}
            found={found}
            isReadOnly={isReadOnly}
            onReset={() => commands.reset()}
          />
        )}
      </div>
      <KeyLegend
        left={[
          [{ keys: ["ArrowUp", "ArrowDown"], label: text.keysRecipe }],
          [
            { keys: ["ArrowLeft", "ArrowRight"], label: text.keysImage },
            { keys: ["F"], label: text.keysEnlarge },
            { keys: ["S"], label: text.keysMask },
          ],
          ...(isReadOnly ? [] : [[{ keys: ["Space"], label: text.keysToggle }]]),
        ]}
        right={[
          ...(isReadOnly || done ? [] : [{ keys: ["Ctrl+Enter"], label: text.keysRun }]),
          { keys: ["?"], label: text.keysAll },
        ]}
      />
    </>
  );
}
