import { describe, expect, it } from "vitest";
import {
  bytesOf,
  fieldOf,
  furthestApart,
  type PackedField,
  readReference,
  referenceImage,
} from "#tests/propose-reference/read-reference.ts";
import { createRng } from "#domain/random/rng.ts";
import type { Filter, GreyImage, Values } from "../method.ts";
import { anisotropicDiffusion, diffuse } from "./anisotropic-diffusion.ts";
import { bilateralFilter } from "./bilateral.ts";
import { clahe, equaliseAdaptively } from "./clahe.ts";
import { gaussianFilter } from "./gaussian.ts";
import { greyOpening } from "./grey-opening.ts";
import { medianFilter } from "./median.ts";
import { medianNetwork } from "./median-network.ts";
import { topHat } from "./top-hat.ts";

type FieldName = "gaussian" | "gaussianVolume" | "bilateral" | "diffusion" | "diffusionVolume" | "adaptive" | "clahe";
type BytesName = "median3" | "median5" | "medianVolume" | "topHat" | "topHatVolume";
const reference = readReference<Record<FieldName, PackedField> & Record<BytesName, string>>("expected-filters.json");
const cells = referenceImage("cells");
const volume = referenceImage("volume");
const filters = [gaussianFilter, medianFilter, bilateralFilter, anisotropicDiffusion, clahe, topHat];

function run(filter: Filter, image: GreyImage, values: Values = {}): Float32Array {
  const defaults = Object.fromEntries(filter.parameters.map((parameter) => [parameter.name, parameter.default]));
  return filter.run(image, { ...defaults, ...values });
}

function range({ data }: GreyImage): number {
  return Math.max(...data) - Math.min(...data);
}

