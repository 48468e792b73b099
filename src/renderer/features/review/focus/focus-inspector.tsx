import type { CaseView, TileRow } from "#contract/commands/review.ts";
import { useQuery } from "../../../client/core.tsx";
import { format, useText } from "../../../i18n/index.ts";
import { KeyCap } from "../../../ui/key-cap.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { Tag } from "../../../ui/tag.tsx";
import { DecisionPanels, type InspectorProps } from "../inspector.tsx";
import styles from "../inspector.module.css";
import { useSourceText } from "../review-inspector.tsx";
import { toggleClass, viewSettings } from "../view-settings.ts";
import focusStyles from "./focus-view.module.css";

/** Beside a case: what is said of the mask that is looked at, and what can be measured of it. */
export function FocusInspector({
  view,
  other,
  ...props
}: Omit<InspectorProps, "isBoxed"> & { view: CaseView; row: TileRow; other: TileRow | null }) {
  const { row, project } = props;
  const text = useText("focus");
  const reviewText = useText("review");
  const sourceText = useSourceText();
  const hiddenClasses = viewSettings((settings) => settings.hiddenClasses);
  const mask = view.masks.find(({ id }) => id === row.id);
  const { data: measures } = useQuery("review.measure", { candidateId: row.id }, { keepPrevious: true });
  const { data: comparison } = useQuery("review.compareMasks", other ? { a: row.id, b: other.id } : null);
  const dimensions = (view.geometry.size[2] ?? 1) > 1 ? 3 : 2;
  const index = view.masks.findIndex(({ id }) => id === row.id);
  const classes = [...new Set(view.masks.map(({ classIndex }) => classIndex))];
  classes.sort((a, b) => a - b);
  return (
    <aside
      className={`${styles.inspector} ${styles.focus}`}
      aria-label={reviewText.inspector}
      data-region="inspector"
      data-chrome
    >
      <header className={styles.head}>
        <h1 className={styles.name}>{text.mask(row.letter)}</h1>
        <Tag>{reviewText.position(index + 1, view.masks.length)}</Tag>
        <p className={styles.source}>{sourceText(row)}</p>
        {project.classes.length > 1 && (
          <div className={styles.classes}>
            {classes.map((classIndex) => (
              <button
                key={classIndex}
                type="button"
                className={focusStyles.class}
                aria-pressed={!hiddenClasses.includes(classIndex)}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => toggleClass(classIndex)}
              >
                <span
                  className={focusStyles.swatch}
                  style={{ background: `var(--class-${(classIndex % 5) + 1})` }}
                  aria-hidden="true"
                />
                {project.classes[classIndex]}
                {classIndex < 5 && <KeyCap keys={`Alt+${classIndex + 1}`} />}
              </button>
            ))}
          </div>
        )}
      </header>
      <DecisionPanels {...props} isBoxed>
        <Panel title={text.about}>
          <dl className={styles.facts}>
            <Fact
              name={dimensions === 3 ? text.volume : text.area}
              value={
                mask?.volumeMm3 == null
                  ? text.voxels(mask?.nVoxels ?? 0, dimensions)
                  : format.volume(mask.volumeMm3, dimensions)
              }
            />
            {measures && <Fact name={text.pieces} value={format.number(measures.nPieces)} />}
            {measures && measures.nHoles > 0 && <Fact name={text.holes} value={format.number(measures.nHoles)} />}
            {measures?.slices && (
              <Fact name={text.slices} value={reviewText.position(measures.slices.n, measures.slices.of)} />
            )}
            {other && comparison && <Fact name={text.overlap(other.letter)} value={format.dice(comparison.dice)} />}
          </dl>
        </Panel>
      </DecisionPanels>
    </aside>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
