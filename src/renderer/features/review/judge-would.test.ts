import { expect, it } from "vitest";
import { judgeWould } from "./judge-would.ts";

it.each([
  [0.95, 0.9, "accept"],
  [0.9, 0.9, "accept"],
  [0.6, 0.9, null],
  [0.4, 0.9, "reject"],
  [0.5, null, "accept"],
  [0.49, null, "reject"],
])("at %s with a threshold of %s the judge would: %s", (pGood, threshold, expected) => {
  expect(judgeWould(pGood, threshold)).toBe(expected);
});
