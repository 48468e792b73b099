import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectedComponents, fillHoles } from "../mask/components.ts";
import { createRng, type Rng } from "../random/rng.ts";
import { agreementAt, agreementFeatures } from "./agreement.ts";
import { type FeatureName, featureNames, maskFeatures } from "./mask-features.ts";
import type { FeatureSource } from "./feature-source.ts";
import { eachPlace } from "./places.ts";

/** Steps that squares and sums of are exact: the order in which distances are compared does not matter then. */
const STEPS = [0.5, 1, 2] as const;

function drawn(
  rng: Rng,
): FeatureSource & { readonly mask: Uint8Array; readonly size: readonly [number, number, number] } {
  // Lines of one word of 32 voxels, and of several.
  const size =
    rng.next() < 0.8
      ? ([1 + rng.int(14), 1 + rng.int(12), rng.next() < 0.3 ? 1 : 2 + rng.int(8)] as const)
      : ([20 + rng.int(90), 1 + rng.int(8), 1 + rng.int(2)] as const);
  const centre = size.map((side) => rng.next() * side);
  const [radius, noise] = [(rng.next() * Math.max(16, size[0])) / 2, rng.next() * 0.2];
  const length = size[0] * size[1] * size[2];
  const mask = Uint8Array.from({ length }, (_, i) => {
    const place = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])];
    const isNear = Math.hypot(...place.map((at, axis) => at - centre[axis]!)) <= radius;
    return isNear !== rng.next() < noise ? 1 : 0;
  });
  const image = Float32Array.from({ length }, (_, i) => 0.3 + 0.4 * mask[i]! + 0.3 * rng.normal());
  return { image, mask, size, spacing: size.map(() => STEPS[rng.int(STEPS.length)]!) };
}

/** What has been written again for speed, as it is defined: voxel by voxel in the whole image, every distance measured. */
function plainly({ image, mask, size, spacing }: ReturnType<typeof drawn>): Partial<Record<FeatureName, number>> {
  const [nx, ny, nz] = size;
  const places = Array.from({ length: mask.length }, (_, i) => [
    i % nx,
    Math.floor(i / nx) % ny,
    Math.floor(i / nx / ny),
  ]);
  const at = (x: number, y: number, z: number): number =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : (mask[x + nx * (y + ny * z)] as number);
  const inMask = places.filter((_, i) => mask[i] === 1);
  const background = places.filter((_, i) => mask[i] === 0);
  const n = inMask.length;
  const distance = (a: readonly number[], others: readonly (readonly number[])[]): number =>
    Math.sqrt(
      Math.min(...others.map((b) => b.reduce((sum, p, axis) => sum + ((p - a[axis]!) * spacing[axis]!) ** 2, 0))),
    );
  const voxel = spacing[0]! * spacing[1]! * spacing[2]!;
  const isVolume = nz > 1;
  const radius = isVolume
    ? Math.cbrt((3 * n * voxel) / (4 * Math.PI))
    : Math.sqrt((n * spacing[0]! * spacing[1]!) / Math.PI);
  const depths = background.length === 0 ? [] : inMask.map((place) => distance(place, background));
  const { sizes } = connectedComponents(mask, size);
  const atEdge = inMask.filter(([x, y, z]) => {
    const beside = [at(x! - 1, y!, z!), at(x! + 1, y!, z!), at(x!, y! - 1, z!), at(x!, y! + 1, z!)];
    return [...beside, ...(isVolume ? [at(x!, y!, z! - 1), at(x!, y!, z! + 1)] : [])].includes(0);
  });
  const changed = places.filter(([x, y, z]) => {
    if (x === 0 || y === 0 || x === nx - 1 || y === ny - 1) return false;
    let sum = 0;
    for (const dx of [-1, 0, 1]) for (const dy of [-1, 0, 1]) sum += at(x! + dx, y! + dy, z!);
    return sum >= 5 !== (at(x!, y!, z!) === 1);
  });
  const reach =
    Math.max(3, (isVolume ? Math.cbrt((3 * n) / (4 * Math.PI)) : Math.sqrt(n / Math.PI)) / 2) *
    Math.min(spacing[0]!, spacing[1]!);
  // The surroundings that are looked at end where those of the mask do.
  const isAround = places.map((place) =>
    place.every((p, axis) => {
      const along = inMask.map((other) => other[axis]!);
      const [low, high] = [Math.min(...along), Math.max(...along)];
      const margin = Math.max(6, Math.ceil((high + 1 - low) * 0.3));
      return p >= low - margin && p <= high + margin;
    }),
  );
  const isRing = places.map((place, i) => isAround[i] && mask[i] === 0 && distance(place, inMask) <= reach);
  const nOf = (z: number): number => inMask.filter((place) => place[2] === z).length;
  const overlaps = Array.from({ length: nz - 1 }, (_, z) => {
    const both = inMask.filter(([x, y, slice]) => slice === z && at(x!, y!, z + 1) === 1).length;
    return (2 * both) / (nOf(z) + nOf(z + 1));
  }).filter((overlap) => !Number.isNaN(overlap));
  const faces = [spacing[1]! * spacing[2]!, spacing[0]! * spacing[2]!, spacing[0]! * spacing[1]!];
  const area = inMask
    .flatMap(([x, y, z]) =>
      [-1, 1].flatMap((by) => [
        at(x! + by, y!, z!) === 0 ? faces[0]! : 0,
        at(x!, y! + by, z!) === 0 ? faces[1]! : 0,
        isVolume && at(x!, y!, z! + by) === 0 ? faces[2]! : 0,
      ]),
    )
    .reduce((sum, face) => sum + face, 0);
  const mean = (which: (i: number) => boolean): number => {
    const values = places.flatMap((_, i) => (which(i) ? [Math.max(-0.5, Math.min(1.5, image[i]!))] : []));
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
  };
  return {
    "log-components": Math.log(sizes.length),
    "largest-share": Math.max(...sizes) / n,
    "hole-share": (fillHoles(mask, size).reduce((sum, value) => sum + value, 0) - n) / n,
    "border-share": inMask.filter(([x, y]) => x === 0 || y === 0 || x === nx - 1 || y === ny - 1).length / n,
    "inner-radius": Math.max(0, ...depths) / radius,
    "mean-depth": depths.length > 0 ? depths.reduce((sum, depth) => sum + depth, 0) / depths.length / radius : 0,
    compactness: isVolume
      ? (36 * Math.PI * (n * voxel) ** 2) / area ** 3
      : (4 * Math.PI * n * spacing[0]! * spacing[1]!) / (area / spacing[2]!) ** 2,
    "slice-overlap": overlaps.length > 0 ? overlaps.reduce((sum, overlap) => sum + overlap, 0) / overlaps.length : 0,
    roughness: changed.length / Math.max(1, atEdge.length),
    "inside-mean": mean((i) => mask[i] === 1),
    "outside-mean": mean((i) => isRing[i]!),
    ...edges(image, mask, size, isAround),
  };
}

