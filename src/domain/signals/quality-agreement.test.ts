import { describe, expect, it } from "vitest";
import { dice } from "../mask/overlap.ts";
import { qualityAgreement } from "./quality-agreement.ts";

const square = (from: number, to: number): Uint8Array =>
  Uint8Array.from({ length: 400 }, (_, i) => {
    const [x, y] = [i % 20, Math.floor(i / 20)];
    return x >= from && x < to && y >= 5 && y < 15 ? 255 : 0;
  });

describe("what the quality network says of a mask", () => {
  it("is the true Dice where its object is the true one (methods 5.3)", () => {
    const [mask, truth] = [square(3, 12), square(5, 15)];
    const [predicted, surplus, missed, firmness] = qualityAgreement(mask, truth, 1);
    expect(predicted).toBeCloseTo(dice(mask, truth), 10);
    expect(surplus).toBeCloseTo(20 / 90, 10);
    expect(missed).toBeCloseTo(30 / 100, 10);
    expect(firmness).toBe(1);
  });

  it("counts what lies off the planes as surplus", () => {
    const mask = square(5, 15);
    const [predicted, surplus] = qualityAgreement(mask, mask, 0.5);
    expect(surplus).toBeCloseTo(0.5, 10);
    expect(predicted).toBeCloseTo(200 / 300, 10);
  });

  it("is nothing for an empty mask", () => {
    expect([...qualityAgreement(new Uint8Array(400), square(5, 15), 1)]).toEqual([0, 0, 1, 1]);
  });
});
