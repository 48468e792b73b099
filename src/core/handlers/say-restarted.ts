import type { Emit } from "#contract/events.ts";
import type { Session } from "../session.ts";

/** The engine died and another goes on: said with the number of labels that are safe, which is what a person fears for. */
export function sayRestarted(session: Session, reason: string, emit: Emit): void {
  const { n } = session.project.get<{ n: number }>("SELECT count(*) AS n FROM label WHERE label <> 'clear'")!;
  emit("engine.restarted", { reason, nLabelsSafe: n, isResuming: true });
}
