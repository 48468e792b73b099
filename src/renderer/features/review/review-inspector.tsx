import { useText } from "../../i18n/index.ts";
import { recipeOf } from "../data/source-name.ts";
import { DecisionPanels, type InspectorProps } from "./inspector.tsx";
import styles from "./inspector.module.css";
import { ProjectPanel } from "./project-panel.tsx";
import { tileName } from "./tile.tsx";
import { useReviewState } from "./use-review-store.ts";

/** Where a mask comes from, in words. */
export function useSourceText(): (row: { source: string; maskPath: string }) => string {
  const text = useText("review");
  return ({ source, maskPath }) =>
    maskPath.startsWith("winnow:") ? text.fromWinnow(recipeOf(source) ?? source) : text.fromFile(maskPath);
}

/** Beside the grid: the focused mask, or the selection, and where the project stands. */
export function ReviewInspector(props: Omit<InspectorProps, "row" | "ids" | "isBoxed">) {
  const { store, project } = props;
  const text = useText("review");
  const sourceText = useSourceText();
  const { ids, focus, nSelected } = useReviewState(store);
  const focusId = ids[focus];
  const row = focusId === undefined ? undefined : store.row(focusId);
  return (
    <aside className={styles.inspector} aria-label={text.inspector} data-region="inspector" data-chrome>
      <header className={styles.head} hidden={ids.length === 0}>
        <h1 className={styles.name}>{nSelected > 1 ? text.selected(nSelected) : row ? tileName(row) : ""}</h1>
        {ids.length > 0 && <span className={styles.position}>{text.position(focus + 1, ids.length)}</span>}
        {row && <p className={styles.source}>{nSelected > 1 ? tileName(row) : sourceText(row)}</p>}
      </header>
      <DecisionPanels {...props} row={row} ids={store.targets()} isBoxed={false} />
      <ProjectPanel project={project} />
    </aside>
  );
}
