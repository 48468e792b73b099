/** The smallest and the largest of some values; [Infinity, -Infinity] of none. */
export function extremes(data: ArrayLike<number>): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
