import { FolderInput, OctagonX } from "lucide-react";
import { useEffect } from "react";
import { chooseFolder, tell } from "../../app/projects.ts";
import { useRoute } from "../../app/routes.ts";
import { useProject } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { useText } from "../../i18n/index.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { OverlayControls } from "../review/filter-bar.tsx";
import { WorkbenchBar } from "../workbench/workbench-bar.tsx";
import styles from "../workbench/workbench.module.css";
import { proposalsOf } from "./propose-job.ts";
import { RecipePage } from "./recipe-page.tsx";
import { loadRecipes, recipeStore, saveRecipes } from "./recipe-store.ts";

/** Masks made of the images alone: which recipes, with which settings, and the run over all images. */
export function ProposeScreen(): React.JSX.Element {
  const text = useText("propose");
  const common = useText("common");
  const project = useProject()!;
  const [, goTo] = useRoute();
  const { path, nCases } = project;
  const isReadOnly = project.access === "read";
  const generation = coreStore((state) => state.generation);
  const revision = coreStore((state) => state.revision);
  const { blocks, error, project: loaded } = recipeStore();
  useEffect(() => proposalsOf(path), [path]);
  // Somebody else may write: then what they choose is shown as it changes.
  const isAnothers = isReadOnly && revision;
  useEffect(() => void loadRecipes(path), [path, generation, isAnothers]);
  useEffect(() => () => void saveRecipes().catch(tell), []);
  const back = (): void => goTo({ screen: "data" });
  if (nCases === 0) {
    return (
      <div className={styles.screen}>
        <WorkbenchBar text={text} onBack={back} />
        <div className={styles.empty}>
          <EmptyState icon={FolderInput} title={text.emptyTitle} text={text.emptyText}>
            <Button kind="primary" isDisabled={isReadOnly} onClick={() => void chooseFolder()}>
              {text.chooseFolder}
            </Button>
          </EmptyState>
        </div>
      </div>
    );
  }
  if (error && loaded !== path) {
    return (
      <div className={styles.screen}>
        <WorkbenchBar text={text} onBack={back} />
        <div className={styles.empty}>
          <EmptyState icon={OctagonX} tone="error" title={text.cannotLoad} text={`${error.message} ${error.remedy}`}>
            <Button kind="primary" onClick={() => void loadRecipes(path)}>
              {common.tryAgain}
            </Button>
          </EmptyState>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.screen}>
      <WorkbenchBar text={text} onBack={back}>
        <OverlayControls />
      </WorkbenchBar>
      {blocks && loaded === path && <RecipePage blocks={blocks} isReadOnly={isReadOnly} onBack={back} />}
    </div>
  );
}
