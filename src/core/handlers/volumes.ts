import type { CallContext, Handlers } from "#contract/client.ts";
import type { AddOptions } from "../intake/add-folder.ts";
import { chooseVolumes, undoVolumes } from "../intake/volumes/choose-volumes.ts";
import { listVolumes } from "../intake/volumes/list-volumes.ts";
import type { VolumePreviews } from "../intake/volumes/volume-previews.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { Session } from "../session.ts";

export function volumeHandlers(
  session: Session,
  previews: VolumePreviews,
): Pick<Handlers, Extract<keyof Handlers, `volumes.${string}`>> {
  const options = ({ signal, emit }: CallContext): Omit<AddOptions, "folder" | "subjectPattern"> => ({
    project: session.project,
    pool: session.pool,
    limits: session.limits,
    signal,
    progress: progressEvents("volumes", emit),
  });
  return {
    "volumes.list": async () => ({ files: listVolumes(session.project) }),
    "volumes.preview": (input, { signal }) => previews.make(session, input, signal),
    "volumes.choose": (input, context) => chooseVolumes(options(context), input),
    "volumes.undo": (input, context) => undoVolumes(options(context), input),
  };
}
