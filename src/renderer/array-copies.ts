/**
 * The copying methods of arrays (ES2023), for Chromium before 110: the oldest Electron that the interface runs in has
 * 108. Nothing newer than ES2023 is used (tsconfig, *lib*).
 */
type Compare = (a: unknown, b: unknown) => number;

export const arrayCopies = {
  toSorted(this: readonly unknown[], compare?: Compare): unknown[] {
    const copy = this.slice();
    // oxlint-disable-next-line unicorn/no-array-sort -- the copy is ours, and toSorted is what is being made here
    return copy.sort(compare);
  },
  toReversed(this: readonly unknown[]): unknown[] {
    const copy = this.slice();
    // oxlint-disable-next-line unicorn/no-array-reverse -- the copy is ours, and toReversed is what is being made here
    return copy.reverse();
  },
  with(this: readonly unknown[], index: number, value: unknown): unknown[] {
    const copy = this.slice();
    const at = index < 0 ? copy.length + index : index;
    if (at < 0 || at >= copy.length) throw new RangeError(`Invalid index: ${index}`);
    copy[at] = value;
    return copy;
  },
  toSpliced(this: readonly unknown[], ...given: [number, number, ...unknown[]]): unknown[] {
    const copy = this.slice();
    copy.splice(...given);
    return copy;
  },
};

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

for (const prototype of [Array.prototype, typedArray]) {
  for (const [name, value] of Object.entries(arrayCopies)) {
    // Typed arrays have no toSpliced.
    if (name in prototype || (name === "toSpliced" && prototype === typedArray)) continue;
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}
