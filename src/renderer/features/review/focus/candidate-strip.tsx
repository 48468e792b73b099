import { CircleDashed } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from "react";
import type { CaseView, TileRow } from "#contract/commands/review.ts";
import { tileAddress } from "#contract/pictures.ts";
import { useQuery } from "../../../client/core.tsx";
import { format, useText } from "../../../i18n/index.ts";
import { KeyCap } from "../../../ui/key-cap.tsx";
import { VerdictMark } from "../../../ui/verdict-mark.tsx";
import type { OverlaySettings } from "../../../viewer/overlay-style.ts";
import { TileCanvas } from "../../../viewer/tile-canvas.tsx";
import { tilePictures } from "../../../viewer/tile-pictures.ts";
import { shownLabel } from "../marks.ts";
import type { ReviewStore } from "../review-store.ts";
import styles from "./candidate-strip.module.css";

const WIDTH = 128;
const HEIGHT = 78;

/** All masks of the case, each with its mark; and how far two of them differ. */
export function CandidateStrip({
  store,
  view,
  current,
  other,
  isComparing,
  overlay,
  legend,
  onChoose,
  onCompare,
}: {
  store: ReviewStore;
  view: CaseView;
  current: TileRow;
  /** The mask that the current one is compared with; null where the case has one alone. */
  other: TileRow | null;
  isComparing: boolean;
  overlay: OverlaySettings;
  /** Of what is drawn over the image beside masks, in place of the difference: both are told by the same strokes. */
  legend: ReactNode;
  onChoose(id: number): void;
  onCompare(): void;
}) {
  const text = useText("focus");
  const addresses = useMemo(
    () =>
      view.masks
        .filter(({ problem }) => problem === null)
        .map(({ id, pictureVersion }) => tileAddress(id, pictureVersion)),
    [view],
  );
  useEffect(() => {
    tilePictures.want("focus", addresses);
    return () => tilePictures.want("focus", []);
  }, [addresses]);
  return (
    <div className={styles.strip} data-region="candidates">
      <div className={styles.masks} role="listbox" aria-label={text.masksOfCase} aria-orientation="horizontal">
        {view.masks.map((mask) => (
          <Candidate
            key={mask.id}
            store={store}
            mask={mask}
            isCurrent={mask.id === current.id}
            overlay={overlay}
            onChoose={() => onChoose(mask.id)}
          />
        ))}
      </div>
      {legend ??
        (other && <Difference view={view} a={current} b={other} isComparing={isComparing} onCompare={onCompare} />)}
    </div>
  );
}

function Candidate({
  store,
  mask,
  isCurrent,
  overlay,
  onChoose,
}: {
  store: ReviewStore;
  mask: TileRow;
  isCurrent: boolean;
  overlay: OverlaySettings;
  onChoose(): void;
}) {
  const text = useText("review");
  useSyncExternalStore(store.subscribe, () => store.row(mask.id));
  const row = store.row(mask.id) ?? mask;
  const label = shownLabel(row);
  const byJudge = row.decidedBy === "judge";
  return (
    <button
      type="button"
      role="option"
      aria-selected={isCurrent}
      className={styles.mask}
      data-current={isCurrent || undefined}
      data-rejected={label?.label === "reject" || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <TileCanvas
        address={tileAddress(row.id, row.pictureVersion)}
        width={WIDTH}
        height={HEIGHT}
        classIndex={row.classIndex}
        overlay={overlay}
        className={styles.canvas}
      />
      <span className={styles.name}>
        {label ? (
          <VerdictMark kind={label.label} />
        ) : byJudge ? (
          <VerdictMark kind={row.verdict === "accepted" ? "accept" : "reject"} by="judge" />
        ) : (
          <CircleDashed size={16} strokeWidth={1.75} aria-hidden="true" />
        )}
        <strong>{row.letter}</strong>
        <span className={styles.source}>
          {row.source}
          <span className="visually-hidden">, {text.tileState(row, store.tile(row.id).isSaving)}</span>
        </span>
      </span>
    </button>
  );
}

function Difference({
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
}) {
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
