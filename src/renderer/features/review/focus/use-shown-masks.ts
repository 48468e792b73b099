import { useEffect, useMemo, useState } from "react";
import type { TileRow } from "#contract/commands/review.ts";
import type { ShownMask } from "../../../viewer/plane-view.tsx";
import type { ReviewState, ReviewStore } from "../review-store.ts";
import { viewSettings } from "../view-settings.ts";
import { comparable, stripOrder } from "./strip-order.ts";
import { type LoadedCase, useCase } from "./use-case.ts";

export interface ShownMasks extends LoadedCase {
  readonly maskId: number | null;
  readonly row: TileRow | undefined;
  readonly caseId: number | null;
  /** Another mask of the same class, to compare with: the one the pointer rests on, or the next. */
  readonly other: TileRow | null;
  /** Where the two differ is shown: for good, or as long as the pointer rests. */
  readonly isComparing: boolean;
  readonly isKept: boolean;
  /** The mask that is looked at, and those of other classes from the same file. */
  readonly shown: readonly ShownMask[];
  /** The two whose difference is shown. */
  readonly compared: readonly [ShownMask, ShownMask] | null;
  toggleComparing(): void;
  stopComparing(): void;
  /** Compares with a mask of its class as long as the pointer rests on it; null ends that. */
  compareWith(id: number | null): void;
  /** Looks at another mask of the case; it may be none of the list. */
  choose(id: number): void;
  otherMask(direction: 1 | -1): TileRow | undefined;
  /** To the nearest mask of the list that belongs to another case. */
  stepCase(direction: 1 | -1): void;
}

/** Which masks of which case are looked at, with their voxels. */
export function useShownMasks(store: ReviewStore, state: ReviewState): ShownMasks {
  const focusId = state.ids[state.focus] ?? null;
  const [chosen, setChosen] = useState<{ from: number | null; id: number } | null>(null);
  const maskId = chosen && chosen.from === focusId ? chosen.id : focusId;
  const row = maskId === null ? undefined : store.row(maskId);
  const caseId = row?.caseId ?? null;
  useEffect(() => {
    if (!row) void store.loadRange(state.focus, state.focus + 1);
  }, [store, row, state.focus]);
  useEffect(() => store.attention.turnTo(maskId), [store, maskId]);

  const [isKept, setKept] = useState(false);
  const [hovered, setHovered] = useState<number | null>(null);
  const [wanted, setWanted] = useState<readonly number[]>([]);
  const loaded = useCase(store, caseId, wanted);
  const { view, masks } = loaded;
  const others = useMemo(() => (row ? comparable(view?.masks ?? [], row) : []), [view, row]);
  const rested = others.find(({ id }) => id === hovered);
  // By letter, and then from the first.
  const other = rested ?? others.find((mask) => row && mask.letter > row.letter) ?? others[0] ?? null;
  const isComparing = isKept || rested !== undefined;
  const otherId = isComparing ? (other?.id ?? null) : null;
  useEffect(() => {
    const together = (view?.masks ?? []).filter((mask) => row && isOfSameFile(mask, row));
    const next = [maskId, ...together.map(({ id }) => id), otherId].filter((id) => id !== null);
    setWanted((before) => (before.join() === next.join() ? before : next));
  }, [view, maskId, row, otherId]);

  const hiddenClasses = viewSettings((settings) => settings.hiddenClasses);
  const all = useMemo(
    () =>
      wanted.flatMap((id): ShownMask[] => {
        const found = view?.masks.find((candidate) => candidate.id === id);
        const volume = masks.get(id);
        const isShown = found && volume && !hiddenClasses.includes(found.classIndex);
        return isShown ? [{ id, volume, classIndex: found.classIndex }] : [];
      }),
    [wanted, view, masks, hiddenClasses],
  );
  const compared = useMemo((): readonly [ShownMask, ShownMask] | null => {
    const a = all.find(({ id }) => id === maskId);
    const b = all.find(({ id }) => id === otherId);
    return a && b ? [a, b] : null;
  }, [all, maskId, otherId]);
  const shown = useMemo(() => all.filter(({ id }) => id !== otherId), [all, otherId]);

  return {
    ...loaded,
    maskId,
    row,
    caseId,
    other,
    isComparing,
    isKept,
    shown,
    compared,
    toggleComparing: () => setKept(!isKept),
    stopComparing: () => {
      setKept(false);
      setHovered(null);
    },
    compareWith: setHovered,
    choose: (id) => {
      if (store.indexOf(id) !== null) store.focusOn(id);
      setChosen({ from: store.focusId, id });
    },
    otherMask: (direction) => {
      const masksOfCase = stripOrder(view?.masks ?? []);
      const index = masksOfCase.findIndex(({ id }) => id === maskId);
      return masksOfCase[(index + direction + masksOfCase.length) % masksOfCase.length];
    },
    stepCase: (direction) => void stepCase(store, caseId, direction),
  };
}

/** The masks of one file belong together: several classes are shown at once. */
function isOfSameFile(mask: TileRow, row: TileRow): boolean {
  return mask.id !== row.id && mask.maskPath === row.maskPath && mask.class !== row.class;
}

async function stepCase(store: ReviewStore, caseId: number | null, direction: 1 | -1): Promise<void> {
  const { ids } = store.state;
  for (let index = store.state.focus + direction; index >= 0 && index < ids.length; index += direction) {
    if (!store.row(ids[index]!)) await store.loadRange(index, index + 1);
    if (ids !== store.state.ids) return;
    if (store.row(ids[index]!)?.caseId !== caseId) return store.setFocus(index);
  }
}
