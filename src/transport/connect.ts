import type { Client } from "#contract/client.ts";
import type { CommandName, Input, Output } from "#contract/commands.ts";
import { AppError, cancelledError, fromWireError } from "#contract/errors.ts";
import type { EventPayload } from "#contract/events.ts";
import type { Picture, Reply, Request } from "#contract/wire.ts";
import type { Port } from "./port.ts";
import type { EventListener, Service } from "./service.ts";

/** The core behind a port. */
export interface Connection extends Client, Service {
  call<N extends CommandName>(name: N, input: Input<N>, options?: { signal?: AbortSignal }): Promise<Output<N>>;
  call(name: CommandName, input: unknown, signal: AbortSignal): Promise<unknown>;
  /** Called once, when the port has closed from the other side or from this one. */
  onClose(listener: () => void): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

/**
 * A client of the core over a port. Nothing is queued: what is under way when the port closes, and everything after,
 * fails with `core-lost`.
 */
export function connect(port: Port): Connection {
  const pending = new Map<number, Pending>();
  const listeners = new Set<EventListener>();
  const closeListeners = new Set<() => void>();
  let nextId = 1;
  let isOpen = true;

  port.onMessage((message) => receive(message as Reply));
  port.onClose(() => {
    isOpen = false;
    for (const { reject } of pending.values()) reject(coreLost());
    pending.clear();
    for (const listener of closeListeners) listener();
  });

  function receive(reply: Reply): void {
    if (reply.kind === "event") {
      for (const listener of listeners) listener(reply.name, reply.payload);
      return;
    }
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.kind === "error") waiting?.reject(fromWireError(reply.error));
    else waiting?.resolve(reply.kind === "picture" ? reply.picture : reply.output);
  }

  async function ask(
    make: (id: number) => Exclude<Request, { kind: "cancel" }>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    if (signal?.aborted) throw fromWireError(cancelledError());
    if (!isOpen) throw coreLost();
    const id = nextId;
    nextId += 1;
    const cancel = (): void => {
      if (isOpen) port.post({ kind: "cancel", id } satisfies Request);
    };
    try {
      return await new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        signal?.addEventListener("abort", cancel, { once: true });
        port.post(make(id));
      });
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  const onEvent = (listener: EventListener): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    call: async (name: CommandName, input: unknown, options?: { signal?: AbortSignal } | AbortSignal) => {
      const signal = options && "aborted" in options ? options : options?.signal;
      return (await ask((id) => ({ kind: "call", id, name, input }), signal)) as never;
    },
    fetchPicture: async (address, signal) => (await ask((id) => ({ kind: "fetch", id, address }), signal)) as Picture,
    onEvent,
    on: (name, listener) =>
      onEvent((emitted, payload) => {
        if (emitted === name) listener(payload as EventPayload<typeof name>);
      }),
    onClose: (listener) => void closeListeners.add(listener),
    close: async () => port.close(),
  };
}

export function coreLost(): AppError {
  return new AppError(
    "core-lost",
    "Winnow's core has stopped. All acknowledged labels are on disk.",
    "It is started again by itself; then try again.",
  );
}
