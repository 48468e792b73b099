import type { CaseView, TileRow } from "#contract/commands/review.ts";
import { useQuery } from "../../../client/core.tsx";
import { format, useText } from "../../../i18n/index.ts";
import { KeyCap } from "../../../ui/key-cap.tsx";
import styles from "./candidate-strip.module.css";

/** How far two masks of a case differ, and the way to see where. */
export function StripDifference({
  view,
  a,
  b,
  isComparing,
  onCompare,
}: {
  view: CaseView;
  a: TileRow;
  b: TileRow;
  isComparing: boolean;
  onCompare(): void;
}): React.JSX.Element {
  const text = useText("focus");
  const { data } = useQuery("review.compareMasks", { a: a.id, b: b.id }, { keepPrevious: true });
  const dimensions = view.geometry.size.length > 2 && (view.geometry.size[2] ?? 1) > 1 ? 3 : 2;
  const amount = ({ nVoxels, volumeMm3 }: { nVoxels: number; volumeMm3: number | null }): string =>
    volumeMm3 === null ? text.voxels(nVoxels, dimensions) : format.volume(volumeMm3, dimensions);
  return (
    <div className={styles.difference}>
      <p>
        <span className={styles.onlyA} aria-hidden="true" />
        {text.onlyIn(a.letter, data ? amount(data.onlyInA) : "…")}
      </p>
      <p>
        <span className={styles.onlyB} aria-hidden="true" />
        {text.onlyIn(b.letter, data ? amount(data.onlyInB) : "…")}
      </p>
      <button
        type="button"
        className={styles.compare}
        aria-pressed={isComparing}
        aria-keyshortcuts="X"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onCompare}
      >
        <KeyCap keys="X" />
        {isComparing ? text.hideDifferences : text.showDifferences}
      </button>
    </div>
  );
}
