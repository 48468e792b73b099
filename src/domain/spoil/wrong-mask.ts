import type { Rng } from "../random/rng.ts";
import { spoilMask } from "./spoil-mask.ts";

/** A true mask on a square plane of its image, and masks that other ways or other images gave. */
export interface TrueMask {
  /** 0 or 1, side · side. */
  readonly truth: Uint8Array;
  /** Grey values of the same plane. */
  readonly image: ArrayLike<number>;
  readonly side: number;
  /** Masks that are shown for it beside spoiled ones: of other methods on the same plane, or of other planes. 0 or 1. */
  readonly others: readonly Uint8Array[];
}

/** How often each kind of mask is drawn; what remains is spoiled (methods 7.4). */
const SHARES = { right: 0.08, threshold: 0.08, leak: 0.06, mirror: 0.03 } as const;

/**
 * A mask as it may lie on the plane of a true one: right, spoiled to a random Dice, cut by grey value alone, leaked along
 * a weak edge, on the other side, or a mask of another method or image.
 * @param othersShare how often one of the others is drawn
 */
export function wrongMask(source: TrueMask, rng: Rng, othersShare: number): Uint8Array {
  const { truth, image, side, others } = source;
  if (!truth.includes(1)) return others.length > 0 ? others[rng.int(others.length)]! : truth;
  let u = rng.next();
  const isDrawn = (share: number): boolean => (u -= share) < 0;
  if (others.length > 0 && isDrawn(othersShare)) return others[rng.int(others.length)]!;
  if (isDrawn(SHARES.right)) return truth;
  if (isDrawn(SHARES.threshold)) return thresholded(image, rng);
  if (isDrawn(SHARES.leak)) return leaked(truth, image, side, rng);
  if (isDrawn(SHARES.mirror)) return mirrored(truth, side);
  const grid = { size: [side, side], spacing: [1, 1] };
  return spoilMask(truth, grid, 0.1 + 0.89 * rng.next(), rng).mask;
}

/** All pixels on one side of a grey value that some pixel has. */
function thresholded(image: ArrayLike<number>, rng: Rng): Uint8Array {
  const values = Float32Array.from(image).toSorted();
  const cut = values[Math.floor((0.15 + 0.7 * rng.next()) * values.length)]!;
  const isBright = rng.next() < 0.5;
  return Uint8Array.from(image, (value) => (value > cut === isBright ? 1 : 0));
}

/** The mask, and what can be reached from a point of its edge without the grey value changing much. */
function leaked(truth: Uint8Array, image: ArrayLike<number>, side: number, rng: Rng): Uint8Array {
  const result = truth.slice();
  const inside = [...truth.keys()].filter((i) => truth[i] === 1);
  const start = inside[rng.int(inside.length)]!;
  const mean = inside.reduce((sum, i) => sum + image[i]!, 0) / inside.length;
  const spread = Math.sqrt(inside.reduce((sum, i) => sum + (image[i]! - mean) ** 2, 0) / inside.length);
  const tolerance = (0.5 + 2 * rng.next()) * (spread + 1e-3);
  let nLeft = Math.ceil(inside.length * (0.1 + 0.8 * rng.next()));
  const seen = new Uint8Array(truth.length);
  seen[start] = 1;
  const queue = [start];
  for (let at = 0; at < queue.length && nLeft > 0; at += 1) {
    const here = queue[at]!;
    if (result[here] === 0) {
      result[here] = 1;
      nLeft -= 1;
    }
    const x = here % side;
    for (const next of [x > 0 ? here - 1 : -1, x < side - 1 ? here + 1 : -1, here - side, here + side]) {
      if (next < 0 || next >= truth.length || seen[next] === 1) continue;
      seen[next] = 1;
      if (truth[next] === 1 || Math.abs(image[next]! - mean) <= tolerance) queue.push(next);
    }
  }
  return result;
}

function mirrored(mask: Uint8Array, side: number): Uint8Array {
  return Uint8Array.from(mask, (_, i) => mask[Math.floor(i / side) * side + (side - 1 - (i % side))]!);
}
