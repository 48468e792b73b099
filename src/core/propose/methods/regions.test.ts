import { describe, expect, it } from "vitest";
import { fillHoles } from "#domain/mask/components.ts";
import { distanceTo } from "#domain/mask/distance-transform.ts";
import { sobelMagnitude } from "#domain/image/sobel.ts";
import { createRng } from "#domain/random/rng.ts";
import { dice } from "#domain/mask/overlap.ts";
import { bytesOf, maskOf } from "#tests/propose-reference/read-reference.ts";
import { floatsOf, regionImages as images, regionReference } from "#tests/propose-reference/read-regions.ts";
import { aboveThreshold } from "../above-threshold.ts";
import type { GreyImage, Method, Values } from "../method.ts";
import { evolveLevelSet } from "./chan-vese-evolve.ts";
import { chanVese } from "./chan-vese.ts";
import { LevelSetGrid } from "./level-set-grid.ts";
import { otsuThreshold } from "./otsu.ts";
import { findPeaks, reachOf } from "./peaks.ts";
import { objectProbability } from "./random-walker-solve.ts";
import { randomWalker } from "./random-walker.ts";
import { growRegions, regionGrowing } from "./region-growing.ts";
import { BACKGROUND, OBJECT, sureMarkers } from "./sure-markers.ts";
import { watershedDistance } from "./watershed-distance.ts";
import { watershedGradient } from "./watershed-gradient.ts";
import { watershed } from "./watershed.ts";

const names = ["picture", "volume"] as const;
const all: readonly Method[] = [watershedDistance, watershedGradient, regionGrowing, randomWalker, chanVese];

function run(method: Method, image: GreyImage, values: Values = {}): Uint8Array {
  const defaults = Object.fromEntries(method.parameters.map((parameter) => [parameter.name, parameter.default]));
  return method.run(image, { ...defaults, ...values }, { seed: 1, tick: () => {} }).mask;
}

function unit(data: Float32Array): Float32Array {
  const [low, high] = [Math.min(...data), Math.max(...data)];
  return data.map((value) => (value - low) / (high - low));
}

/** A bright disc or ball on dark ground, without noise. */
function twoLevels(size: readonly [number, number, number]): { image: GreyImage; truth: Uint8Array } {
  const [nx, ny, nz] = size;
  const truth = Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const depth = nz > 1 ? z - nz / 2 : 0;
    return Math.hypot(x - nx / 2, y - ny / 2, depth) < nx / 4 ? 1 : 0;
  });
  return { image: { data: Float32Array.from(truth, (value) => 20 + 180 * value), size, spacing: [1, 1, 1] }, truth };
}

