import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import { classNames } from "./class-names.ts";
import { textScale } from "./text-scale.ts";
import styles from "./virtual-table.module.css";

export interface Column<Row, Sort extends string = string> {
  id: string;
  title: string;
  /** Track of a CSS grid whose least width is in rem: "minmax(8rem, 1fr)", "6rem". */
  width: string;
  align?: "start" | "end";
  sort?: Sort;
  /** The title is read but not shown (thumbnails). */
  isTitleHidden?: boolean;
  cell(row: Row): ReactNode;
}

export interface VirtualTableHandle {
  focus(): void;
}

/**
 * A table of any length: rows are made as they come into view. One stop for Tab; arrows, Page keys, Home and End move
 * the row that is chosen. `rowAt` may answer undefined while a row is on its way: its place is kept.
 */
export function VirtualTable<Row, Sort extends string = string>({
  label,
  count,
  columns,
  rowHeight,
  rowAt,
  keyAt,
  chosen,
  sort,
  ref,
  onChoose,
  onOpen,
  onSort,
  onRange,
}: {
  label: string;
  count: number;
  columns: readonly Column<Row, Sort>[];
  /** CSS px at 100 % text; grows with the text. */
  rowHeight: number;
  rowAt(index: number): Row | undefined;
  keyAt?(index: number): string | number;
  chosen: number | null;
  sort?: { by: Sort; isDescending: boolean };
  ref?: Ref<VirtualTableHandle>;
  onChoose(index: number): void;
  onOpen?(index: number): void;
  onSort?(by: Sort): void;
  /** First and last index in view, to fetch rows by. */
  onRange?(first: number, last: number): void;
}): React.JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const scale = textScale();
  const height = Math.round(rowHeight * scale);
  const header = Math.round(32 * scale);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: header,
    ...(keyAt && { getItemKey: keyAt }),
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, count, onRange]);
  useImperativeHandle(ref, () => ({ focus: () => scroller.current?.focus() }), []);

  const template = columns.map(({ width }) => width).join(" ");
  // Header and rows are grids of their own: the same least width keeps their columns in line.
  const least = columns.reduce((sum, { width }) => sum + Number(/([\d.]+)rem/.exec(width)?.[1] ?? 0), 0);
  const idOf = (index: number): string => `${label.replaceAll(/\W+/g, "-")}-row-${index}`;
  const choose = (index: number): void => {
    const next = Math.max(0, Math.min(count - 1, index));
    virtualizer.scrollToIndex(next, { align: "auto" });
    onChoose(next);
  };
  /** Without a row to start from, keys that go up begin at the end. */
  const firstChoice = (key: string): number => (["ArrowUp", "PageUp", "End"].includes(key) ? count - 1 : 0);
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2);
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={chosen !== null && chosen >= first && chosen <= last ? idOf(chosen) : undefined}
      tabIndex={0}
      className={styles.table}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return;
        const step = steps[event.key];
        if (step !== undefined && count > 0) {
          event.preventDefault();
          event.stopPropagation();
          choose(chosen === null ? firstChoice(event.key) : chosen + step);
        } else if (event.key === "Enter" && chosen !== null && onOpen) {
          event.preventDefault();
          event.stopPropagation();
          onOpen(chosen);
        }
      }}
    >
      <div
        role="row"
        aria-rowindex={1}
        className={styles.header}
        style={{ gridTemplateColumns: template, minWidth: `${least}rem` }}
      >
        {columns.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={classNames(styles.title, column.align === "end" && styles.end)}
            aria-sort={sort && column.sort === sort.by ? (sort.isDescending ? "descending" : "ascending") : undefined}
          >
            {column.sort && onSort ? (
              <button type="button" className={styles.sort} onClick={() => onSort(column.sort!)}>
                {column.title}
                {sort?.by === column.sort &&
                  (sort.isDescending ? (
                    <ArrowDown size={14} strokeWidth={1.75} aria-hidden="true" />
                  ) : (
                    <ArrowUp size={14} strokeWidth={1.75} aria-hidden="true" />
                  ))}
              </button>
            ) : (
              <span className={column.isTitleHidden ? "visually-hidden" : undefined}>{column.title}</span>
            )}
          </div>
        ))}
      </div>
      <div
        role="presentation"
        className={styles.rows}
        style={{ height: virtualizer.getTotalSize(), minWidth: `${least}rem` }}
      >
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <div
              key={item.key}
              id={idOf(item.index)}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={item.index === chosen}
              className={styles.row}
              style={{ gridTemplateColumns: template, height, transform: `translateY(${item.start}px)` }}
              onClick={() => choose(item.index)}
              onDoubleClick={() => onOpen?.(item.index)}
            >
              {columns.map((column) => (
                <div
                  key={column.id}
                  role="gridcell"
                  className={classNames(styles.cell, column.align === "end" && styles.end)}
                >
                  {row !== undefined && column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
