import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { tileAddress } from "#contract/pictures.ts";
import { useText } from "../../i18n/index.ts";
import { tilePictures } from "../../viewer/tile-pictures.ts";
import { GAP, type GridLayout, layOutGrid, PADDING, scrollTopFor, visibleRows } from "./grid-layout.ts";
import styles from "./review-grid.module.css";
import type { ReviewStore } from "./review-store.ts";
import { Tile, type TileLook } from "./tile.tsx";

/** Rows that are kept ready above and below those that are seen. */
const OVERSCAN = 1;
/** Screens whose pictures are fetched ahead, once the scrolling has come to rest. */
const AHEAD = 1.5;
/** Without a scroll for so long it has come to rest, and what had to wait is done. */
const REST_MS = 90;
/** Faster than so many rows in a frame, nobody reads: pictures and rows wait. */
const FAST_ROWS = 1.5;

export interface GridHandle {
  readonly columns: number;
  /** Rows that are seen whole. */
  readonly rowsSeen: number;
}

/**
 * A hundred thousand tiles of which those in view exist. It is one stop of the tab order; the focused tile is named by
 * `aria-activedescendant`, so that a tile may leave the document without the focus being lost.
 */
export function ReviewGrid({
  store,
  look,
  tileWidth,
  aspect,
  handle,
  onOpen,
}: {
  store: ReviewStore;
  look: Omit<TileLook, "width" | "pictureHeight" | "stripHeight">;
  tileWidth: number;
  aspect: number;
  handle: { current: GridHandle };
  onOpen(): void;
}) {
  const text = useText("review");
  const { ids, focus, generation, isLoading } = useSyncExternalStore(store.subscribe, () => store.state);
  const scroller = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ width: 0, height: 0, textScale: 1 });
  const [[first, end], setRange] = useState<[number, number]>([0, 0]);

  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = (): void => {
      const textScale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
      setBox({ width: element.clientWidth, height: element.clientHeight, textScale });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const layout = useMemo(
    () => layOutGrid({ n: ids.length, width: box.width, tileWidth, aspect, textScale: box.textScale }),
    [ids.length, box.width, box.textScale, tileWidth, aspect],
  );
  handle.current = {
    columns: layout.columns,
    rowsSeen: Math.max(1, Math.floor((box.height + GAP) / layout.rowHeight)),
  };
  useWorkAfterScroll(store, scroller, layout, box.height, ids, generation, setRange);

  useLayoutEffect(() => {
    const element = scroller.current!;
    element.scrollTop = store.scrollTop;
    return () => void (store.scrollTop = element.scrollTop);
  }, [store]);

  // The focused tile stays in view, whatever moved it there; a change of size keeps it where it was.
  const known = useRef(layout);
  useLayoutEffect(() => {
    const element = scroller.current!;
    if (known.current !== layout && known.current.rowHeight > 0) {
      const { columns, rowHeight } = known.current;
      const offset = Math.floor(focus / columns) * rowHeight - element.scrollTop;
      element.scrollTop = Math.floor(focus / layout.columns) * layout.rowHeight - offset;
    }
    known.current = layout;
    const top = scrollTopFor(layout, focus, element.scrollTop, element.clientHeight);
    if (top !== element.scrollTop) element.scrollTop = top;
  }, [layout, focus]);

  const tileLook = useMemo<TileLook>(
    () => ({
      ...look,
      width: layout.tileWidth,
      pictureHeight: layout.pictureHeight,
      stripHeight: layout.stripHeight,
    }),
    [look, layout.tileWidth, layout.pictureHeight, layout.stripHeight],
  );
  const indexAt = (target: EventTarget): number | null => {
    const tile = (target as Element).closest<HTMLElement>("[data-index]");
    return tile ? Number(tile.dataset["index"]) : null;
  };
  // Always as many as there can be at this size: a row that goes has another to lend its elements to.
  const nSlots = Math.min(layout.rows, Math.ceil(box.height / layout.rowHeight) + 1 + 2 * OVERSCAN);
  const from = Math.max(0, Math.min(first - OVERSCAN, layout.rows - nSlots));
  const to = end === 0 ? from : from + nSlots;
  return (
    <div className={styles.region} data-region="grid">
      <div
        ref={scroller}
        data-region-focus
        role="grid"
        tabIndex={0}
        aria-label={text.gridLabel}
        aria-rowcount={layout.rows}
        aria-colcount={layout.columns}
        aria-multiselectable="true"
        aria-busy={isLoading}
        aria-activedescendant={ids.length > 0 ? `tile-${ids[focus]}` : undefined}
        className={styles.scroller}
        onPointerDown={(event) => {
          const index = indexAt(event.target);
          if (index === null || event.button !== 0) return;
          store.setFocus(index, event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "toggle" : "move");
          if (event.shiftKey) event.preventDefault();
          scroller.current?.focus({ preventScroll: true });
        }}
        onDoubleClick={(event) => indexAt(event.target) !== null && onOpen()}
      >
        <div className={styles.content} style={{ height: layout.contentHeight }}>
          {Array.from({ length: to - from }, (_, i) => from + i).map((row) => (
            // A row that scrolls out lends its elements to the one that comes in.
            <div
              key={row % nSlots}
              role="row"
              aria-rowindex={row + 1}
              className={styles.row}
              style={{ transform: `translateY(${PADDING + row * layout.rowHeight}px)` }}
            >
              {ids.slice(row * layout.columns, (row + 1) * layout.columns).map((id, column) => (
                <Tile
                  key={column}
                  store={store}
                  id={id}
                  index={row * layout.columns + column}
                  column={column + 1}
                  look={tileLook}
                  left={PADDING + column * (layout.tileWidth + GAP)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Which rows are there, and, once the scrolling is slow enough to see something, their data and pictures. */
function useWorkAfterScroll(
  store: ReviewStore,
  scroller: { current: HTMLDivElement | null },
  layout: GridLayout,
  height: number,
  ids: readonly number[],
  generation: number,
  setRange: (change: (range: [number, number]) => [number, number]) => void,
): void {
  const fetchFor = useCallback(
    async ([first, end]: [number, number]): Promise<void> => {
      const ahead = Math.ceil(AHEAD * (end - first));
      const wish = (): void => {
        const inView = ids.slice(first * layout.columns, end * layout.columns);
        const after = ids.slice(end * layout.columns, (end + ahead) * layout.columns);
        const before = ids.slice(Math.max(0, first - 1) * layout.columns, first * layout.columns);
        tilePictures.want(
          "grid",
          [...inView, ...after, ...before].flatMap((id) => {
            const row = store.row(id);
            return row && row.problem === null ? [tileAddress(id, row.pictureVersion)] : [];
          }),
        );
      };
      wish();
      await store.loadRange(first * layout.columns, end * layout.columns);
      wish();
      await store.loadRange(Math.max(0, first - ahead) * layout.columns, (end + ahead) * layout.columns);
      wish();
    },
    [store, layout, ids],
  );
  useEffect(() => {
    const element = scroller.current!;
    let frame = 0;
    let rest = 0;
    let lastTop = element.scrollTop;
    let isCurrent = true;
    let fetched: [number, number] | null = null;
    const show = (): [number, number] => {
      const range = visibleRows(layout, element.scrollTop, height);
      setRange((before) => (before[0] === range[0] && before[1] === range[1] ? before : range));
      return range;
    };
    const fetchNow = (range: [number, number]): void => {
      if (fetched?.[0] === range[0] && fetched[1] === range[1]) return;
      fetched = range;
      void fetchFor(range);
    };
    const settle = (): void => {
      if (isCurrent) fetchNow(show());
    };
    const onScroll = (): void => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const moved = Math.abs(element.scrollTop - lastTop);
        lastTop = element.scrollTop;
        const range = show();
        window.clearTimeout(rest);
        rest = window.setTimeout(settle, REST_MS);
        if (moved < FAST_ROWS * layout.rowHeight) fetchNow(range);
      });
    };
    settle();
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      isCurrent = false;
      cancelAnimationFrame(frame);
      window.clearTimeout(rest);
      element.removeEventListener("scroll", onScroll);
    };
    // Rows of another generation are asked for again.
  }, [scroller, layout, height, fetchFor, setRange, generation]);
  useEffect(() => () => tilePictures.want("grid", []), []);
}