describe("against scikit-image and SciPy", () => {
  it.each(names)("Sobel's gradient, %s", (name) => {
    const magnitude = sobelMagnitude(images[name].data, images[name].size, [1, 1, 1]);
    for (const [i, value] of floatsOf(regionReference[name].sobel).entries())
      // Per two voxels there.
      expect(2 * magnitude[7 * i]!).toBeCloseTo(value, 4);
  });

  it("peaks of the distance to the background", () => {
    const { data, size } = images.picture;
    const filled = fillHoles(aboveThreshold(data, otsuThreshold(data)), size);
    const distance = distanceTo(
      filled.map((value) => 1 - value),
      size,
      [1, 1, 1],
    );
    expect(findPeaks(distance, size, [4, 4, 1], 0)).toEqual(regionReference.picture.peaks);
  });

  it.each(names)("basins of the distance to the background, %s", (name) => {
    const { data, size, spacing } = images[name];
    const { markers, basins } = regionReference[name].distanceBasins;
    const filled = fillHoles(aboveThreshold(data, otsuThreshold(data)), size);
    const background = filled.map((value) => 1 - value);
    const height = distanceTo(background, size, spacing).map((value, i) => -value + (1e-3 * i) / (data.length - 1));
    const seeds = new Uint8Array(data.length);
    for (const [index, at] of markers.entries()) seeds[at] = index + 1;
    expect([...watershed(height, seeds, filled, size)]).toEqual([...bytesOf(basins)]);
  });

  it.each(names)("the watershed of the gradient, %s", (name) => {
    // Heights are 32-bit floats here and 64-bit ones there, and spacing counts here.
    const { markerShare, mask } = regionReference[name].watershedGradient;
    const image: GreyImage = { ...images[name], spacing: [1, 1, 1] };
    const found = run(watershedGradient, image, { markerShare });
    expect(dice(found, maskOf(mask, found.length))).toBeGreaterThan(0.995);
  });

  it("regions of all that is within a tolerance of the seed", () => {
    const { seeds, tolerance, mask } = regionReference.growing;
    const grown = growRegions(images.picture, seeds, { kind: "tolerance", tolerance }, Infinity);
    expect([...grown.mask]).toEqual([...maskOf(mask, grown.mask.length)]);
  });

  it.each(names)("markers and probabilities of the random walker, %s", (name) => {
    const { size, spacing } = images[name];
    const data = unit(images[name].data);
    const { markerShare, probability, ...markers } = regionReference[name].randomWalker;
    const own = sureMarkers(data, markerShare);
    for (const [kind, bits] of [
      [BACKGROUND, markers.background],
      [OBJECT, markers.object],
    ] as const)
      expect(own.map((value) => (value === kind ? 1 : 0))).toEqual(maskOf(bits, own.length));
    const exact = new Uint16Array(bytesOf(probability).buffer);
    const close = objectProbability(data, size, spacing, own, { tolerance: 1e-8 });
    for (const [i, value] of exact.entries()) expect(close.probability[i]).toBeCloseTo(value / 65535, 4);
    const usual = objectProbability(data, size, spacing, own);
    const inside = (values: ArrayLike<number>, half: number): Uint8Array =>
      Uint8Array.from(values, (value) => (value > half ? 1 : 0));
    expect(dice(inside(usual.probability, 0.5), inside(exact, 32767.5))).toBeGreaterThan(0.99);
    expect(usual.rounds).toBeLessThan(close.rounds);
  });

  it.each(regionReference.contours)("the level set after $rounds rounds", (contour) => {
    const { data, size, spacing } = images.picture;
    const { phi, rounds } = evolveLevelSet(data, size, spacing, { mu: contour.mu, maxRounds: contour.iterations });
    expect(rounds).toBe(contour.rounds);
    // Where phi is flat, the last bit of a root decides which way it bends: differences grow from round to round.
    if (rounds <= 20)
      for (const [i, value] of floatsOf(contour.phi).entries())
        expect(phi[7 * i]).toBeCloseTo(value, rounds > 1 ? 2 : 6);
    const inside = Uint8Array.from(phi, (value) => (value > 0 ? 1 : 0));
    expect(dice(inside, maskOf(contour.mask, inside.length))).toBeGreaterThan(0.995);
  });
});

