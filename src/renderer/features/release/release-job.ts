import { create } from "zustand";
import type { Input, Output } from "#contract/commands.ts";
import { announce, closeNotice, type Notice, notify } from "../../app/announce.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";

type Layout = Input<"release.write">["layout"];

interface ReleaseState {
  readonly layout: Layout;
  /** Undefined: as fits the images. */
  readonly format: Input<"release.write">["format"];
  /** BIDS: what kind of image those are whose names do not say it; empty where nobody has said it. */
  readonly imageKind: string;
  /** Call the people who reviewed by their names in the data card. */
  readonly nameRaters: boolean;
  /** Beside every mask a map of where the judge expects it to be wrong. */
  readonly errorMaps: boolean;
  /** Chosen by the person; null while it is only proposed. */
  readonly target: string | null;
  /** What was written last, with its number, until another is begun. */
  readonly done: {
    readonly number: number;
    readonly output: Output<"release.write">;
    /** Masks whose error map was asked for, and could not be made. */
    readonly nMapsMissing: number;
  } | null;
  /** Where the report was written. */
  readonly report: string | null;
  /** A file that is there already, where the report was to be written. */
  readonly inTheWay: string | null;
}

const start: ReleaseState = {
  layout: "nnunet",
  format: undefined,
  imageKind: "",
  nameRaters: false,
  errorMaps: false,
  target: null,
  done: null,
  report: null,
  inTheWay: null,
};

/** What is chosen for a release, kept while the person looks at other screens. */
export const releaseStore = create<ReleaseState>(() => start);

let project: string | null = null;

/** Another project has nothing to do with what was chosen for the one before. */
export function releaseOf(path: string): void {
  if (project === path) return;
  project = path;
  releaseStore.setState(start);
}

/** What BIDS takes as the last part of a file's name. */
export function isImageKind(text: string): boolean {
  return /^[A-Za-z0-9]{0,20}$/.test(text);
}

/** How the release is to be made, as the core is asked. */
export function releaseSettings({
  layout,
  format,
  imageKind,
  errorMaps,
}: Pick<ReleaseState, "layout" | "format" | "imageKind" | "errorMaps">): Input<"release.preview"> {
  return {
    layout,
    ...(format && { format }),
    ...(layout === "bids" && imageKind !== "" && isImageKind(imageKind) && { imageKind }),
    ...(errorMaps && { errorMaps }),
  };
}

/** What is said of the last attempt, where it failed: beside the next one it would contradict it. */
let failure: Notice | null = null;

/** @param possible what was chosen, as far as it can be had: a format that the layout holds, error maps where a judge is in use */
export async function writeRelease(
  to: string,
  number: number,
  possible: Pick<ReleaseState, "format" | "errorMaps">,
): Promise<void> {
  const { nameRaters, ...settings } = releaseStore.getState();
  const text = textOf("release");
  releaseStore.setState({ done: null });
  if (failure) closeNotice(failure);
  try {
    const output = await startJob("release.write", {
      ...releaseSettings({ ...settings, ...possible }),
      to,
      nameRaters,
    });
    const nMapsMissing = possible.errorMaps ? output.n_masks - output.n_error_maps : 0;
    releaseStore.setState({ done: { number, output, nMapsMissing }, target: null });
    announce(text.done(number, output.n_cases, output.n_masks));
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "cancelled") return announce(text.cancelled);
    failure = { kind: "error", title: text.failed, text: `${error.message} ${error.remedy}` };
    notify(failure);
  }
}

/**
 * @param isAgreed that a file of that name may be replaced; without it, one that is there is asked about
 */
export async function writeReport(to: string, isAgreed: boolean): Promise<void> {
  releaseStore.setState({ inTheWay: null });
  try {
    const { path } = await startJob("release.report", { to, overwrite: isAgreed });
    releaseStore.setState({ report: path });
    announce(textOf("release").reportSaved);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "target-exists") releaseStore.setState({ inTheWay: to });
    else if (error.code !== "cancelled") notify({ kind: "error", text: `${error.message} ${error.remedy}` });
  }
}
