import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Plane, type Rectangle, resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { createRng, type Rng } from "#domain/random/rng.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { atlasOf, splitSubjects, withCandidates } from "./candidates.ts";
import type { RawItem, Task } from "./task.ts";

const SIDE = 64;
/** Pixels along an edge of what is seen of a slice, and how far its middle may be off the heart's, either way. */
const CROP = 112;
const OFF_CENTRE = 8;
/** Where the three slices of a volume lie, as shares of the slices that hold all classes. */
const SLICES = [0.25, 0.5, 0.75];
const LEAST_PIXELS = 30;
const CLASSES = [1, 2, 3] as const;
/** Patients whose true masks teach what makes candidates. */
const N_MAKERS = 4;

/**
 * Heart: three slices a volume, right ventricle (1), myocardium (2) and left ventricle (3) as classes of their own, good = Dice
 * of at least 0.65. An atlas a class leads the classical ways, as it does for the hippocampus.
 */
export async function heartTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "acdc_cardiac_mr");
  const raw: RawItem[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const { size } = image.geometry;
    const whole = wholeSlices(mask.data, size);
    // Of few slices two shares may name the same.
    for (const z of new Set(SLICES.map((share) => whole[Math.floor(share * (whole.length - 1))]!))) {
      const grey = sliceOf(image.data, size, 2, z);
      const crop = aroundHeart(sliceOf(mask.data, size, 2, z), createRng(seed, "crop", name, z));
      const picture = resamplePlane(grey, crop, SIDE, SIDE);
      for (const classValue of CLASSES) {
        const object = {
          ...sliceOf(mask.data, size, 2, z),
          data: Float32Array.from(mask.data, (value) => (value === classValue ? 1 : 0)),
        };
        const truth = Uint8Array.from(resamplePlane(object, crop, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0));
        const id = `${name}-${z}`;
        raw.push({
          id: `${id}-${classValue}`,
          picture: id,
          classValue,
          subject: name.slice(0, name.indexOf("_")),
          image: picture,
          truth,
        });
      }
    }
  }
  const split = splitSubjects(raw, [N_MAKERS, Infinity], seed);
  const makers = raw.filter((item) => split.get(item.subject) === "makers");
  const atlases = new Map(
    CLASSES.map((classValue) => [
      classValue as number,
      atlasOf(makers.filter((item) => item.classValue === classValue).map((item) => item.truth)),
    ]),
  );
  return {
    name: "heart",
    side: SIDE,
    goodDice: 0.65,
    isMirrored: false,
    turnsPolarity: false,
    items: withCandidates(raw, SIDE, split, seed, ({ classValue }) => atlases.get(classValue)!),
  };
}

/** The slices that hold some of every class. */
function wholeSlices(mask: ArrayLike<number>, size: readonly number[]): number[] {
  const area = size[0]! * size[1]!;
  return Array.from({ length: size[2]! }, (_, z) => z).filter((z) =>
    CLASSES.every((classValue) => {
      let n = 0;
      for (let i = z * area; i < (z + 1) * area; i += 1) if (mask[i] === classValue) n += 1;
      return n >= LEAST_PIXELS;
    }),
  );
}

/** A square about the middle of the true masks, by lot a little off it. */
function aroundHeart({ data, width, height, offset }: Plane, rng: Rng): Rectangle {
  let [sumX, sumY, n] = [0, 0, 0];
  for (let i = 0; i < width * height; i += 1) {
    if (data[offset + i] === 0) continue;
    sumX += i % width;
    sumY += Math.floor(i / width);
    n += 1;
  }
  const x0 = Math.round(sumX / n - CROP / 2) + rng.int(2 * OFF_CENTRE + 1) - OFF_CENTRE;
  const y0 = Math.round(sumY / n - CROP / 2) + rng.int(2 * OFF_CENTRE + 1) - OFF_CENTRE;
  return { x0, y0, x1: x0 + CROP, y1: y0 + CROP };
}