describe("Chan-Vese", () => {
  it.each([
    [64, 64, 1],
    [24, 24, 24],
  ] as const)("recovers a disc or ball of two levels, %i × %i × %i", (...size) => {
    const { image, truth } = twoLevels(size);
    expect(dice(run(chanVese, image), truth)).toBeGreaterThan(0.99);
  });

  it("lowers the energy from start to end", () => {
    const { data, size, spacing } = images.picture;
    const grey = unit(data);
    const energies = [1, 5, 20, 100].map((maxRounds) => {
      const { phi, meanAbove, meanBelow } = evolveLevelSet(data, size, spacing, { maxRounds, tolerance: 0 });
      let energy = 0;
      for (let i = 0; i < grey.length; i += 1) {
        energy += (grey[i]! - (phi[i]! > 0 ? meanAbove : meanBelow)) ** 2;
        const isEdge = i % size[0] > 0 && phi[i]! > 0 !== phi[i - 1]! > 0;
        const isStep = i >= size[0] && phi[i]! > 0 !== phi[i - size[0]]! > 0;
        energy += 0.25 * (Number(isEdge) + Number(isStep));
      }
      return energy;
    });
    for (let i = 1; i < energies.length; i += 1) expect(energies[i]).toBeLessThan(energies[i - 1]!);
  });

  it.each([
    [
      [13, 6, 1],
      [1, 1, 1],
    ],
    [
      [8, 5, 1],
      [1, 2, 1],
    ],
    [
      [7, 5, 4],
      [1, 1, 1],
    ],
    [
      [9, 4, 3],
      [1.5, 1, 2.5],
    ],
  ] as const)("takes the round of the formula: voxels %j, spacing %j", (size, spacing) => {
    const [nx, ny, nz] = size;
    const n = nx * ny * nz;
    const rng = createRng(11, "round", n);
    const image = Float32Array.from({ length: n }, () => rng.next());
    const phi = Float32Array.from({ length: n }, () => rng.normal());
    const [mu, c1, c2] = [0.3, 0.7, 0.2];
    const grid = new LevelSetGrid(size);
    grid.setImage(image);
    grid.setPhi(phi);
    const sums = grid.round(spacing, mu, c1, c2);
    const next = grid.phi();
    const at = (place: readonly number[]): number => {
      const [x, y, z] = place.map((value, axis) => Math.min(size[axis]! - 1, Math.max(0, value))) as [
        number,
        number,
        number,
      ];
      return phi[x + nx * (y + ny * z)]!;
    };
    const axes = nz > 1 ? [0, 1, 2] : [0, 1];
    const expected = Array.from(phi, (here, i) => {
      const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      const moved = (axis: number, by: number): number => at(place.map((value, a) => value + (a === axis ? by : 0)));
      const slope = (axis: number): number => (moved(axis, 1) - moved(axis, -1)) / (2 * spacing[axis]!);
      let [pull, weight] = [0, 0];
      for (const axis of axes)
        for (const by of [-1, 1]) {
          const across = axes.reduce((total, other) => total + (other === axis ? 0 : slope(other) ** 2), 1e-16);
          const c = spacing[axis]! ** -2 / Math.sqrt(((moved(axis, by) - here) / spacing[axis]!) ** 2 + across);
          pull += c * moved(axis, by);
          weight += c;
        }
      const delta = 1 / (1 + here * here);
      const fit = (image[i]! - c2) ** 2 - (image[i]! - c1) ** 2;
      return (here + 0.5 * delta * (mu * pull + fit)) / (1 + mu * 0.5 * delta * weight);
    });
    for (let i = 0; i < n; i += 1) expect(next[i]).toBeCloseTo(expected[i]!, 5);
    const isAbove = expected.map((value) => value > 0);
    expect(sums.nAbove).toBe(isAbove.filter(Boolean).length);
    expect(sums.above).toBeCloseTo(
      image.filter((_, i) => isAbove[i]).reduce((total, value) => total + value, 0),
      4,
    );
    expect(sums.change).toBeCloseTo(
      expected.reduce((total, value, i) => total + (value - phi[i]!) ** 2, 0),
      3,
    );
  });
});

