import type { ReactNode } from "react";
import { linePath, type Pixel, stepAreaPath, stepPath } from "./paths.ts";
import type { PlotArea } from "./plot.tsx";
import styles from "./plot.module.css";

/** A point of a curve, in the units of the data. */
export type DataPoint = readonly [x: number, y: number];

/** `strong` the first series, `dashed` the second, `quiet` one in the background, `diagonal` where two axes are equal. */
export type LineKind = "strong" | "dashed" | "quiet" | "diagonal";

export function Line({
  area,
  points,
  kind = "strong",
  isStepped = false,
}: {
  area: PlotArea;
  points: readonly DataPoint[];
  kind?: LineKind;
  isStepped?: boolean;
}): ReactNode {
  const pixels = toPixels(area, points);
  return <path className={styles[kind]} d={isStepped ? stepPath(pixels) : linePath(pixels)} />;
}

/** The shade below a stepped curve. */
export function Shade({ area, points }: { area: PlotArea; points: readonly DataPoint[] }): ReactNode {
  return <path className={styles.shade} d={stepAreaPath(toPixels(area, points), area.bottom)} />;
}

/** A point with the interval in which the true value lies; `weight` from 0 to 1 makes it larger. */
export function IntervalPoint({
  area,
  at: [x, y],
  low,
  high,
  weight = 0,
}: {
  area: PlotArea;
  at: DataPoint;
  low: number;
  high: number;
  weight?: number;
}): ReactNode {
  return (
    <g>
      <line className={styles.whisker} x1={area.x(x)} x2={area.x(x)} y1={area.y(low)} y2={area.y(high)} />
      <circle className={styles.dot} cx={area.x(x)} cy={area.y(y)} r={(0.21 + 0.13 * Math.sqrt(weight)) * area.rem} />
    </g>
  );
}

export function Dot({ area, at: [x, y], tone = "text" }: { area: PlotArea; at: DataPoint; tone?: Tone }): ReactNode {
  return (
    <circle className={`${styles.ringed} ${styles[`${tone}Fill`]}`} cx={area.x(x)} cy={area.y(y)} r={0.36 * area.rem} />
  );
}

export type Tone = "text" | "accept" | "limit";

/** A line from edge to edge: a limit, or a chosen place. */
export function Rule({ area, x, y, tone }: { area: PlotArea; x?: number; y?: number; tone: Tone }): ReactNode {
  const line =
    x === undefined
      ? { x1: area.left, x2: area.right, y1: area.y(y ?? 0), y2: area.y(y ?? 0) }
      : { x1: area.x(x), x2: area.x(x), y1: area.top, y2: area.bottom };
  return <line className={`${styles.rule} ${styles[`${tone}Line`]}`} {...line} />;
}

/** Words beside what they name, in place of a legend. Pixels, so that the caller can keep labels apart. */
export function DirectLabel({
  x,
  y,
  anchor = "start",
  isStrong = false,
  children,
}: {
  x: number;
  y: number;
  anchor?: "start" | "middle" | "end";
  isStrong?: boolean;
  children: string;
}): ReactNode {
  return (
    <text className={isStrong ? styles.labelStrong : styles.label} x={x} y={y} dy="0.35em" textAnchor={anchor}>
      {children}
    </text>
  );
}

function toPixels(area: PlotArea, points: readonly DataPoint[]): Pixel[] {
  return points.map(([x, y]) => [area.x(x), area.y(y)]);
}
