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
  readonly #limit: number;

  /**
   * @param most the longest line
   * @param limit numbers above it may be replaced by Infinity
   */
  constructor(most: number, limit: number) {
    this.#vertices = new Int32Array(most);
    this.#heights = new Float64Array(most);
    this.#bounds = new Float64Array(most);
    this.#limit = limit;
  }

  /**
   * Replaces each number of the lines by the least of step² · distance² + number over its line.
   * @param spacing the step from one number to the next
   * @param places ascending: where along the lines there are numbers other than Infinity
   */
  lower(values: Float64Array, { first, n, length, stride }: Lines, spacing: number, places: Int32Array): void {
    const vertices = this.#vertices;
    const heights = this.#heights;
    const bounds = this.#bounds;
    const step = spacing * spacing;
    for (let line = first; line < first + n; line += 1) {
      // Nothing is nearer than a 0 on the line itself: between two of them, what lies beyond does not matter.
      let begin = 0;
      let last = -1;
      for (let place = 0; place < places.length; place += 1) {
        const at = places[place]!;
        const value = values[line + at * stride]!;
        if (value === Infinity) continue;
        const i = at - begin;
        // Between two zeros that lie side by side there is nothing to be replaced.
        if (value !== 0 || i !== 1 || last !== 0 || heights[0] !== 0) {
          let from = -Infinity;
          while (last >= 0) {
            const vertex = vertices[last]!;
            from = (value + step * i * i - heights[last]! - step * vertex * vertex) / (2 * step * (i - vertex));
            if (from > bounds[last]!) break;
            last -= 1;
          }
          last += 1;
          vertices[last] = i;
          heights[last] = value;
          bounds[last] = last === 0 ? -Infinity : from;
          if (value !== 0 || i === 0) continue;
          this.#write(values, line + begin * stride, stride, i + 1, step, last);
        }
        begin = at;
        last = 0;
        vertices[0] = 0;
        heights[0] = 0;
        bounds[0] = -Infinity;
      }
      if (last >= 0 && length - begin > 1)
        this.#write(values, line + begin * stride, stride, length - begin, step, last);
    }
  }

  #write(values: Float64Array, start: number, stride: number, n: number, step: number, last: number): void {
    const bounds = this.#bounds;
    const limit = this.#limit;
    for (let k = 0, i = 0, at = start; k <= last; k += 1) {
      const vertex = this.#vertices[k]!;
      const height = this.#heights[k]!;
      // Each parabola up to where the next one begins.
      const end = k < last ? Math.min(n - 1, Math.floor(bounds[k + 1]!)) : n - 1;
      for (; i <= end; i += 1, at += stride) {
        const value = step * ((i - vertex) * (i - vertex)) + height;
        values[at] = value > limit ? Infinity : value;
      }
    }
  }
}
