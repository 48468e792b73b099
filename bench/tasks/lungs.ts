import { readdirSync } from "node:fs";
import { join } from "node:path";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { atlasOf, splitSubjects, withCandidates } from "./candidates.ts";
import type { RawItem, Task } from "./task.ts";

const SIDE = 96;
/** Patients whose true masks teach what makes candidates. */
const N_MAKERS = 8;

/** Lungs: chest radiographs of one patient each, both lungs together, good = Dice of at least 0.8; an atlas as for the heart. */
export async function lungsTask(data: string, seed = 1): Promise<Task> {
  const folder = join(data, "cxr_covid_lung");
  const masks = new Map(readdirSync(join(folder, "masks")).map((name) => [stemOf(name), name]));
  const raw: RawItem[] = [];
  for (const name of readdirSync(join(folder, "images")).toSorted()) {
    const image = await readImage(join(folder, "images", name), defaultLimits);
    const mask = await readImage(join(folder, "masks", masks.get(stemOf(name))!), defaultLimits);
    const grey = sliceOf(toGrey(image.data, image.channels), image.geometry.size, 2, 0);
    const object = sliceOf(
      Float32Array.from(mask.data, (value) => (value > 0 ? 1 : 0)),
      mask.geometry.size,
      2,
      0,
    );
    const whole = { x0: 0, y0: 0, x1: grey.width, y1: grey.height };
    raw.push({
      id: name,
      picture: name,
      classValue: 255,
      subject: name,
      image: resamplePlane(grey, whole, SIDE, SIDE),
      truth: Uint8Array.from(resamplePlane(object, whole, SIDE, SIDE), (value) => (value >= 0.5 ? 1 : 0)),
    });
  }
  const split = splitSubjects(raw, [N_MAKERS, Infinity], seed);
  const atlas = atlasOf(raw.filter((item) => split.get(item.subject) === "makers").map((item) => item.truth));
  return {
    name: "lungs",
    side: SIDE,
    goodDice: 0.8,
    isMirrored: false,
    turnsPolarity: false,
    items: withCandidates(raw, SIDE, split, seed, () => atlas),
  };
}

function stemOf(name: string): string {
  return name.slice(0, name.lastIndexOf("."));
}