/** The steps across the edge of a mask, along one axis after the other. */
function edges(
  image: ArrayLike<number>,
  mask: ArrayLike<number>,
  size: readonly [number, number, number],
  isAround: readonly boolean[],
): Partial<Record<FeatureName, number>> {
  const steps: number[] = [];
  let [sum, n, sumAtEdge] = [0, 0, 0];
  for (const [axis, stride] of [1, size[0], size[0] * size[1]].entries()) {
    const placeOf = (i: number): number => Math.floor(i / stride) % size[axis]!;
    // A voxel further on along the axis, where the surroundings hold it.
    const further = (i: number, by: -1 | 1): number => {
      const next = placeOf(i) + by;
      return next >= 0 && next < size[axis]! && isAround[i + by * stride] ? i + by * stride : i;
    };
    for (let i = 0; i < mask.length; i += 1) {
      const next = further(i, 1);
      if (!isAround[i] || next === i) continue;
      const gradient = Math.abs(image[next]! - image[i]!);
      sum += gradient;
      n += 1;
      if (mask[i] === mask[next]) continue;
      sumAtEdge += gradient;
      const down = (image[i]! + image[further(i, -1)]! - image[next]! - image[further(next, 1)]!) / 2;
      steps.push(mask[i] === 1 ? down : -down);
    }
  }
  const mean = steps.reduce((total, step) => total + step, 0) / steps.length;
  return steps.length === 0
    ? { "edge-gradient": 0, "edge-consistency": 0 }
    : {
        "edge-gradient": sumAtEdge / steps.length / (sum / n),
        "edge-consistency": steps.filter((step) => step * mean > 0).length / steps.length,
      };
}

const seeds = fc.integer({ min: 1, max: 1e6 });

describe("features measured the quick way", () => {
  it("are those of the plain way, to the last bit", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const source = drawn(createRng(seed, "features"));
        if (!source.mask.includes(1)) return;
        const found = maskFeatures(source);
        for (const [name, value] of Object.entries(plainly(source)))
          expect([name, found[featureNames.indexOf(name as FeatureName)]]).toEqual([name, value]);
      }),
      { numRuns: 150 },
    );
  });

  it("are those of a mask alone, whatever has been measured in its image before", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rng = createRng(seed, "several");
        const { image, size, spacing } = drawn(rng);
        for (let n = 0; n < 4; n += 1) {
          const [from, share] = [rng.next(), 0.3 * rng.next()];
          const mask = Uint8Array.from(image, (_, i) => (Math.abs(i / image.length - from) < share ? 1 : 0));
          const alone = maskFeatures({ image: image.slice(), mask, size, spacing });
          expect(maskFeatures({ image, mask, size, spacing })).toEqual(alone);
        }
      }),
    );
  });

  it("depths are those of the plain way where sums of squares are not exact, but for rounding", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rng = createRng(seed, "depths");
        const source = { ...drawn(rng), spacing: [0.3 + rng.next(), 0.3 + rng.next(), 0.3 + rng.next()] };
        if (!source.mask.includes(1)) return;
        const [found, plain] = [maskFeatures(source), plainly(source)];
        for (const name of ["inner-radius", "mean-depth"] as const)
          expect(found[featureNames.indexOf(name)]).toBeCloseTo(plain[name]!, 9);
      }),
      { numRuns: 50 },
    );
  });

  it("agreement does not depend on places being counted together", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const rng = createRng(seed, "agreement");
        const length = 1 + rng.int(400);
        // More masks than are told apart at a time, and masks that are nowhere.
        const masks = Array.from({ length: 1 + rng.int(12) }, () => {
          const share = rng.next() < 0.1 ? 0 : rng.next();
          return Uint8Array.from({ length }, (_, i) => (i / length < share !== rng.next() < 0.1 * share ? 255 : 0));
        });
        const votes = masks.map(() => rng.next() < 0.8);
        const together = agreementFeatures(masks.map((mask, index) => ({ mask, votes: votes[index]! })));
        expect(together).toEqual(agreementAt(eachPlace(masks), votes));
      }),
      { numRuns: 150 },
    );
  });
});