describe("filters", () => {
  it("gaussian: scipy's, sigma being a length", () => {
    expect(furthestApart(run(gaussianFilter, cells, { sigma: 1.5 }), fieldOf(reference.gaussian))).toBeLessThan(0.01);
    const smooth = run(gaussianFilter, volume, { sigma: 1.5 });
    expect(furthestApart(smooth, fieldOf(reference.gaussianVolume))).toBeLessThan(0.01);
  });

  it("median: scipy's to the bit", () => {
    expect(run(medianFilter, cells)).toEqual(Float32Array.from(bytesOf(reference.median3)));
    expect(run(medianFilter, cells, { window: "5" })).toEqual(Float32Array.from(bytesOf(reference.median5)));
    expect(run(medianFilter, volume, { window: "3x3x3" })).toEqual(Float32Array.from(bytesOf(reference.medianVolume)));
    // In a picture there is nothing above and below.
    expect(run(medianFilter, cells, { window: "3x3x3" })).toEqual(run(medianFilter, cells));
  });

  it("median: works slice by slice, on grey values of any sign and size", () => {
    const [nx, ny] = volume.size;
    const slice = { ...volume, data: volume.data.slice(0, nx * ny), size: [nx, ny, 1] as const };
    expect(run(medianFilter, volume).slice(0, nx * ny)).toEqual(run(medianFilter, slice));
    const median = run(medianFilter, cells, { window: "5" });
    const data = cells.data.map((value) => (value - 100.5) * 2 ** 100);
    const expected = median.map((value) => (value - 100.5) * 2 ** 100);
    expect(run(medianFilter, { ...cells, data }, { window: "5" })).toEqual(expected);
  });

  it("median: the network leaves the median in the middle whatever the order", () => {
    const rng = createRng(5, "windows");
    for (const [nColumns, height] of [
      [3, 3],
      [5, 5],
      [3, 9],
    ] as const) {
      const { column, window } = medianNetwork(nColumns, height);
      const n = nColumns * height;
      for (let round = 0; round < 300; round += 1) {
        const wires = Array.from({ length: n }, () => rng.int(round % 30));
        const expected = wires.toSorted((a, b) => a - b)[(n - 1) / 2];
        const compare = (low: number, high: number): void => {
          [wires[low], wires[high]] = [Math.min(wires[low]!, wires[high]!), Math.max(wires[low]!, wires[high]!)];
        };
        for (let x = 0; x < nColumns; x += 1)
          for (const { low, high } of column) compare(low * nColumns + x, high * nColumns + x);
        for (const { low, high } of window) compare(low, high);
        expect(wires[(n - 1) / 2]).toBe(expected);
      }
    }
  });

  it("bilateral: as the formula says", () => {
    const found = run(bilateralFilter, cells, { sigma: 2, range: 25.5 / range(cells) });
    expect(furthestApart(found, fieldOf(reference.bilateral))).toBeLessThan(0.2);
  });

  it("anisotropic diffusion: as the formula says, over slices that lie further apart", () => {
    const options = { rounds: 15, k: 20, dt: 0.2 };
    const found = diffuse(cells.data, cells.size, cells.spacing, options);
    expect(furthestApart(found, fieldOf(reference.diffusion))).toBeLessThan(0.05);
    const inVolume = diffuse(volume.data, volume.size, volume.spacing, { rounds: 10, k: 25, dt: 0.15 });
    expect(furthestApart(inVolume, fieldOf(reference.diffusionVolume))).toBeLessThan(0.05);
    expect(run(anisotropicDiffusion, cells, { k: 20 / range(cells) })).toEqual(found);
  });

  it("anisotropic diffusion: neither loses grey nor leaves its range, in volumes whatever the step", () => {
    const found = run(anisotropicDiffusion, volume, { rounds: 50, dt: 0.25, k: 0.5 });
    const mean = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(mean(found)).toBeCloseTo(mean(volume.data), 3);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(Math.min(...volume.data));
    expect(Math.max(...found)).toBeLessThanOrEqual(Math.max(...volume.data));
  });

  it("clahe: scikit-image's within a hundredth, but for what it does with what was cut off", () => {
    // scikit-image stretches the result to its whole range, uses 253 of 256 bins and puts tiles half a voxel further.
    const meanApart = (clip: number, expected: PackedField): number => {
      const found = equaliseAdaptively(cells.data, cells.size, 2, clip);
      const [low, high] = [Math.min(...found), Math.max(...found)];
      const difference = fieldOf(expected).map((value, i) => Math.abs((found[i]! - low) / (high - low) - value));
      return difference.reduce((sum, value) => sum + value, 0) / difference.length;
    };
    expect(meanApart(256, reference.adaptive)).toBeLessThan(0.01);
    // Counts are whole numbers there, and what was cut off goes to the darkest bins first.
    expect(meanApart((5 * 256) / 480, reference.clahe)).toBeLessThan(0.03);
  });

  it("clahe: a limit of one leaves the picture as it is, one tile without a limit makes the histogram flat", () => {
    const step = range(cells) / 256;
    expect(furthestApart(run(clahe, cells, { clip: 1 }), cells.data)).toBeLessThanOrEqual(step);
    const flat = run(clahe, cells, { tiles: 1, clip: 10 }).toSorted();
    const low = Math.min(...cells.data);
    for (const share of [0.25, 0.5, 0.75]) {
      const value = flat[Math.floor(share * flat.length)]!;
      expect(Math.abs((value - low) / range(cells) - share)).toBeLessThan(0.05);
    }
  });

  it("top-hat: scikit-image's to the bit, a ball in volumes", () => {
    expect(run(topHat, cells, { radius: 7 })).toEqual(Float32Array.from(bytesOf(reference.topHat)));
    expect(run(topHat, volume, { radius: 4 })).toEqual(Float32Array.from(bytesOf(reference.topHatVolume)));
  });

  it("top-hat: opening never adds, and opening what is opened changes nothing", () => {
    for (const image of [cells, volume]) {
      const opened = greyOpening(image.data, image.size, image.spacing, 5);
      expect(opened.every((value, i) => value <= image.data[i]!)).toBe(true);
      expect(greyOpening(opened, image.size, image.spacing, 5)).toEqual(opened);
    }
    // A disc wider than the picture leaves its minimum.
    expect(new Set(greyOpening(cells.data, cells.size, cells.spacing, 100))).toEqual(
      new Set([Math.min(...cells.data)]),
    );
  });

  it.each(filters)("$name: leaves the image alone, and an even one as it is", (filter) => {
    const before = cells.data.slice();
    expect(run(filter, cells)).not.toBe(cells.data);
    expect(cells.data).toEqual(before);
    for (const size of [
      [1, 1, 1],
      [1, 7, 1],
      [7, 1, 3],
      [2, 2, 2],
      [30, 20, 1],
    ] as const) {
      for (const value of [0, 0.1, -3.7e5, 1e30]) {
        const data = new Float32Array(size[0] * size[1] * size[2]).fill(value);
        const expected = filter === topHat ? data.map(() => 0) : data;
        const found = run(filter, { data, size, spacing: [1, 1, 2] });
        expect(furthestApart(found, expected)).toBeLessThanOrEqual(Math.abs(value) * 1e-6);
      }
    }
  });

  it.each(filters)("$name: tiny pictures and huge grey values come out as numbers within their range", (filter) => {
    for (const size of [
      [1, 9, 1],
      [9, 1, 1],
      [3, 1, 3],
      [2, 3, 2],
    ] as const) {
      for (const factor of [1e30, -1e30, 1e-30]) {
        const n = size[0] * size[1] * size[2];
        const data = Float32Array.from({ length: n }, (_, i) => ((i * 7) % 5) * factor);
        const [low, high] = [Math.min(...data), Math.max(...data)];
        const slack = (high - low) * 1e-5;
        for (const value of run(filter, { data, size, spacing: [1, 1, 3] })) {
          expect(value).toBeGreaterThanOrEqual((filter === topHat ? 0 : low) - slack);
          expect(value).toBeLessThanOrEqual((filter === topHat ? high - low : high) + slack);
        }
      }
    }
  });

  it.each(filters.filter((filter) => filter !== clahe))("$name: turns with the picture", (filter) => {
    const turned = run(filter, { ...cells, data: cells.data.toReversed() }).toReversed();
    expect(furthestApart(turned, run(filter, cells))).toBeLessThan(1e-3);
  });
});
