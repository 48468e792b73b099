import type { CallContext, Handlers } from "#contract/client.ts";
import { type CommandName, commands } from "#contract/commands.ts";
import { AppError, cancelledError, fromWireError, toWireError } from "#contract/errors.ts";
import type { EventName, EventPayload } from "#contract/events.ts";
import type { Picture } from "#contract/wire.ts";

export type EventListener = (name: EventName, payload: unknown) => void;

/** The core as those see it who hand its answers on: in its own process, or behind a channel. */
export interface Service {
  call(name: CommandName, input: unknown, signal: AbortSignal): Promise<unknown>;
  fetchPicture(address: string, signal: AbortSignal): Promise<Picture>;
  /** Every event goes to every listener. Returns the function that ends it. */
  onEvent(listener: EventListener): () => void;
}

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/**
 * Fills in the defaults of an input.
 * @throws AppError bad-request, naming the fields
 */
export function parseInput(name: CommandName, input: unknown): unknown {
  const parsed = commands[name].input.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues
    .map((issue) => `${issue.path.map(String).join(".") || "input"}: ${issue.message}`)
    .join("; ");
  throw new AppError("bad-request", `${name} was asked wrongly. ${details}`, "See winnow help.");
}

/** The core's handlers as a service: input and output are checked here. */
export function serviceOf(
  handlers: Handlers,
  fetchPicture: (address: string, signal: AbortSignal) => Promise<Picture>,
): Service {
  const listeners = new Set<EventListener>();
  const emit = <N extends EventName>(name: N, payload: EventPayload<N>): void => {
    for (const listener of listeners) listener(name, payload);
  };
  return {
    call: async (name, input, signal) => {
      if (signal.aborted) throw fromWireError(cancelledError());
      const context: CallContext = { signal, emit };
      const output = await (handlers[name] as (input: unknown, context: CallContext) => Promise<unknown>)(
        parseInput(name, input),
        context,
      );
      return commands[name].output.parse(output);
    },
    fetchPicture: async (address, signal) => {
      try {
        return await fetchPicture(address, signal);
      } catch (error) {
        const body = new TextEncoder().encode(toWireError(error).message);
        return { status: 500, contentType: "text/plain; charset=utf-8", body };
      }
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
