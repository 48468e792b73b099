import type { FileProblem } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";

/** Making masks of an image may take this much longer than reading it. */
const FACTOR = 10;

/** How long a reader thread may work at the masks of one image. */
export function proposeDeadline({ deadlineMs }: ReadLimits): { readonly deadlineMs: number } {
  return { deadlineMs: FACTOR * deadlineMs };
}

/** A problem in the words of what was being done: an image that took too long was not being read, and is not damaged. */
export function whileProposing(problem: FileProblem, limits: ReadLimits): FileProblem {
  if (problem.code !== "read-timeout") return problem;
  return {
    code: "recipe-too-slow",
    message: `Making masks of it took longer than ${proposeDeadline(limits).deadlineMs / 60_000} minutes and was stopped.`,
    remedy: "Choose quicker methods, or fewer rounds of the slow ones.",
  };
}
