import { expect, it } from "vitest";
import { sharedCrop } from "./shared-crop.ts";

const part = (bounds: [number, number, number, number] | null, width = 200) => ({ width, height: 100, bounds });

it("holds every mask, with some of what is around, within the image", () => {
  const crop = sharedCrop([part([20, 30, 40, 50]), part([50, 30, 60, 40]), part(null)])!;
  expect(crop.left).toBeLessThan(20);
  expect(crop.right).toBeGreaterThan(60);
  expect(crop.top).toBeGreaterThanOrEqual(0);
  expect(crop.bottom).toBeLessThanOrEqual(100);
  expect(crop.right - crop.left).toBeLessThan(100);
});

it("is all of the image where there is nothing to hold, or where the tiles are of different planes", () => {
  expect(sharedCrop([])).toBeNull();
  expect(sharedCrop([part(null), part(null)])).toBeNull();
  expect(sharedCrop([part([20, 30, 40, 50]), part([20, 30, 40, 50], 120)])).toBeNull();
});
