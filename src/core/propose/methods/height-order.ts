const DIGIT_BITS = 11;
const N_DIGITS = 6;
const BASE = 1 << DIGIT_BITS;

/**
 * The indices of values in ascending order, equal ones in their own order: a radix sort over the bits of 64-bit floats,
 * which leaves out digits that are the same everywhere (the lower ones of 32-bit floats).
 */
export function ascendingOrder(values: ArrayLike<number>): Int32Array {
  const n = values.length;
  const keys = new Float64Array(n);
  // Minus zero is zero: adding it makes them alike.
  for (let i = 0; i < n; i += 1) keys[i] = values[i]! + 0;
  const words = new Uint32Array(keys.buffer);
  const counts = new Int32Array(N_DIGITS * BASE);
  for (let i = 0; i < n; i += 1) {
    let low = words[2 * i]!;
    let high = words[2 * i + 1]!;
    // So turned, floats stand in the order of whole numbers: negative ones with all bits turned, others with the sign's.
    if (high >= 0x80000000) {
      low = ~low >>> 0;
      high = ~high >>> 0;
    } else high = (high | 0x80000000) >>> 0;
    words[2 * i] = low;
    words[2 * i + 1] = high;
    for (let digit = 0; digit < N_DIGITS; digit += 1) counts[digit * BASE + digitOf(low, high, digit)]! += 1;
  }
  let from = new Int32Array(n);
  for (let i = 0; i < n; i += 1) from[i] = i;
  let to = new Int32Array(n);
  for (let digit = 0; digit < N_DIGITS; digit += 1) {
    const places = counts.subarray(digit * BASE, (digit + 1) * BASE);
    if (n === 0 || places[digitOf(words[0]!, words[1]!, digit)] === n) continue;
    for (let value = 0, place = 0; value < BASE; value += 1) {
      const count = places[value]!;
      places[value] = place;
      place += count;
    }
    for (let i = 0; i < n; i += 1) {
      const index = from[i]!;
      const value = digitOf(words[2 * index]!, words[2 * index + 1]!, digit);
      to[places[value]!] = index;
      places[value]! += 1;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Eleven bits of a 64-bit number, the lowest ones being digit 0. */
function digitOf(low: number, high: number, digit: number): number {
  const bit = digit * DIGIT_BITS;
  if (bit >= 32) return (high >>> (bit - 32)) & (BASE - 1);
  if (bit + DIGIT_BITS <= 32) return (low >>> bit) & (BASE - 1);
  return ((low >>> bit) | (high << (32 - bit))) & (BASE - 1);
}
