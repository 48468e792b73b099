import { describe, expect, it } from "vitest";
import { arrayCopies } from "./array-copies.ts";

describe("array copies for an old Chromium", () => {
  it("do what the built-in ones do, and leave the array as it is", () => {
    const list = [3, 1, 2];
    const compare = (a: unknown, b: unknown): number => (a as number) - (b as number);
    expect(arrayCopies.toSorted.call(list, compare)).toEqual([1, 2, 3]);
    expect(arrayCopies.toReversed.call(list)).toEqual([2, 1, 3]);
    expect(arrayCopies.with.call(list, -1, 9)).toEqual([3, 1, 9]);
    expect(() => arrayCopies.with.call(list, 3, 9)).toThrow(RangeError);
    expect(arrayCopies.toSpliced.call(list, 0, 2, 7)).toEqual([7, 2]);
    expect(list).toEqual([3, 1, 2]);
  });
});
