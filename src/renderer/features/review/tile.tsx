import { Check, Dices, FileX, LoaderCircle, Users } from "lucide-react";
import { memo, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { TileRow } from "#contract/commands/review.ts";
import { tileAddress } from "#contract/pictures.ts";
import { coreStore } from "../../client/core-store.ts";
import { useText } from "../../i18n/index.ts";
import { VerdictMark } from "../../ui/verdict-mark.tsx";
import type { OverlaySettings } from "../../viewer/overlay-style.ts";
import { TileCanvas, usePictureProblem } from "../../viewer/tile-canvas.tsx";
import { dissenters, initials, shownLabel } from "./marks.ts";
import type { ReviewStore } from "./review-store.ts";
import styles from "./tile.module.css";

export interface TileLook {
  readonly width: number;
  readonly pictureHeight: number;
  readonly stripHeight: number;
  readonly overlay: OverlaySettings;
  /** The same, hidden: for masks whose class is switched off. */
  readonly overlayOff: OverlaySettings;
  readonly hiddenClasses: readonly number[];
  readonly isZoomedToMask: boolean;
}

export function tileName(row: Pick<TileRow, "case" | "letter">): string {
  return `${row.case} ${row.letter}`;
}

/** One mask: its picture, and in the strip below it everything that is said of it. */
export const Tile = memo(function Tile({
  store,
  id,
  index,
  column,
  look,
  left,
}: {
  store: ReviewStore;
  id: number;
  index: number;
  /** From 1. */
  column: number;
  look: TileLook;
  left: number;
}) {
  const text = useText("review");
  const state = useSyncExternalStore(
    useCallback((listener) => store.subscribeTile(id, listener), [store, id]),
    () => store.tile(id),
  );
  const { row, isFocused, isSelected, isSaving } = state;
  const label = row ? shownLabel(row) : null;
  const byJudge = row?.decidedBy === "judge" ? row.verdict : null;
  const kind = label ? `person-${label.label}` : byJudge ? `judge-${byJudge}` : "open";
  const isDimmed = (kind === "person-reject" || kind === "judge-rejected") && !look.overlay.isHidden;
  const { address, problem } = usePicture(row);
  return (
    <div
      id={`tile-${id}`}
      role="gridcell"
      aria-colindex={column}
      aria-selected={isSelected || undefined}
      className={styles.tile}
      data-index={index}
      data-focused={isFocused || undefined}
      data-selected={isSelected || undefined}
      data-kind={kind}
      data-dimmed={isDimmed || undefined}
      data-saving={isSaving || undefined}
      style={{ width: look.width, transform: `translateX(${left}px)` }}
    >
      <div className={styles.picture} style={{ height: look.pictureHeight }}>
        {row && <Picture store={store} row={row} address={address} problem={problem} look={look} />}
        {isSelected && (
          <span className={styles.tick}>
            <Check size={14} strokeWidth={2.25} aria-hidden="true" />
          </span>
        )}
      </div>
      <div className={styles.strip} style={{ height: look.stripHeight }} data-chrome>
        {!row && <span className="visually-hidden">{text.loading}</span>}
        {row && <Strip row={row} problem={problem} label={label} byJudge={byJudge} isSaving={isSaving} />}
      </div>
    </div>
  );
});

/** Where the picture of a mask is, or why there is none. */
function usePicture(row: TileRow | undefined): { address: string | null; problem: string | null } {
  const address = row && row.problem === null ? tileAddress(row.id, row.pictureVersion) : null;
  const pictureProblem = usePictureProblem(address);
  return { address, problem: row?.problem ?? pictureProblem };
}

function Picture({
  store,
  row,
  address,
  problem,
  look,
}: {
  store: ReviewStore;
  row: TileRow;
  address: string | null;
  problem: string | null;
  look: TileLook;
}) {
  if (address === null) return <Unreadable />;
  if (problem !== null) return <NotHad key={address} store={store} />;
  return (
    <TileCanvas
      address={address}
      width={look.width}
      height={look.pictureHeight}
      classIndex={row.classIndex}
      overlay={look.hiddenClasses.includes(row.classIndex) ? look.overlayOff : look.overlay}
      isZoomedToMask={look.isZoomedToMask}
      className={styles.canvas}
    />
  );
}

function Unreadable() {
  return <FileX className={styles.unreadable} size={26} strokeWidth={1.75} aria-hidden="true" />;
}

/** A picture that the list's address does not give: the list may be older than the project, now or when that changes. */
function NotHad({ store }: { store: ReviewStore }) {
  const revision = coreStore((state) => state.revision);
  useEffect(() => store.refreshRowsSoon(), [store, revision]);
  return <Unreadable />;
}

function Strip({
  row,
  problem,
  label,
  byJudge,
  isSaving,
}: {
  row: TileRow;
  problem: string | null;
  label: ReturnType<typeof shownLabel>;
  byJudge: TileRow["verdict"] | null;
  isSaving: boolean;
}) {
  const text = useText("review");
  const others = dissenters(row);
  return (
    <>
      {label && (
        <span className={styles.mark}>
          <VerdictMark kind={label.label} tone="ink" />
        </span>
      )}
      {byJudge && byJudge !== "to-review" && (
        <span className={styles.mark}>
          <VerdictMark kind={byJudge === "accepted" ? "accept" : "reject"} by="judge" />
        </span>
      )}
      <span className={problem === null ? styles.name : styles.reason} title={problem ?? undefined}>
        <bdi dir="ltr">{problem === null ? tileName(row) : `${tileName(row)}: ${problem}`}</bdi>
        <span className="visually-hidden">, {text.tileState(row, isSaving)}</span>
      </span>
      {isSaving && <SlowSave />}
      {row.mine && (row.why === "random" || row.why === "spot-check") && (
        <span className={styles.sign} title={text.whys[row.why].title}>
          <Dices size={14} strokeWidth={1.75} aria-hidden="true" />
        </span>
      )}
      {row.mine && others.length > 0 && (
        <span className={styles.others} title={text.othersSay(others)}>
          <Users size={14} strokeWidth={1.75} aria-hidden="true" />
          {others.map((other) => initials(other.rater)).join(" ")}
        </span>
      )}
      {row.mine && row.disagreement && others.length === 0 && (
        <span className={styles.differs} aria-hidden="true">
          ≠
        </span>
      )}
      {label && <span className={styles.by}>{label.raters.map(initials).join(" ")}</span>}
      {byJudge && byJudge !== "to-review" && <span className={styles.by}>{text.judgeShort}</span>}
    </>
  );
}

/** A save that takes this long is seen to be under way; most are over in a tenth of it. */
const SLOW_SAVE_MS = 300;

function SlowSave() {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), SLOW_SAVE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return isSlow && <LoaderCircle className={styles.loader} size={14} strokeWidth={1.75} aria-hidden="true" />;
}
