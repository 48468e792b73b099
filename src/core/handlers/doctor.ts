import type { Handlers } from "#contract/client.ts";
import { applyRemedy } from "../intake/doctor/apply-remedy.ts";
import { diagnose } from "../intake/doctor/diagnose.ts";
import type { MendPreviews } from "../intake/doctor/mend-previews.ts";
import { undoRemedies } from "../intake/doctor/undo-remedy.ts";
import { progressEvents } from "../jobs/progress.ts";
import type { Session } from "../session.ts";

export function doctorHandlers(
  session: Session,
  previews: MendPreviews,
): Pick<Handlers, Extract<keyof Handlers, `doctor.${string}`>> {
  return {
    "doctor.diagnose": (input) => diagnose(session.project, input),
    "doctor.preview": (input, { signal }) => previews.make(session, input, signal),
    "doctor.apply": (input, { signal, emit }) =>
      applyRemedy(
        {
          project: session.project,
          pool: session.pool,
          limits: session.limits,
          signal,
          progress: progressEvents("mend", emit),
        },
        input,
      ),
    "doctor.undo": (input) => undoRemedies(session.project, input),
  };
}
