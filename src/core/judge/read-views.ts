import { toGrey } from "#domain/image/to-grey.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { readCaseImage } from "../io/image/read-image.ts";
import { readMasks } from "../io/image/read-mask.ts";
import type { CaseTask, Unread } from "./read-case.ts";
import { type BagShape, makeViews, VIEW_BYTES } from "./views.ts";

/** All candidates of one case, to be turned into views. Runs in a reader thread. */
export interface ViewsTask extends CaseTask {
  readonly bag: BagShape;
}

export interface ViewsAnswer {
  /** Views of the masks that could be read, one after the other. */
  readonly views: Uint8Array;
  /** Per mask: its place among `views`, or what is wrong with it. */
  readonly masks: readonly ({ readonly place: number } | Unread)[];
}

/**
 * Reads a case's image and masks and makes their views. A file that is not the one that was added (another hash) is not
 * judged: a score must never be given to something else than what it is said to be of.
 */
export async function readViews(task: ViewsTask): Promise<ViewsAnswer> {
  const image = await readCaseImage(task.image, task.limits);
  const grey = toGrey(image.data, image.channels);
  const { size } = image.geometry;
  const parts: Uint8Array[] = [];
  const masks: ViewsAnswer["masks"][number][] = [];
  for (const mask of await readMasks(task.masks, task.limits)) {
    if (mask instanceof UnreadableFile) {
      masks.push({ problem: mask.problem });
      continue;
    }
    parts.push(makeViews({ image: grey, window: task.window, mask, size, spacing: task.spacing }, task.bag));
    masks.push({ place: parts.length - 1 });
  }
  const perBag = (task.bag.nCrops + task.bag.nWholes) * VIEW_BYTES;
  const views = new Uint8Array(parts.length * perBag);
  for (const [index, part] of parts.entries()) views.set(part, index * perBag);
  return { views, masks };
}