describe("regions", () => {
  it("the running mean follows a slope that a fixed tolerance does not", () => {
    const image: GreyImage = {
      data: Float32Array.from({ length: 200 }, (_, i) => (i < 150 ? i % 50 : 500)),
      size: [50, 4, 1],
      spacing: [1, 1, 1],
    };
    const seed = [25];
    const running = growRegions(image, seed, { kind: "deviation", k: 2.5 }, Infinity);
    expect(running.mask.slice(0, 150).every((value) => value === 1)).toBe(true);
    expect(running.mask.slice(150).every((value) => value === 0)).toBe(true);
    expect(growRegions(image, seed, { kind: "tolerance", tolerance: 5 }, Infinity).mask.indexOf(1)).toBe(20);
  });

  it("what leaks is left out, and where it leaked no other seed is tried", () => {
    const { image } = twoLevels([20, 20, 1]);
    const grown = growRegions(image, [0, 1, 210], { kind: "tolerance", tolerance: 1 }, 100);
    expect(grown).toMatchObject({ nRegions: 1, nLeaked: 1 });
    expect([...grown.mask]).toEqual([...aboveThreshold(image.data, 100)]);
  });

  it.each(names)("the random walker at half size finds nearly what it finds at full size, %s", (name) => {
    const full = run(randomWalker, images[name]);
    expect(dice(run(randomWalker, images[name], { scale: 0.5 }), full)).toBeGreaterThan(0.85);
  });

  it("small basins are left out, and the spacing counts for the distance between peaks", () => {
    const { image } = twoLevels([40, 40, 1]);
    image.data[41] = 200;
    expect(run(watershedDistance, image)[41]).toBe(0);
    expect(run(watershedDistance, image, { minBasin: 1 })[41]).toBe(1);
    const field = Float32Array.from([0, 3, 0, 0, 2, 0, 0, 0, 1]);
    const peaks = [2, 3, 4].map((reach) => findPeaks(field, [9, 1, 1], [reach, 1, 1], 0));
    expect(peaks).toEqual([[1, 4, 8], [1, 8], [1]]);
    expect(reachOf(6, { spacing: [1, 2, 5] })).toEqual([6, 3, 1]);
  });

  it("markers are as many as asked for", () => {
    const { data } = images.volume;
    const markers = sureMarkers(data, 0.5);
    const bright = aboveThreshold(data, otsuThreshold(data));
    const nBright = bright.reduce((sum, value) => sum + value, 0);
    const nObject = markers.reduce((n, value) => n + (value === OBJECT ? 1 : 0), 0);
    expect(nObject).toBeGreaterThanOrEqual(nBright / 2);
    expect(nObject).toBeLessThan(0.6 * nBright);
  });
});

describe.each(all)("$name", (method) => {
  it.each([
    ["a constant image", [12, 9, 1], 7],
    ["zeros", [5, 4, 3], 0],
    ["a single voxel", [1, 1, 1], 3],
  ] as const)("finds nothing in %s", (_, size, value) => {
    const data = new Float32Array(size[0] * size[1] * size[2]).fill(value);
    expect(run(method, { data, size: [...size], spacing: [1, 1, 1] }).every((one) => one === 0)).toBe(true);
  });

  it.each([
    ["a line along x", [30, 1, 1]],
    ["a line along y", [1, 30, 1]],
    ["a line along z", [1, 1, 30]],
    ["two by two", [2, 2, 1]],
    ["a thin volume", [6, 1, 5]],
  ] as const)("takes %s", (_, size) => {
    const n = size[0] * size[1] * size[2];
    const data = Float32Array.from({ length: n }, (_value, i) => (i > n / 3 && i < (2 * n) / 3 ? 1e6 : -1e6) + (i % 5));
    const mask = run(method, { data, size: [...size], spacing: [1, 1, 2] });
    expect(mask).toHaveLength(n);
    expect(mask.every((value) => value === 0 || value === 1)).toBe(true);
  });

  it("finds the same whatever the scale of the grey values, and leaves them as they are", () => {
    const { data, size, spacing } = images.picture;
    const copy = data.slice();
    const mask = run(method, images.picture);
    expect(data).toEqual(copy);
    // A power of two keeps every bit, so that nothing can tip over.
    expect(run(method, { data: data.map((value) => 4096 * value), size, spacing })).toEqual(mask);
    expect(mask.includes(1)).toBe(true);
  });

  it("finds the object of a volume, and ends when asked to", () => {
    const { image, truth } = twoLevels([24, 24, 24]);
    expect(dice(run(method, image), truth)).toBeGreaterThan(0.9);
    if (!method.isIterative) return;
    const values = Object.fromEntries(method.parameters.map((parameter) => [parameter.name, parameter.default]));
    const tick = (): void => {
      throw new Error("cancelled");
    };
    expect(() => method.run(images.picture, values, { seed: 1, tick })).toThrow("cancelled");
  });
});
