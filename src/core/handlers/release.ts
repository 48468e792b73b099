import type { Handlers } from "#contract/client.ts";
import { progressEvents } from "../jobs/progress.ts";
import { listReleases } from "../release/list-releases.ts";
import { methodsParagraph } from "../release/methods-paragraph.ts";
import { previewRelease } from "../release/preview-release.ts";
import { writeMasks } from "../release/write-masks.ts";
import { writeReport } from "../release/report.ts";
import { writeRelease } from "../release/write-release.ts";
import { errorMapWriter } from "./error-map-writer.ts";
import type { Session } from "../session.ts";

export function releaseHandlers(session: Session): Pick<Handlers, Extract<keyof Handlers, `release.${string}`>> {
  const { limits } = session;
  return {
    "release.preview": async (input) => previewRelease(session.project, input),
    "release.write": async ({ format, ...request }, { signal, emit }) => {
      return writeRelease({
        ...request,
        format,
        project: session.project,
        pool: session.pool,
        limits,
        errorsBy: (version) => errorMapWriter(session, version, { signal, emit }),
        signal,
        progress: progressEvents("release", emit),
      });
    },
    "release.masks": async ({ to, source }, { signal, emit }) =>
      writeMasks({
        to,
        source,
        project: session.project,
        pool: session.pool,
        limits,
        signal,
        progress: progressEvents("masks", emit),
      }),
    "release.report": async ({ to, overwrite }, { signal, emit }) =>
      writeReport({
        to,
        overwrite,
        project: session.project,
        pool: session.pool,
        limits,
        signal,
        progress: progressEvents("report", emit),
      }),
    "release.list": async () => listReleases(session.project),
    "release.methodsParagraph": async () => ({ text: await methodsParagraph(session.project) }),
  };
}
