import { reused } from "./reused.ts";

/** Masks of a case on a common grid, place by place. */
export interface Places {
  /** Per mask its coverage, 0…255. */
  readonly coverage: readonly Uint8Array[];
  /** How often each place counts. */
  readonly counts: Float64Array;
}

/** Masks are told apart by bits, so many at a time. */
const TOGETHER = 8;
const KINDS = 2 ** TOGETHER;

const codeMemory = reused((n) => new Uint8Array(n));
const kindMemory = reused((n) => new Int32Array(n));

/** Every place counts once. */
export function eachPlace(masks: readonly Uint8Array[]): Places {
  return { coverage: masks, counts: new Float64Array(masks[0]?.length ?? 0).fill(1) };
}

/**
 * Places at which the same masks are and the same are not are counted together. A few masks have few kinds of places,
 * whatever their size.
 * @param masks coverage 0 or 255; where there is any other, every place counts once
 */
export function placesByKind(masks: readonly Uint8Array[]): Places {
  const length = masks[0]?.length ?? 0;
  const kinds = kindMemory(length).fill(0);
  let counts = new Float64Array([length]);
  let firsts = new Int32Array(1);
  for (let from = 0; from < masks.length; from += TOGETHER) {
    const codes = codesOf(masks.slice(from, from + TOGETHER));
    if (!codes) return eachPlace(masks);
    ({ counts, firsts } = toldApart(kinds, counts.length, codes));
  }
  return { coverage: masks.map((mask) => Uint8Array.from(firsts, (first) => mask[first]!)), counts };
}

/** One bit a mask. @returns null where one of them is neither 0 nor 255 somewhere */
function codesOf(masks: readonly Uint8Array[]): Uint8Array | null {
  const codes = codeMemory(masks[0]!.length).fill(0);
  for (const [place, mask] of masks.entries()) {
    const bit = 1 << place;
    let others = 0;
    for (let i = 0; i < codes.length; i += 1) {
      const value = mask[i]!;
      codes[i]! |= value & bit;
      // 0 and 255 alone give 0.
      others |= (value + 1) & 254;
    }
    if (others !== 0) return null;
  }
  return codes;
}

/**
 * Parts kinds of places by what else is known of them.
 * @param kinds numbers below `nKinds`, which are replaced
 * @returns how often each of the new kinds occurs, and where it does so first
 */
function toldApart(
  kinds: Int32Array,
  nKinds: number,
  codes: Uint8Array,
): { counts: Float64Array<ArrayBuffer>; firsts: Int32Array<ArrayBuffer> } {
  const numbers = new Int32Array(KINDS * nKinds).fill(-1);
  const counts: number[] = [];
  const firsts: number[] = [];
  for (let i = 0; i < kinds.length;) {
    const [before, code] = [kinds[i]!, codes[i]!];
    const key = KINDS * before + code;
    if (numbers[key]! < 0) {
      numbers[key] = counts.length;
      counts.push(0);
      firsts.push(i);
    }
    const kind = numbers[key]!;
    const from = i;
    // Places side by side are mostly of one kind.
    for (; i < kinds.length && kinds[i] === before && codes[i] === code; i += 1) kinds[i] = kind;
    counts[kind]! += i - from;
  }
  return { counts: Float64Array.from(counts), firsts: Int32Array.from(firsts) };
}
