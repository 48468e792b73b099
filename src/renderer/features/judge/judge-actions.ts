import { announce, notify } from "../../app/announce.ts";
import { preferencesStore } from "../../app/preferences.ts";
import { goTo } from "../../app/routes.ts";
import { core } from "../../client/core-link.ts";
import { coreStore } from "../../client/core-store.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { format, textOf } from "../../i18n/index.ts";
import { forgetCurve } from "./training-curve.ts";

/**
 * Trains, then lets the new version judge: the first is put in use at once, a later one only tried, so that it can be
 * compared with the one in use. Goes on while the person looks at other screens.
 */
export async function train({ resume }: { resume: boolean }): Promise<void> {
  const text = textOf("judge");
  if (!resume) forgetCurve();
  try {
    const { version } = await startJob("judge.train", { resume });
    announce(text.training.done(version));
    const inUse = coreStore.getState().project?.judgeVersion ?? null;
    const versions = await core.call("judge.versions", {});
    // A judge that has learned from labels takes the place of an opinion without any at once.
    const isFirst = inUse === null || versions.find((row) => row.version === inUse)?.metrics.n_labels === 0;
    await startJob("judge.apply", { version, isTrial: !isFirst });
  } catch (thrown) {
    say(thrown, text.training.stopped);
  }
}

/** Before the first label: sorts the masks by what can be thought of them without one. */
export async function formOpinion(): Promise<void> {
  const text = textOf("judge");
  try {
    const { version } = await startJob("judge.train", { withoutLabels: true });
    await startJob("judge.apply", { version });
    announce(text.next.sorted);
  } catch (thrown) {
    say(thrown, text.training.stopped);
  }
}

/** Puts a version in use: the next, or one to go back to. */
export async function putInUse(version: number): Promise<void> {
  const text = textOf("judge");
  try {
    await startJob("judge.apply", { version });
    announce(text.versions.used(version));
  } catch (thrown) {
    say(thrown, text.judging.failed);
  }
}

/** Lets a version judge without using it. */
export async function tryVersion(version: number): Promise<void> {
  try {
    await startJob("judge.apply", { version, isTrial: true });
  } catch (thrown) {
    say(thrown, textOf("judge").judging.failed);
  }
}

/** Fixes the bound; the version in use then gets its list for it. */
export async function setLimit(alpha: number): Promise<void> {
  const { rater } = preferencesStore.getState();
  const version = coreStore.getState().project?.judgeVersion ?? null;
  try {
    await core.call("project.setSettings", { alpha, actor: rater || "window" });
    if (version !== null) await startJob("judge.apply", { version });
    announce(textOf("judge").limit.announced(format.percent(alpha)));
  } catch (thrown) {
    say(thrown, "");
  }
}

/**
 * Opens the review screen with as many checks as the proof still needs, mixed with masks that teach, so that a check is
 * looked at like any other mask. At most 200 at a time. Where this person can mark none of them blind, that is said.
 */
export async function labelChecks(nMore: number): Promise<void> {
  const { rater } = preferencesStore.getState();
  if (!rater) return goTo({ screen: "review" });
  const nRandom = Math.min(nMore, 160);
  try {
    const { ids } = await core.call("judge.next", { n: nRandom + Math.ceil(nRandom / 4), nRandom, rater });
    if (ids.length === 0) notify({ kind: "info", text: textOf("judge").watch.waitForOthers });
    else goTo({ screen: "review", filter: { among: ids, order: "queue" } });
  } catch (thrown) {
    say(thrown, "");
  }
}

export function labelThese(ids: readonly number[]): void {
  goTo({ screen: "review", filter: { among: [...ids], order: "queue" } });
}

/** Errors of jobs stand in their panels as well; what was stopped on purpose is no error. */
function say(thrown: unknown, whenCancelled: string): void {
  const error = asAppError(thrown);
  if (error.code === "cancelled") {
    if (whenCancelled) announce(whenCancelled);
    return;
  }
  notify({ kind: "error", text: `${error.message} ${error.remedy}` });
}
