/**
 * The grey that each number of a palette stands for; null where one of its colours is no grey. What looks grey is grey:
 * its numbers mean nothing.
 */
export function greysOf(palette: readonly (readonly number[])[]): number[] | null {
  const isGrey = palette.every(([r, g, b]) => r === g && g === b);
  return isGrey ? palette.map(([grey]) => grey!) : null;
}
