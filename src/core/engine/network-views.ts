import type { Rng } from "#domain/random/rng.ts";

/** How a view is changed before the network sees it: the label stays the same, so image and mask change together. */
export interface Augmentation {
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
  readonly exchangeAxes: boolean;
  readonly gain: number;
  readonly shift: number;
}

export const plain: Augmentation = { mirrorX: false, mirrorY: false, exchangeAxes: false, gain: 1, shift: 0 };

export function drawAugmentation(rng: Rng): Augmentation {
  return {
    mirrorX: rng.next() < 0.5,
    mirrorY: rng.next() < 0.5,
    exchangeAxes: rng.next() < 0.5,
    gain: 1 + 0.2 * (rng.next() - 0.5),
    shift: 0.2 * (rng.next() - 0.5),
  };
}

/**
 * Writes a stored view (image and mask, one byte each) as the network's three channels: grey value −1 … 1, mask and the
 * mask's edge (dilated by 3 × 3 minus eroded) 0 … 1.
 */
export function writeView(
  view: Uint8Array,
  target: Float32Array,
  at: number,
  side: number,
  { mirrorX, mirrorY, exchangeAxes, gain, shift }: Augmentation,
): void {
  const edge = edgeOf(view, side);
  const scale = (2 * gain) / 255;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const u = mirrorX ? side - 1 - x : x;
      const v = mirrorY ? side - 1 - y : y;
      const from = exchangeAxes ? u * side + v : v * side + u;
      const to = at + 3 * (y * side + x);
      target[to] = view[2 * from]! * scale - 1 + shift;
      target[to + 1] = view[2 * from + 1]! / 255;
      target[to + 2] = edge[from]! / 255;
    }
  }
}

/** Largest minus smallest mask value in the 3 × 3 neighbourhood, by rows and then by columns. */
function edgeOf(view: Uint8Array, side: number): Uint8Array {
  const n = side * side;
  const high = new Uint8Array(n);
  const low = new Uint8Array(n);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const i = y * side + x;
      const here = view[2 * i + 1]!;
      const left = x > 0 ? view[2 * i - 1]! : here;
      const right = x < side - 1 ? view[2 * i + 3]! : here;
      high[i] = Math.max(here, left, right);
      low[i] = Math.min(here, left, right);
    }
  }
  const edge = new Uint8Array(n);
  for (let i = 0; i < n; i += 1) {
    const above = i >= side ? i - side : i;
    const below = i < n - side ? i + side : i;
    edge[i] = Math.max(high[i]!, high[above]!, high[below]!) - Math.min(low[i]!, low[above]!, low[below]!);
  }
  return edge;
}
