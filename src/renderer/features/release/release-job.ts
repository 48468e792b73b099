import { create } from "zustand";
import type { Input, Output } from "#contract/commands.ts";
import { announce, notify } from "../../app/announce.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";

type Layout = Input<"release.write">["layout"];

interface ReleaseState {
  readonly layout: Layout;
  /** Undefined: as fits the images. */
  readonly format: Input<"release.write">["format"];
  /** Chosen by the person; null while it is only proposed. */
  readonly target: string | null;
  /** What was written last, with its number, until another is begun. */
  readonly done: { readonly number: number; readonly output: Output<"release.write"> } | null;
  /** Where the report was written. */
  readonly report: string | null;
}

const start: ReleaseState = { layout: "nnunet", format: undefined, target: null, done: null, report: null };

/** What is chosen for a release, kept while the person looks at other screens. */
export const releaseStore = create<ReleaseState>(() => start);

let project: string | null = null;

/** Another project has nothing to do with what was chosen for the one before. */
export function releaseOf(path: string): void {
  if (project === path) return;
  project = path;
  releaseStore.setState(start);
}

export async function writeRelease(to: string, number: number): Promise<void> {
  const { layout, format } = releaseStore.getState();
  const text = textOf("release");
  releaseStore.setState({ done: null });
  try {
    const output = await startJob("release.write", { to, layout, ...(format && { format }) });
    releaseStore.setState({ done: { number, output }, target: null });
    announce(text.done(number, output.n_cases, output.n_masks));
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "cancelled") announce(text.cancelled);
    else notify({ kind: "error", title: text.failed, text: `${error.message} ${error.remedy}` });
  }
}

export async function writeReport(to: string): Promise<void> {
  try {
    const { path } = await startJob("release.report", { to });
    releaseStore.setState({ report: path });
    announce(textOf("release").reportSaved);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== "cancelled") notify({ kind: "error", text: `${error.message} ${error.remedy}` });
  }
}
