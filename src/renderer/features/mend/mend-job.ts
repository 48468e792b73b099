import type { Output } from "#contract/commands.ts";
import type { Remedy } from "#contract/remedies.ts";
import { announce, notify } from "../../app/announce.ts";
import { pushHistory } from "../../app/history.ts";
import { preferencesStore } from "../../app/preferences.ts";
import { tell } from "../../app/projects.ts";
import { core } from "../../client/core-link.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";

/** Mends masks as the person has chosen; what could not be mended is said. It can be undone like a mark. */
export async function mendMasks(groupId: string, remedy: Remedy, fileIds: readonly number[] | null): Promise<void> {
  const input = { groupId, remedy, ...(fileIds && { fileIds: [...fileIds] }), ...actor() };
  let done: Output<"doctor.apply">;
  try {
    done = await startJob("doctor.apply", input);
  } catch (thrown) {
    // Another error stays with the job, and the page shows it.
    if (asAppError(thrown).code === "cancelled") announce(textOf("mend").stop);
    return;
  }
  const text = textOf("mend");
  announce(said(text.done(done.fileIds.length), done.nMarkedReplaced));
  const [first] = done.findings;
  if (first)
    notify({ kind: "warning", text: text.failedSome(done.findings.length, `${first.message} ${first.remedy}`) });
  if (done.fileIds.length === 0) return;
  const mended = done.fileIds;
  pushHistory({
    undo: async () => void (await core.call("doctor.undo", { fileIds: mended, ...actor() })),
    redo: async () => void (await core.call("doctor.apply", { groupId, remedy, fileIds: mended, ...actor() })),
    describe: () => textOf("mend").undone(mended.length),
  });
}

export async function takeBack(fileIds: readonly number[]): Promise<void> {
  try {
    const { nFiles, nMarkedReplaced } = await core.call("doctor.undo", { fileIds: [...fileIds], ...actor() });
    announce(said(textOf("mend").takenBack(nFiles), nMarkedReplaced));
  } catch (thrown) {
    tell(thrown);
  }
}

function said(what: string, nMarkedReplaced: number): string {
  return nMarkedReplaced === 0 ? what : `${what} ${textOf("mend").marksRest(nMarkedReplaced)}`;
}

/** Who looks at this window, where that was said. */
function actor(): { actor?: string } {
  const { rater } = preferencesStore.getState();
  return rater === "" ? {} : { actor: rater };
}
