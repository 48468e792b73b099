import { type ReactNode, useEffect, useMemo } from "react";
import type { CaseView, TileRow } from "#contract/commands/review.ts";
import { tileAddress } from "#contract/pictures.ts";
import { useText } from "../../../i18n/index.ts";
import type { OverlaySettings } from "../../../viewer/overlay-style.ts";
import { tilePictures } from "../../../viewer/tile-pictures.ts";
import type { ReviewStore } from "../review-store.ts";
import styles from "./candidate-strip.module.css";
import { CandidateTile } from "./candidate-tile.tsx";
import { StripDifference } from "./strip-difference.tsx";
import { type StripGroup, stripGroups, stripOrder } from "./strip-order.ts";
import { useSharedCrop } from "./use-shared-crop.ts";

interface StripProps {
  store: ReviewStore;
  view: CaseView;
  current: TileRow;
  overlay: OverlaySettings;
  onChoose(id: number): void;
  /** The mask that the pointer rests on; null where it rests on none. */
  onHover(id: number | null): void;
}

/** All masks of the case by class, each with its mark; and how far two of them differ. */
export function CandidateStrip({
  other,
  isComparing,
  isHidden,
  legend,
  onCompare,
  ...props
}: StripProps & {
  /** The mask that the current one is compared with; null where the case has one alone. */
  other: TileRow | null;
  isComparing: boolean;
  /** The masks are put away: what explains the picture above stays. */
  isHidden: boolean;
  /** Of what is drawn over the image beside masks, in place of the difference: both are told by the same strokes. */
  legend: ReactNode;
  onCompare(): void;
}) {
  const { view, current } = props;
  const difference =
    legend ??
    (other && (!isHidden || isComparing) && (
      <StripDifference view={view} a={current} b={other} isComparing={isComparing} onCompare={onCompare} />
    ));
  if (isHidden && !difference) return null;
  return (
    <div className={styles.strip} data-region="candidates" data-small={isHidden || undefined}>
      {!isHidden && <Masks {...props} />}
      {difference}
    </div>
  );
}

function Masks(props: StripProps) {
  const { view, current, onChoose } = props;
  const text = useText("focus");
  const groups = useMemo(() => stripGroups(view.masks), [view]);
  const addresses = useMemo(() => addressesOf(view.masks), [view]);
  useEffect(() => {
    tilePictures.want("focus", addresses);
    return () => tilePictures.want("focus", []);
  }, [addresses]);
  /** Arrows move among the masks once the focus is on one; elsewhere they mean cases and slices. */
  const move = (event: React.KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const order = stripOrder(view.masks);
    const next = order.findIndex(({ id }) => id === current.id) + step;
    if (!order[next]) return;
    onChoose(order[next].id);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=option]")[next]?.focus();
  };
  return (
    <div
      className={styles.masks}
      role="listbox"
      aria-label={text.masksOfCase}
      aria-orientation="horizontal"
      onKeyDown={move}
    >
      {groups.map((group) => (
        <Group key={group.classIndex} {...props} group={group} hasName={groups.length > 1} />
      ))}
    </div>
  );
}

function Group({
  group,
  hasName,
  store,
  current,
  overlay,
  onChoose,
  onHover,
}: StripProps & { group: StripGroup<TileRow>; hasName: boolean }) {
  const addresses = useMemo(() => addressesOf(group.masks), [group]);
  const { crop, isSettled } = useSharedCrop(addresses);
  return (
    <div className={styles.group} role="group" aria-label={group.name}>
      {hasName && (
        <span className={styles.class} aria-hidden="true">
          <span className={styles.swatch} style={{ background: `var(--class-${(group.classIndex % 5) + 1})` }} />
          {group.name}
        </span>
      )}
      <div className={styles.tiles}>
        {group.masks.map((mask) => (
          <CandidateTile
            key={mask.id}
            store={store}
            mask={mask}
            current={current}
            crop={crop}
            isSettled={isSettled}
            overlay={overlay}
            onChoose={() => onChoose(mask.id)}
            onHover={(isOver) => onHover(isOver ? mask.id : null)}
          />
        ))}
      </div>
    </div>
  );
}

function addressesOf(masks: readonly TileRow[]): string[] {
  return masks
    .filter(({ problem }) => problem === null)
    .map(({ id, pictureVersion }) => tileAddress(id, pictureVersion));
}
