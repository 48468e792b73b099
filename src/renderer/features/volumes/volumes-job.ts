import type { VolumeFile, VolumesChanged } from "#contract/commands/volumes.ts";
import { announce, notify } from "../../app/announce.ts";
import { pushHistory } from "../../app/history.ts";
import { preferencesStore } from "../../app/preferences.ts";
import { core } from "../../client/core-link.ts";
import { asAppError, startJob } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";

/** Uses a volume of these files; what cannot be used with it is said. It can be undone like a mark. */
export async function chooseVolume(fileIds: readonly number[], volume: number, name: string): Promise<void> {
  const done = await run(() => startJob("volumes.choose", { fileIds: [...fileIds], volume, ...actor() }));
  if (!done) return;
  const text = textOf("volumes");
  say(text.done(name, done.fileIds.length), done);
  const [first] = done.findings;
  if (first)
    notify({ kind: "warning", text: text.failedSome(done.findings.length, `${first.message} ${first.remedy}`) });
  if (done.fileIds.length === 0) return;
  const chosen = [...done.fileIds];
  pushHistory({
    undo: async () => void (await core.call("volumes.undo", { fileIds: chosen, ...actor() })),
    redo: async () => void (await core.call("volumes.choose", { fileIds: chosen, volume, ...actor() })),
    describe: () => textOf("volumes").undone(chosen.length),
  });
}

/** What was chosen before holds again; that, too, can be undone. */
export async function takeVolumeBack(files: readonly VolumeFile[]): Promise<void> {
  const fileIds = files.map(({ fileId }) => fileId);
  const done = await run(() => startJob("volumes.undo", { fileIds, ...actor() }));
  if (!done) return;
  say(textOf("volumes").takenBack(done.fileIds.length), done);
  // A choice that did not hold any more cannot be made again.
  const again = files.filter(({ chosen }) => chosen !== null);
  if (again.length < files.length) return;
  pushHistory({
    undo: async () => {
      for (const [volume, chosen] of byVolume(again))
        await core.call("volumes.choose", { fileIds: chosen, volume, ...actor() });
    },
    redo: async () => void (await core.call("volumes.undo", { fileIds, ...actor() })),
    describe: () => textOf("volumes").undone(fileIds.length),
  });
}

function byVolume(files: readonly VolumeFile[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const { fileId, chosen } of files) groups.set(chosen!.volume, [...(groups.get(chosen!.volume) ?? []), fileId]);
  return groups;
}

/** Null where it was stopped or failed: the error stays with the job, and the page shows it. */
async function run(work: () => Promise<VolumesChanged>): Promise<VolumesChanged | null> {
  try {
    return await work();
  } catch (thrown) {
    if (asAppError(thrown).code === "cancelled") announce(textOf("volumes").stop);
    return null;
  }
}

function say(what: string, { nMarkedResting }: VolumesChanged): void {
  announce(nMarkedResting === 0 ? what : `${what} ${textOf("volumes").marksRest(nMarkedResting)}`);
}

/** Who looks at this window, where that was said. */
function actor(): { actor?: string } {
  const { rater } = preferencesStore.getState();
  return rater === "" ? {} : { actor: rater };
}
