/** Lines of a grid that lie side by side. */
export interface Lines {
  /** Where the first line begins; each next one begins one further on. */
  readonly first: number;
  readonly n: number;
  /** Numbers along a line, and how far apart they lie. */
  readonly length: number;
  readonly stride: number;
}

/** Lower envelopes of parabolas along lines (Felzenszwalb and Huttenlocher 2012). */
export class LowerEnvelope {
  /** Of the parabolas that make up the minimum: their vertices, their heights, and where each begins. */
  readonly #vertices: Int32Array;
  readonly #heights: Float64Array;
  readonly #bounds: Float64Array;
  /** Per line the first and the last number that is not the usual one; none where the last is negative. */
  readonly #froms: Int32Array;
  readonly #tos: Int32Array;
  readonly #limit: number;
  readonly #usual: number;

  /**
   * @param length of the longest line
   * @param n most lines at a time
   * @param limit numbers above it may be replaced by Infinity
   * @param usual 0 or Infinity, whichever is found more often: stretches of it at the ends of lines are passed over
   */
  constructor(length: number, n: number, limit: number, usual: number) {
    this.#vertices = new Int32Array(length);
    this.#heights = new Float64Array(length);
    this.#bounds = new Float64Array(length);
    this.#froms = new Int32Array(n);
    this.#tos = new Int32Array(n);
    this.#limit = limit;
    this.#usual = usual;
  }

  /**
   * Replaces each number of the lines by the least of step² · distance² + number over its line.
   * @param spacing the step from one number to the next
   */
  lower(values: Float64Array, { first, n, length, stride }: Lines, spacing: number): void {
    this.#findRanges(values, { first, n, length, stride });
    const vertices = this.#vertices;
    const heights = this.#heights;
    const bounds = this.#bounds;
    const step = spacing * spacing;
    // Further away than this everything is above the limit.
    const reach = Math.min(length, Math.floor(Math.sqrt(this.#limit / step)) + 1);
    for (let k = 0; k < n; k += 1) {
      let from = this.#froms[k]!;
      let to = this.#tos[k]!;
      if (to < 0) continue;
      const line = first + k;
      // Nothing is nearer than a 0 on the line itself: between two of them, what lies beyond does not matter.
      let begin = 0;
      let isDone = false;
      if (this.#usual === 0) {
        if (from > 0) begin = from -= 1;
        isDone = to < length - 1;
        if (isDone) to += 1;
      }
      const low = Math.max(0, from - reach);
      let last = -1;
      let isAtZero = false;
      for (let at = from; at <= to; at += 1) {
        const value = values[line + at * stride]!;
        if (value === Infinity) continue;
        const i = at - begin;
        if (value !== 0 || !isAtZero || i !== 1) {
          let bound = -Infinity;
          while (last >= 0) {
            const vertex = vertices[last]!;
            bound = (value + step * i * i - heights[last]! - step * vertex * vertex) / (2 * step * (i - vertex));
            if (bound > bounds[last]!) break;
            last -= 1;
          }
          last += 1;
          vertices[last] = i;
          heights[last] = value;
          bounds[last] = last === 0 ? -Infinity : bound;
          isAtZero = false;
          if (value !== 0) continue;
          if (i > 0) this.#write(values, line + begin * stride, stride, Math.max(0, low - begin), i + 1, step, last);
          vertices[0] = 0;
          heights[0] = 0;
          bounds[0] = -Infinity;
          last = 0;
          isAtZero = true;
        }
        begin = at;
      }
      if (last < 0 || isDone) continue;
      const end = Math.min(length, to + reach + 1) - begin;
      if (end > 1) this.#write(values, line + begin * stride, stride, Math.max(0, low - begin), end, step, last);
    }
  }

  /** Along the lines' neighbours, as they lie in memory. */
  #findRanges(values: Float64Array, { first, n, length, stride }: Lines): void {
    const usual = this.#usual;
    const froms = this.#froms.fill(length, 0, n);
    const tos = this.#tos.fill(-1, 0, n);
    for (let at = 0; at < length; at += 1) {
      const start = first + at * stride;
      for (let k = 0; k < n; k += 1) {
        if (values[start + k] === usual) continue;
        if (tos[k]! < 0) froms[k] = at;
        tos[k] = at;
      }
    }
  }

  /** The minimum over the parabolas from place `i` on, below `end`. */
  #write(
    values: Float64Array,
    start: number,
    stride: number,
    from: number,
    end: number,
    step: number,
    last: number,
  ): void {
    const bounds = this.#bounds;
    const limit = this.#limit;
    let i = from;
    let at = start + from * stride;
    for (let k = 0; k <= last; k += 1) {
      const vertex = this.#vertices[k]!;
      const height = this.#heights[k]!;
      // Each parabola up to where the next one begins.
      const stop = k < last ? Math.min(end - 1, Math.floor(bounds[k + 1]!)) : end - 1;
      for (; i <= stop; i += 1, at += stride) {
        const value = step * ((i - vertex) * (i - vertex)) + height;
        values[at] = value > limit ? Infinity : value;
      }
    }
  }
}
