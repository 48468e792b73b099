import type { Client, Handlers } from "#contract/client.ts";
import { type CommandName, commands, type Input, type Output } from "#contract/commands.ts";
import { fromWireError, toWireError } from "#contract/errors.ts";
import type { EventName, EventPayload } from "#contract/events.ts";

/**
 * A client in the process of the core: no channel between them, but the same checks of input and output and the same
 * plain errors as over one. Used by the command line and by tests.
 */
export function connectDirect(handlers: Handlers, close: () => Promise<void> = () => Promise.resolve()): Client {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  };
  return {
    call: async <N extends CommandName>(
      name: N,
      input: Input<N>,
      options: { signal?: AbortSignal } = {},
    ): Promise<Output<N>> => {
      const schema = commands[name];
      const parsed = schema.input.safeParse(input);
      if (!parsed.success) throw badInput(name, parsed.error.issues);
      const context = { signal: options.signal ?? new AbortController().signal, emit };
      try {
        const output = await (handlers[name] as (input: unknown, context: unknown) => Promise<unknown>)(
          parsed.data,
          context,
        );
        return schema.output.parse(output) as Output<N>;
      } catch (error) {
        const wire = toWireError(error);
        throw wire.code === "internal" ? error : fromWireError(wire);
      }
    },
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
    close,
  };
}

function badInput(name: string, issues: readonly { path: PropertyKey[]; message: string }[]): Error {
  const details = issues.map((issue) => `${issue.path.map(String).join(".") || "input"}: ${issue.message}`).join("; ");
  return fromWireError({
    code: "bad-request",
    message: `${name} was asked wrongly. ${details}`,
    remedy: "See winnow help.",
  });
}
