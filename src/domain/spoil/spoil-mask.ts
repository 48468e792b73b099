import { dice } from "../mask/overlap.ts";
import type { Rng } from "../random/rng.ts";
import {
  addIslands,
  addPart,
  dilate,
  erode,
  type MaskGrid,
  punchHoles,
  removePart,
  roughenEdge,
  shift,
  type SpoilingKind,
  warp,
} from "./operators.ts";

/** Every way of spoiling, by name. */
export const spoilings = {
  erode,
  dilate,
  shift,
  removePart,
  addPart,
  roughenEdge,
  warp,
  punchHoles,
  addIslands,
} as const satisfies Record<string, SpoilingKind>;
export type SpoilingName = keyof typeof spoilings;

export interface SpoiledMask {
  readonly mask: Uint8Array;
  readonly dice: number;
  readonly kinds: readonly SpoilingName[];
}

/**
 * Spoils a true mask so that its Dice with the true one comes near a target (methods 7.4): one to three kinds, the
 * strength of the last one found by bisection.
 * @returns the spoiled mask with the Dice that it really has; the true mask itself where nothing else can be had
 */
export function spoilMask(
  mask: Uint8Array,
  grid: MaskGrid,
  targetDice: number,
  rng: Rng,
  kinds: readonly SpoilingName[] = drawKinds(rng),
): SpoiledMask {
  let current = mask;
  for (const [index, kind] of kinds.entries()) {
    const isLast = index === kinds.length - 1;
    // Earlier kinds take a part of the way, the last one the rest.
    const goal = isLast ? targetDice : 1 - ((1 - targetDice) * (0.3 + 0.4 * rng.next())) / kinds.length;
    const spoiled = bisectStrength(spoilings[kind](current, grid, rng), mask, goal);
    if (spoiled) current = spoiled;
  }
  return { mask: current, dice: dice(current, mask), kinds };
}

function drawKinds(rng: Rng): SpoilingName[] {
  const names = Object.keys(spoilings) as SpoilingName[];
  const count = 1 + (rng.next() < 0.5 ? 0 : rng.next() < 0.7 ? 1 : 2);
  return Array.from({ length: count }, () => names[rng.int(names.length)]!);
}

function bisectStrength(
  spoiling: (strength: number) => Uint8Array,
  truth: Uint8Array,
  targetDice: number,
): Uint8Array | null {
  let low = 0;
  let high = 1;
  let best: { mask: Uint8Array; off: number } | null = null;
  for (let step = 0; step < 9; step += 1) {
    const strength = (low + high) / 2;
    const mask = spoiling(strength);
    if (mask.every((value) => value === 0)) {
      high = strength;
      continue;
    }
    const value = dice(mask, truth);
    const off = Math.abs(value - targetDice);
    if (!best || off < best.off) best = { mask, off };
    if (off < 0.01) break;
    if (value > targetDice) low = strength;
    else high = strength;
  }
  return best?.mask ?? null;
}
