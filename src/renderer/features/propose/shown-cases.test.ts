import { expect, it } from "vitest";
import { firstShown, stepped, stillShown } from "./shown-cases.ts";

const ids = [10, 11, 12, 13, 14];

it("the first, the middle and the last are shown, fewer where there are fewer", () => {
  expect(firstShown(ids)).toEqual([10, 12, 14]);
  expect(firstShown([7, 8])).toEqual([7, 8]);
  expect(firstShown([7])).toEqual([7]);
  expect(firstShown([])).toEqual([]);
});

it("a step goes to the next that is not shown, round the ends", () => {
  expect(stepped([10, 12, 14], 1, 1, ids)).toEqual([10, 13, 14]);
  expect(stepped([10, 12, 14], 2, 1, ids)).toEqual([10, 12, 11]);
  expect(stepped([10, 12, 14], 0, -1, ids)).toEqual([13, 12, 14]);
  expect(stepped([7, 8], 0, 1, [7, 8])).toEqual([7, 8]);
  expect(stepped([7], 0, -1, [7])).toEqual([7]);
});

it("what has gone is replaced, what is there stays in its place", () => {
  expect(stillShown([11, 99, 13], ids)).toEqual([11, 13, 10]);
  expect(stillShown([], [7])).toEqual([7]);
  expect(stillShown([10, 12, 14], ids)).toEqual([10, 12, 14]);
});
