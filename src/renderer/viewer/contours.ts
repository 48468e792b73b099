/**
 * Closed outlines of a mask, in mask pixels (a pixel's centre lies at +0.5), all loops one behind the other:
 * loop i is the points from `starts[i]` to `starts[i + 1]`, x and y in turn.
 */
export interface Contours {
  readonly points: Float32Array;
  /** One entry a loop and one more; counted in points. */
  readonly starts: Uint32Array;
  /** Smallest box of whole pixels around the mask: [left, top, right, bottom), null where it is empty. */
  readonly bounds: readonly [number, number, number, number] | null;
}

/** A point never moves further than this from the pixel edge it stands for, so every pixel centre keeps its side. */
const MAX_SHIFT_PX = 0.3;
/** Shorter loops (a pixel or two) are left as they are: smoothing would shrink what a reviewer has to see. */
const MIN_SMOOTHED_POINTS = 12;

const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;

/**
 * Marching squares on a binary mask: one point in the middle of each pixel edge between inside and outside. Pixels that
 * touch only at a corner belong together (thin vessels stay whole). Drawn as curves (`addToPath`), the outline is as
 * sharp at 20-fold zoom as at 1.
 * @param mask anything but 0 is inside; `width` × `height`, rows from the top
 */
export function traceContours(mask: ArrayLike<number>, width: number, height: number): Contours {
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] !== 0;
  const isTraced = new Uint8Array(width * height);
  const points: number[] = [];
  const starts: number[] = [0];
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (mask[y * width + x] === 0) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      if (y >= bottom) bottom = y + 1;
      if (isTraced[y * width + x] === 1 || isIn(x, y - 1)) continue;
      appendLoop(points, traceLoop(isIn, isTraced, width, x, y));
      starts.push(points.length / 2);
    }
  }
  return {
    points: Float32Array.from(points),
    starts: Uint32Array.from(starts),
    bounds: right > left ? [left, top, right, bottom] : null,
  };
}

interface Loop {
  readonly x: number[];
  readonly y: number[];
  readonly direction: number[];
}

/** Walks round the pixels with the inside on the right, from the upper edge of (x, y), until it is back there. */
function traceLoop(
  isIn: (x: number, y: number) => boolean,
  isTraced: Uint8Array,
  width: number,
  x: number,
  y: number,
): Loop {
  const loop: Loop = { x: [], y: [], direction: [] };
  // The corner that the walk stands on, and where it goes: 0 right, 1 down, 2 left, 3 up.
  let [cornerX, cornerY, direction] = [x, y, 0];
  do {
    if (direction === 0) isTraced[cornerY * width + cornerX] = 1;
    const [dx, dy] = [STEP_X[direction]!, STEP_Y[direction]!];
    loop.x.push(cornerX + dx / 2);
    loop.y.push(cornerY + dy / 2);
    loop.direction.push(direction);
    cornerX += dx;
    cornerY += dy;
    // Of the two pixels ahead of the corner, the one to the left and the one to the right of the way.
    const aheadX = cornerX + (dx - 1) / 2;
    const aheadY = cornerY + (dy - 1) / 2;
    if (isIn(aheadX + dy / 2, aheadY - dx / 2)) direction = (direction + 3) % 4;
    else if (!isIn(aheadX - dy / 2, aheadY + dx / 2)) direction = (direction + 1) % 4;
  } while (cornerX !== x || cornerY !== y || direction !== 0);
  return loop;
}

/** Smooths a loop and leaves out the points within straight runs, which the curve does not need. */
function appendLoop(points: number[], { x, y, direction }: Loop): void {
  const n = x.length;
  const [smoothX, smoothY] = n < MIN_SMOOTHED_POINTS ? [x, y] : [smooth(x), smooth(y)];
  for (let i = 0; i < n; i += 1) {
    const isWithinRun =
      n >= MIN_SMOOTHED_POINTS &&
      [-4, -3, -2, -1, 1, 2, 3, 4].every((offset) => direction[(i + offset + n) % n] === direction[i]);
    if (isWithinRun) continue;
    points.push(limited(smoothX[i]!, x[i]!), limited(smoothY[i]!, y[i]!));
  }
}

/** Per axis, so that the shift stays below the limit in each. */
function limited(moved: number, from: number): number {
  const limit = MAX_SHIFT_PX / Math.SQRT2;
  return Math.min(from + limit, Math.max(from - limit, moved));
}

/** Taubin's filter: takes the stairs out of an outline without shrinking it (two steps, outwards after inwards). */
function smooth(values: readonly number[]): number[] {
  let current = values;
  for (const weight of [0.5, -0.53, 0.5, -0.53]) {
    const before = current;
    const n = before.length;
    current = before.map((value, i) => {
      const mean = (before[(i + n - 1) % n]! + before[(i + 1) % n]!) / 2;
      return value + weight * (mean - value);
    });
  }
  return [...current];
}

/** What of a Path2D is needed: a test can take the calls down instead. */
export interface PathSink {
  moveTo(x: number, y: number): void;
  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void;
  closePath(): void;
}

/** Adds the outlines as smooth curves (quadratic B-splines over the points), still in mask pixels. */
export function addToPath(path: PathSink, { points, starts }: Contours): void {
  for (let loop = 0; loop + 1 < starts.length; loop += 1) {
    const from = starts[loop]!;
    const n = starts[loop + 1]! - from;
    const x = (i: number): number => points[2 * (from + (i % n))]!;
    const y = (i: number): number => points[2 * (from + (i % n)) + 1]!;
    path.moveTo((x(n - 1) + x(0)) / 2, (y(n - 1) + y(0)) / 2);
    for (let i = 0; i < n; i += 1) path.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
    path.closePath();
  }
}
