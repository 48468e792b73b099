import { type ReactNode, useId, useState } from "react";
import { linearScale, type Scale } from "./scale.ts";
import styles from "./plot.module.css";
import { PlotTable, type PlotTableData } from "./plot-table.tsx";
import { useBox } from "./use-box.ts";

export interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  format(value: number): string;
  readonly title?: string;
}

/** Where data lie in the picture, in CSS pixels; `rem` for what has to grow with the text. */
export interface PlotArea {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly rem: number;
}

export interface PlotProps {
  /** What the plot shows, in a sentence or two: its text alternative. */
  readonly label: string;
  readonly x: Axis;
  readonly y: Axis;
  /** The same figures, behind "Show as table". */
  readonly table: PlotTableData;
  readonly text: { readonly showTable: string; readonly showPlot: string };
  /** Room to the right of the axes for labels of lines, in rem. */
  readonly roomRight?: number;
  readonly children: (area: PlotArea) => ReactNode;
}

/**
 * A plot in a box that it fills: grid lines, ticks, axis titles, and what the caller draws. Its picture is one image to
 * a screen reader, which is told its sentence; who wants the figures opens the table in its place, of the same size.
 */
export function Plot({ label, x, y, table, text, roomRight = 0, children }: PlotProps): ReactNode {
  const [frame, box] = useBox<HTMLDivElement>();
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <div className={styles.plot}>
      {y.title && <p className={styles.yTitle}>{!isTable && y.title}</p>}
      <div className={styles.frame} ref={frame} id={id}>
        {isTable ? (
          <PlotTable {...table} />
        ) : (
          box && box.width > 0 && <Picture label={label} x={x} y={y} box={box} roomRight={roomRight} draw={children} />
        )}
      </div>
      <div className={styles.foot}>
        <p className={styles.xTitle}>{!isTable && x.title}</p>
        <button
          type="button"
          className={styles.switch}
          aria-controls={id}
          aria-label={`${isTable ? text.showPlot : text.showTable}: ${table.caption}`}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? text.showPlot : text.showTable}
        </button>
      </div>
    </div>
  );
}

function Picture({
  label,
  x,
  y,
  box,
  roomRight,
  draw,
}: {
  label: string;
  x: Axis;
  y: Axis;
  box: { width: number; height: number; rem: number };
  roomRight: number;
  draw: (area: PlotArea) => ReactNode;
}): ReactNode {
  const { width, height, rem } = box;
  const longest = Math.max(...y.ticks.map((tick) => y.format(tick).length), 1);
  const lastTick = x.format(x.ticks.at(-1) ?? 0).length;
  const left = (0.5 + longest * 0.4) * rem;
  const right = Math.max(left + 1, width - Math.max(roomRight, lastTick * 0.2 + 0.2) * rem);
  const top = 0.5 * rem;
  const bottom = Math.max(top + 1, height - 1.5 * rem);
  const area: PlotArea = {
    x: linearScale(x.domain, [left, right]),
    y: linearScale(y.domain, [bottom, top]),
    left,
    right,
    top,
    bottom,
    rem,
  };
  return (
    <svg className={styles.picture} width={width} height={height} role="img" aria-label={label}>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={left} x2={right} y1={area.y(tick)} y2={area.y(tick)} />
          <text className={styles.tick} x={left - 0.5 * rem} y={area.y(tick)} dy="0.35em" textAnchor="end">
            {y.format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} className={styles.tick} x={area.x(tick)} y={bottom + 1.1 * rem} textAnchor="middle">
          {x.format(tick)}
        </text>
      ))}
      {draw(area)}
    </svg>
  );
}
