/**
 * The value that `n` others are not above (Hoare's quickselect), as it would stand at index `n` of the sorted values.
 * @param values reordered; at least one
 */
export function nthSmallest(values: Float32Array | Float64Array, n: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const [a, b, c] = [values[low]!, values[(low + high) >>> 1]!, values[high]!];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i += 1;
      while (values[j]! > pivot) j -= 1;
      if (i > j) break;
      const value = values[i]!;
      values[i] = values[j]!;
      values[j] = value;
      i += 1;
      j -= 1;
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return values[n]!;
}
