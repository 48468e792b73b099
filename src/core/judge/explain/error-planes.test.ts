import { expect, it } from "vitest";
import { heard } from "./error-planes.ts";

const planes = (...values: number[]): Uint8Array => Uint8Array.from(values);

it("masks of a case say together where the object is, the likelier good the more", () => {
  const told = heard([
    { planes: planes(255, 0, 255), voice: 0.8 },
    { planes: planes(0, 255, 255), voice: 0.4 },
  ]);
  expect(told.bestVoice).toBe(0.8);
  // (1/2)⁴ of the weight of the better one.
  expect([...told.others]).toEqual([240, 15, 255]);
});

it("small chances have weights like large ones; nobody's word is none", () => {
  const masks = [planes(200, 0), planes(0, 100)];
  const together = (voices: readonly number[]): number[] => [
    ...heard(masks.map((one, index) => ({ planes: one, voice: voices[index]! }))).others,
  ];
  expect(together([1e-200, 1e-200])).toEqual([100, 50]);
  expect(heard([])).toEqual({ others: new Uint8Array(), bestVoice: 0 });
});
