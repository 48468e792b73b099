import { describe, expect, it } from "vitest";
import {
  fieldOf,
  furthestApart,
  type InputName,
  maskOf,
  type PackedField,
  readReference,
  referenceImage,
} from "#tests/propose-reference/read-reference.ts";
import { dice } from "#domain/mask/overlap.ts";
import type { GreyImage, Method, Values } from "../method.ts";
import { hysteresis, hysteresisMask } from "./hysteresis.ts";
import { isodata, isodataThreshold } from "./isodata.ts";
import { li, liThreshold } from "./li.ts";
import { multiOtsu, multiOtsuThresholds } from "./multi-otsu.ts";
import { niblack, niblackThresholds } from "./niblack.ts";
import { otsu, otsuThreshold } from "./otsu.ts";
import { sauvola, sauvolaThresholds } from "./sauvola.ts";
import { triangle, triangleThreshold } from "./triangle.ts";
import { yen, yenThreshold } from "./yen.ts";

interface Reference {
  readonly global: Record<string, Record<string, number | number[]>>;
  readonly local: Record<"niblack15" | "sauvola31" | "niblack101", PackedField> &
    Record<"sauvolaMask" | "niblackMask", string>;
  readonly hysteresis: { low: number; high: number; mask: string; volume: string };
}

const reference = readReference<Reference>("expected-thresholds.json");
const names = ["cells", "shaded", "levels", "volume"] as const satisfies readonly InputName[];
const methods = [otsu, multiOtsu, li, yen, triangle, isodata, niblack, sauvola, hysteresis];

function run(method: Method, image: GreyImage, values: Values = {}) {
  const defaults = Object.fromEntries(method.parameters.map((parameter) => [parameter.name, parameter.default]));
  return method.run(image, { ...defaults, ...values }, { seed: 1, tick: () => undefined });
}

function stretched({ data, ...image }: GreyImage): GreyImage {
  return { ...image, data: data.map((value) => value * 0.37 - 20) };
}

describe("global thresholds", () => {
  it.each(names.flatMap((name) => [name, `${name}-stretched`]))("are scikit-image's: %s", (name) => {
    const image = referenceImage(name.replace("-stretched", "") as InputName);
    const { data } = name.endsWith("-stretched") ? stretched(image) : image;
    const expected = reference.global[name]!;
    const tolerance = name.endsWith("-stretched") ? 1e-5 : 1e-9;
    const found: typeof expected = {
      otsu: otsuThreshold(data),
      multiOtsu3: multiOtsuThresholds(data, 3),
      multiOtsu4: multiOtsuThresholds(data, 4),
      li: liThreshold(data).threshold,
      yen: yenThreshold(data),
      triangle: triangleThreshold(data),
      isodata: isodataThreshold(data),
    };
    for (const [method, values] of Object.entries(expected))
      expect(furthestApart([found[method]!].flat(), [values].flat()), method).toBeLessThan(tolerance);
  });

  it("Li: the oracle of methods 2.2", () => {
    const data = [10, 10, 10, 10, 20, 20, 20, 20, 200, 200, 200, 200, 200, 200, 200, 200];
    expect(liThreshold(data).threshold).toBeCloseTo(60.858, 3);
  });

  it.each([otsu, multiOtsu, li, yen, triangle, isodata, hysteresis])(
    "$name: the mask stays the same when grey values are stretched or the picture is turned round",
    (method) => {
      const image = referenceImage("cells");
      const { mask } = run(method, image);
      expect(run(method, { ...image, data: image.data.map((value) => 8 * value - 1024) }).mask).toEqual(mask);
      expect(run(method, { ...image, data: image.data.toReversed() }).mask).toEqual(mask.toReversed());
    },
  );

  it("multi-Otsu: the object is as many of the brightest classes as asked for", () => {
    const image = referenceImage("levels");
    const [low, high] = multiOtsuThresholds(image.data, 3) as [number, number];
    const one = run(multiOtsu, image);
    expect(one.told).toEqual({ threshold1: low, threshold2: high, threshold: high });
    expect(one.mask).toEqual(Uint8Array.from(image.data, (value) => Number(value > high)));
    const two = run(multiOtsu, image, { objectClasses: 2 });
    expect(two.mask).toEqual(Uint8Array.from(image.data, (value) => Number(value > low)));
    expect(run(multiOtsu, image, { nClasses: 2, objectClasses: 5 }).mask).toEqual(run(otsu, image).mask);
  });
});

