import type { Output } from "#contract/commands.ts";
import type { MendedGroup } from "#contract/commands/doctor.ts";
import type { Remedy } from "#contract/remedies.ts";
import { announce, notify } from "../../app/announce.ts";
import { pushHistory } from "../../app/history.ts";
import { preferencesStore } from "../../app/preferences.ts";
import { tell } from "../../app/projects.ts";
import { core } from "../../client/core-link.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";

/** Masks of a group that are named at most. */
const ALL = 100_000;

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

/** Masks as they were before; that, too, can be undone. */
export async function takeBack(group: MendedGroup, fileIds: readonly number[]): Promise<void> {
  try {
    const { nFiles, nMarkedReplaced } = await core.call("doctor.undo", { fileIds: [...fileIds], ...actor() });
    announce(said(textOf("mend").takenBack(nFiles), nMarkedReplaced));
    pushHistory({
      undo: () => mendAgain(group, fileIds),
      redo: async () => void (await core.call("doctor.undo", { fileIds: [...fileIds], ...actor() })),
      describe: () => textOf("mend").mendedAgain(fileIds.length),
    });
  } catch (thrown) {
    tell(thrown);
  }
}

/** What was wrong with them is known again, and so is the group that they are in. */
async function mendAgain({ remedy, masks }: MendedGroup, fileIds: readonly number[]): Promise<void> {
  const also = { paths: masks.map(({ path }) => path) };
  const { groups } = await core.call("doctor.diagnose", { nNamed: ALL, also });
  const wanted = new Set(fileIds);
  for (const { id, masks: ailing } of groups) {
    const own = ailing.flatMap(({ fileId }) => (wanted.has(fileId) ? [fileId] : []));
    if (own.length > 0) await core.call("doctor.apply", { groupId: id, remedy, fileIds: own, also, ...actor() });
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
