import { join } from "node:path";
import type { Client } from "#contract/client.ts";
import type { Input, Output } from "#contract/commands.ts";
import { createCore } from "#core/core.ts";
import { connectDirect } from "#transport/direct.ts";
import { addSyntheticJudge, makeSyntheticProject, useSyntheticJudge } from "./synthetic-project.ts";

/** A small project with no files behind it, opened in a core of its own. */
export interface ReviewBench {
  readonly client: Client;
  readonly path: string;
  mark(candidateIds: readonly number[], label: Label, more?: MarkMore): Promise<Output<"review.mark">>;
  rows(ids: readonly number[], rater?: string): Promise<Output<"review.rows">>;
  snapshot(more?: Partial<Input<"review.snapshot">>): Promise<Output<"review.snapshot">>;
  /** Closes the project and the core. */
  close(): Promise<void>;
}

type Label = Input<"review.mark">["marks"][number]["label"];

interface MarkMore {
  readonly rater?: string;
  readonly origin?: Input<"review.mark">["origin"];
  readonly reasons?: string[];
  readonly note?: string;
}

export const RATER = "A. Reader";

let counter = 0;

/**
 * @param isJudged with a version in use whose automatic list waits for its checks
 * @param reach how many masks that list could grow to
 */
export async function openReview(
  folder: string,
  { isJudged = true, nCases = 80, perCase = 2, reach = 0 } = {},
): Promise<ReviewBench> {
  counter += 1;
  const path = join(folder, `review-${counter}.winnow`);
  const project = makeSyntheticProject(path, { nCases, perCase });
  if (isJudged) useSyntheticJudge(project, addSyntheticJudge(project), { reach });
  project.close();
  return openExisting(path);
}

export async function openExisting(path: string, access: "read" | "write" = "write"): Promise<ReviewBench> {
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  await client.call("project.open", { path, access });
  return {
    client,
    path,
    mark: (ids, label, { rater = RATER, origin, reasons = [], note = "" } = {}) =>
      client.call("review.mark", {
        rater,
        marks: ids.map((candidateId) => ({ candidateId, label, reasons, note })),
        ...(origin && { origin }),
      }),
    rows: (ids, rater = RATER) => client.call("review.rows", { rater, ids: [...ids] }),
    snapshot: (more = {}) => client.call("review.snapshot", { rater: RATER, ...more }),
    close: () => client.close(),
  };
}
