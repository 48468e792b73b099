/** A point in pixels. */
export type Pixel = readonly [x: number, y: number];

/** Straight from point to point. */
export function linePath(points: readonly Pixel[]): string {
  return points.map((point, index) => `${index === 0 ? "M" : "L"}${at(point)}`).join("");
}

/** Level until the next point's x, then straight up or down to it: a figure that holds until a further mask changes it. */
export function stepPath(points: readonly Pixel[]): string {
  return points
    .map((point, index) => (index === 0 ? `M${at(point)}` : `H${round(point[0])}V${round(point[1])}`))
    .join("");
}

/** The area below a stepped curve, down to `floor`. */
export function stepAreaPath(points: readonly Pixel[], floor: number): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return "";
  return `${stepPath(points)}V${round(floor)}H${round(first[0])}Z`;
}

/** Splits points where a value is missing, so that no line is drawn over a gap. */
export function unbroken<P>(points: readonly P[], isThere: (point: P) => boolean): P[][] {
  const runs: P[][] = [];
  let run: P[] | null = null;
  for (const point of points) {
    if (!isThere(point)) {
      run = null;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push(point);
  }
  return runs;
}

function at([x, y]: Pixel): string {
  return `${round(x)} ${round(y)}`;
}

/** A tenth of a pixel is finer than any screen shows. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
