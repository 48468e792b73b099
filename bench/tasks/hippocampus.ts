import { readdirSync } from "node:fs";
import { join } from "node:path";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { atlasOf, splitSubjects, withCandidates } from "./candidates.ts";
import type { RawItem, Task } from "./task.ts";

const SIDE = 96;
/** Where the two slices of a volume lie, as shares of the slices that hold the object. */
const SLICES = [0.4, 0.6];
/** Pixels of the object below which a slice does not count as holding it. */
const LEAST_PIXELS = 20;

/**
 * Hippocampus: two slices a volume along the third axis, both labels together, good = Dice of at least 0.75. The
 * object is neither the brightest nor the darkest, so an atlas (what the makers' true masks have in common) says
 * which grey level or cluster it is; it is a candidate as well.
 */
export async function hippocampusTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "hippocampus");
  const raw: (RawItem & { readonly slice: number })[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", name), defaultLimits);
    const { size } = image.geometry;
    const subject = name.replace(".nii.gz", "");
    for (const [slice, share] of SLICES.entries()) {
      const z = sliceAtShare(mask.data, size, share);
      const grey = sliceOf(image.data, size, 2, z);
      const truth = sliceOf(mask.data, size, 2, z);
      const whole = { x0: 0, y0: 0, x1: grey.width, y1: grey.height };
      const object = {
        ...truth,
        data: Float32Array.from(truth.data, (value) => (value > 0 ? 1 : 0)),
      };
      const id = `${subject}-${z}`;
      raw.push({
        id,
        picture: id,
        classValue: 255,
        subject,
        slice,
        image: resamplePlane(grey, whole, SIDE, SIDE),
        truth: Uint8Array.from(resamplePlane(object, whole, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0)),
      });
    }
  }
  const split = splitSubjects(raw, [24, 118], seed);
  const makers = raw.filter((item) => split.get(item.subject) === "makers");
  const atlases = SLICES.map((_, slice) =>
    atlasOf(makers.filter((item) => item.slice === slice).map((item) => item.truth)),
  );
  const sliceOfItem = new Map(raw.map((item) => [item.id, item.slice]));
  return {
    name: "hippo",
    side: SIDE,
    goodDice: 0.75,
    isMirrored: false,
    turnsPolarity: false,
    items: withCandidates(raw, SIDE, split, seed, ({ id }) => atlases[sliceOfItem.get(id)!]!),
  };
}

function sliceAtShare(mask: ArrayLike<number>, size: readonly number[], share: number): number {
  const area = size[0]! * size[1]!;
  const used: number[] = [];
  for (let z = 0; z < size[2]!; z += 1) {
    let n = 0;
    for (let i = z * area; i < (z + 1) * area; i += 1) if (mask[i]! > 0) n += 1;
    if (n >= LEAST_PIXELS) used.push(z);
  }
  return used[Math.floor(share * (used.length - 1))]!;
}
