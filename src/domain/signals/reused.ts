/** Arrays beyond this length are not held on to. */
const MOST_KEPT = 2 ** 21;

/**
 * Memory for what is needed for a moment, again and again: making and clearing it takes longer than using it does. What
 * is in it does not matter to the next user, who has it until the same function is called again.
 */
export function reused<T extends Uint8Array | Float32Array | Float64Array | Int32Array>(
  make: (length: number) => T,
): (length: number) => T {
  let kept = make(0);
  return (length) => {
    if (length > MOST_KEPT) return make(length);
    if (kept.length < length) kept = make(Math.min(MOST_KEPT, 2 * length));
    return kept.subarray(0, length) as T;
  };
}
