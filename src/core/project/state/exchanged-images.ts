import type { ReadableProject } from "../project.ts";

/** By open project: such changes since it was opened. */
const counts = new WeakMap<ReadableProject, number>();

/** To be called when the image of a case has become another one: labels and scores of its masks rest, or count again. */
export function imageExchanged(project: ReadableProject): void {
  counts.set(project, exchangesOf(project) + 1);
}

/** Grows with every image that this process exchanges; it says that there was one, and is no number of images. */
export function exchangesOf(project: ReadableProject): number {
  return counts.get(project) ?? 0;
}
