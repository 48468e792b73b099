import type { CallContext, Handlers } from "#contract/client.ts";
import { type CommandName, commands } from "#contract/commands.ts";
import type { Emit } from "#contract/events.ts";
import { summarise } from "./project/state/summary.ts";
import type { Session } from "./session.ts";

const INTERVAL_MS = 200;

/**
 * Commands that write something down, or write elsewhere, and change nothing that the summary or a list says: a window
 * asks again for what it shows when the project changes, and these are part of asking.
 */
const QUIET: ReadonlySet<CommandName> = new Set([
  "review.snapshot",
  "judge.next",
  "review.opinion",
  "review.explain",
  "review.errorMap",
  "review.exportLabels",
  "project.close",
  "project.saveCopy",
  "project.verify",
  "release.report",
  "release.masks",
]);

/** Jobs that leave masks, files and scores as they are: the catalogue need not be read again after them. */
const KEEPS_MASKS: ReadonlySet<CommandName> = new Set(["judge.train", "release.write", "review.labelByReference"]);

/**
 * The handlers, with `project.changed` sent after each that changes the project, whether it succeeded or not: at most
 * five a second, and the last change is always told.
 */
export function announceChanges(session: Session, handlers: Handlers): Handlers {
  const announcer = new Announcer(session);
  const names = Object.keys(handlers) as CommandName[];
  const entries = names.map((name) => {
    const handler = handlers[name] as (input: unknown, context: CallContext) => Promise<unknown>;
    if (!changesProject(name)) return [name, handler] as const;
    return [
      name,
      async (input: unknown, context: CallContext): Promise<unknown> => {
        try {
          return await handler(input, context);
        } finally {
          const mayHaveNewMasks = commands[name].kind === "job" && !KEEPS_MASKS.has(name);
          if (mayHaveNewMasks && session.isProjectOpen) session.desk.catalogue.invalidate();
          announcer.note(context.emit);
        }
      },
    ] as const;
  });
  return Object.fromEntries(entries) as unknown as Handlers;
}

function changesProject(name: CommandName): boolean {
  const isOfProject = !name.startsWith("app.") && !name.startsWith("engine.");
  return isOfProject && commands[name].kind !== "query" && !QUIET.has(name);
}

class Announcer {
  readonly #session: Session;
  #timer: NodeJS.Timeout | null = null;
  #sentAt = -Infinity;
  #emit: Emit | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  note(emit: Emit): void {
    this.#emit = emit;
    if (this.#timer) return;
    // Never at once: the answer to the command goes out first.
    const wait = Math.max(0, this.#sentAt + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => this.#send(), wait).unref();
  }

  #send(): void {
    this.#timer = null;
    this.#sentAt = performance.now();
    if (!this.#session.isProjectOpen) return;
    const { project, catalogue } = this.#session.desk;
    try {
      this.#emit?.("project.changed", summarise(project, catalogue));
    } catch {
      // A project that cannot be read any more says so to the next command; this is only news.
    }
  }
}
