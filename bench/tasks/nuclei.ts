import { readdirSync } from "node:fs";
import { join } from "node:path";
import { groupNearCopies, makeFingerprint, THUMBNAIL_SIDE } from "#domain/image/fingerprint.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { createRng } from "#domain/random/rng.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { splitSubjects, withCandidates } from "./candidates.ts";
import type { RawItem, Task } from "./task.ts";

const SIDE = 96;
/** Pixels along an edge of the crop. */
const CROP = 192;

/**
 * Nuclei: one crop of 192 pixels an image at 96 × 96, good = Dice of at least 0.8. Images that a perceptual hash takes
 * for near copies of each other count as one subject.
 */
export async function nucleiTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "nuclei_dsb2018");
  const raw: RawItem[] = [];
  const fingerprints: Uint8Array[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const [nx, ny] = image.geometry.size as [number, number];
    const rng = createRng(seed, "crop", name);
    const [x0, y0] = [rng.int(Math.max(1, nx - CROP + 1)), rng.int(Math.max(1, ny - CROP + 1))];
    const crop = { x0, y0, x1: x0 + Math.min(CROP, nx), y1: y0 + Math.min(CROP, ny) };
    const grey = sliceOf(toGrey(image.data, image.channels), image.geometry.size, 2, 0);
    const object = sliceOf(
      Float32Array.from(mask.data, (value) => (value > 0 ? 1 : 0)),
      mask.geometry.size,
      2,
      0,
    );
    const truth = Uint8Array.from(resamplePlane(object, crop, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0));
    if (!truth.includes(1)) continue;
    const whole = { x0: 0, y0: 0, x1: nx, y1: ny };
    fingerprints.push(makeFingerprint([resamplePlane(grey, whole, THUMBNAIL_SIDE, THUMBNAIL_SIDE)]));
    const picture = resamplePlane(grey, crop, SIDE, SIDE);
    raw.push({ id: name, picture: name, classValue: 255, subject: name, image: picture, truth });
  }
  const firstOf = groupNearCopies(fingerprints);
  const grouped = raw.map((item, index) => ({ ...item, subject: raw[firstOf[index]!]!.id }));
  const nSubjects = new Set(grouped.map((item) => item.subject)).size;
  const split = splitSubjects(grouped, [24, Math.round((nSubjects - 24) / 2)], seed);
  return {
    name: "nuclei",
    side: SIDE,
    goodDice: 0.8,
    isMirrored: true,
    turnsPolarity: true,
    items: withCandidates(grouped, SIDE, split, seed, () => null),
  };
}
