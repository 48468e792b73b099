import type { Client, Handlers } from "#contract/client.ts";
import type { CommandName, Input, Output } from "#contract/commands.ts";
import { fromWireError, toWireError } from "#contract/errors.ts";
import type { EventPayload } from "#contract/events.ts";
import { serviceOf } from "./service.ts";

/**
 * A client in the process of the core: no channel between them, but the same checks of input and output and the same
 * plain errors as over one. Used by the command line and by tests.
 */
export function connectDirect(handlers: Handlers, close: () => Promise<void> = () => Promise.resolve()): Client {
  const service = serviceOf(handlers, () => Promise.reject(new Error("The direct transport carries no pictures.")));
  return {
    call: async <N extends CommandName>(
      name: N,
      input: Input<N>,
      options: { signal?: AbortSignal } = {},
    ): Promise<Output<N>> => {
      try {
        return (await service.call(name, input, options.signal ?? new AbortController().signal)) as Output<N>;
      } catch (error) {
        const wire = toWireError(error);
        throw wire.code === "internal" ? error : fromWireError(wire);
      }
    },
    on: (name, listener) =>
      service.onEvent((emitted, payload) => {
        if (emitted === name) listener(payload as EventPayload<typeof name>);
      }),
    close,
  };
}