describe("local thresholds", () => {
  const image = referenceImage("shaded");
  const { data, size } = image;
  const r = (Math.max(...data) - Math.min(...data)) / 2;

  it("are scikit-image's, mirrored beyond the border", () => {
    const { local } = reference;
    expect(furthestApart(niblackThresholds(data, size, [7, 7], 0.2), fieldOf(local.niblack15))).toBeLessThan(0.005);
    expect(furthestApart(niblackThresholds(data, size, [50, 50], 0.2), fieldOf(local.niblack101))).toBeLessThan(0.005);
    const found = sauvolaThresholds(data, size, { half: [15, 15], k: 0.2, r });
    expect(furthestApart(found, fieldOf(local.sauvola31))).toBeLessThan(0.005);
  });

  it("find what is bright as scikit-image's find what is dark when grey values are turned round", () => {
    expect(run(sauvola, image).mask).toEqual(maskOf(reference.local.sauvolaMask, data.length));
    expect(run(niblack, image).mask).toEqual(maskOf(reference.local.niblackMask, data.length));
  });

  it("Sauvola: the oracle of methods 2.2", () => {
    const even = new Float32Array(100).fill(100);
    const found = sauvolaThresholds(even, [10, 10, 1], { half: [7, 7], k: 0.2, r: 128 });
    expect(furthestApart(found, new Float32Array(100).fill(80))).toBeLessThan(1e-5);
  });

  it("turn with the picture", () => {
    for (const method of [sauvola, niblack])
      expect(run(method, { ...image, data: data.toReversed() }).mask).toEqual(run(method, image).mask.toReversed());
  });

  it("work slice by slice, with a window in finest voxels", () => {
    const volume = { data: Float32Array.of(...data, ...data), size: [48, 40, 2] as const, spacing: [1, 1, 5] as const };
    for (const method of [sauvola, niblack]) {
      const { mask } = run(method, image);
      const found = run(method, volume, { window: 15 });
      // Sauvola's range is that of both slices, which are the same.
      expect(found.mask).toEqual(Uint8Array.of(...mask, ...mask));
    }
    const wide = run(niblack, { ...image, spacing: [1, 3, 1] }, { window: 13 });
    const thresholds = niblackThresholds(data, size, [6, 2], -0.2);
    expect(wide.mask).toEqual(Uint8Array.from(data, (value, i) => Number(value > thresholds[i]!)));
  });
});

describe("hysteresis", () => {
  it("is scikit-image's, in pictures and volumes", () => {
    const { low, high, mask, volume } = reference.hysteresis;
    const image = referenceImage("cells");
    const found = run(hysteresis, image);
    expect(found.told["low"]).toBeCloseTo(low, 6);
    expect(found.told["high"]).toBeCloseTo(high, 6);
    expect(found.mask).toEqual(maskOf(mask, image.data.length));
    const { data, size } = referenceImage("volume");
    expect(hysteresisMask(data, size, 90, 150)).toEqual(maskOf(volume, data.length));
  });

  it("takes a low threshold above the high one for the high one", () => {
    const image = referenceImage("cells");
    const { mask, told } = run(hysteresis, image, { low: 1, high: 0.5 });
    expect(told["low"]).toBe(told["high"]);
    expect(mask).toEqual(Uint8Array.from(image.data, (value) => Number(value > Number(told["high"]))));
  });
});

describe("images that hold nothing", () => {
  const sizes = [
    [1, 1, 1],
    [1, 7, 1],
    [7, 1, 3],
    [2, 2, 2],
    [30, 20, 1],
  ] as const;
  const cases = sizes.flatMap((size) => [0, 0.1, -3.7e5, 1e30].map((value) => ({ size, value })));

  it.each(methods)("$name: an empty mask where all voxels are alike", (method) => {
    for (const { size, value } of cases) {
      const data = new Float32Array(size[0] * size[1] * size[2]).fill(value);
      expect(run(method, { data, size, spacing: [1, 1, 2] }).mask).toEqual(new Uint8Array(data.length));
    }
  });

  it.each(methods)("$name: huge, tiny and negative grey values are as good as others", (method) => {
    const image = referenceImage("cells");
    const { mask } = run(method, image);
    for (const factor of [2 ** 90, 2 ** -90, -1]) {
      const data = image.data.map((value) => factor * (factor < 0 ? 255 - value : value));
      // Li and the bins' edges may fall a little differently; the same object is found.
      expect(dice(run(method, { ...image, data }).mask, mask)).toBeGreaterThan(0.99);
    }
  });

  it.each(methods)("$name: two grey values, one voxel each", (method) => {
    const { mask } = run(method, { data: Float32Array.of(3, 5), size: [2, 1, 1], spacing: [1, 1, 1] });
    expect(mask[0]).toBe(0);
  });
});
