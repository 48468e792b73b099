import { CircleDashed, WandSparkles } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { TileRow } from "#contract/commands/review.ts";
import { tileAddress } from "#contract/pictures.ts";
import { useWindowWidth } from "../../../app/use-window-width.ts";
import { useText } from "../../../i18n/index.ts";
import { VerdictMark } from "../../../ui/verdict-mark.tsx";
import type { OverlaySettings } from "../../../viewer/overlay-style.ts";
import type { Box } from "../../../viewer/placement.ts";
import { TileCanvas } from "../../../viewer/tile-canvas.tsx";
import { recipeOf, sourceName } from "../../data/source-name.ts";
import { shownLabel } from "../marks.ts";
import type { ReviewStore } from "../review-store.ts";
import styles from "./candidate-strip.module.css";
import { withoutHint } from "./strip-order.ts";

const WIDTH = 128;
const HEIGHT = 78;
/** A pointer that only passes by compares nothing. */
const HOVER_MS = 200;

/** One mask of the case: its outline, where it comes from, and what is said of it. */
export function CandidateTile({
  store,
  mask,
  current,
  crop,
  isSettled,
  overlay,
  onChoose,
  onHover,
}: {
  store: ReviewStore;
  mask: TileRow;
  /** The mask that is looked at. */
  current: TileRow;
  /** The part of the image that all tiles of the class show. */
  crop: Box | null;
  isSettled: boolean;
  overlay: OverlaySettings;
  onChoose(): void;
  /** The pointer rests on it, or has left it. */
  onHover(isOver: boolean): void;
}): React.JSX.Element {
  const text = useText("review");
  useSyncExternalStore(store.subscribe, () => store.row(mask.id));
  const row = withoutHint(store.row(mask.id) ?? mask, current);
  const isCurrent = mask.id === current.id;
  const label = shownLabel(row);
  const button = useRef<HTMLButtonElement>(null);
  const windowWidth = useWindowWidth();
  useEffect(() => {
    if (isCurrent) button.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [isCurrent, windowWidth]);
  const { rest, leave } = useRest(onHover);
  return (
    <button
      ref={button}
      type="button"
      role="option"
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      className={styles.mask}
      data-current={isCurrent || undefined}
      data-rejected={label?.label === "reject" || undefined}
      onMouseDown={(event) => event.preventDefault()}
      onPointerEnter={rest}
      onPointerLeave={leave}
      onClick={() => {
        leave();
        onChoose();
      }}
    >
      <TileCanvas
        address={tileAddress(row.id, row.pictureVersion)}
        width={WIDTH}
        height={HEIGHT}
        classIndex={row.classIndex}
        overlay={overlay}
        crop={crop}
        className={styles.canvas}
        style={{ visibility: isSettled ? "visible" : "hidden" }}
      />
      <span className={styles.name}>
        {label ? (
          <VerdictMark kind={label.label} />
        ) : row.decidedBy === "judge" ? (
          <VerdictMark kind={row.verdict === "accepted" ? "accept" : "reject"} by="judge" />
        ) : (
          <CircleDashed size={16} strokeWidth={1.75} aria-hidden="true" />
        )}
        <strong>{row.letter}</strong>
        <span className={styles.source} title={sourceName(row.source)}>
          <Source source={row.source} />
          <span className="visually-hidden">, {text.tileState(row, store.tile(row.id).isSaving)}</span>
        </span>
      </span>
    </button>
  );
}

/** Says when the pointer has rested long enough, and when it has gone: also where the tile goes from under it. */
function useRest(onHover: (isOver: boolean) => void): { rest(): void; leave(): void } {
  const timer = useRef<number>(undefined);
  const end = useRef<() => void>(undefined);
  const leave = (): void => {
    window.clearTimeout(timer.current);
    end.current?.();
    end.current = undefined;
  };
  useEffect(() => leave, []);
  return {
    leave,
    rest: () => {
      timer.current = window.setTimeout(() => {
        end.current = () => onHover(false);
        onHover(true);
      }, HOVER_MS);
    },
  };
}

/** There is little room: the wand stands for "Winnow:". */
function Source({ source }: { source: string }) {
  const recipe = recipeOf(source);
  if (recipe === null) return sourceName(source);
  return (
    <>
      <WandSparkles className={styles.wand} size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="visually-hidden">Winnow: </span>
      {recipe}
    </>
  );
}
