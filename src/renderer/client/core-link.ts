import type { Client } from "#contract/client.ts";
import type { EventName, EventPayload } from "#contract/events.ts";
import { coreLost } from "#transport/connect.ts";
import { localiseError } from "../i18n/localise-error.ts";
import { coreStore } from "./core-store.ts";

const listeners = new Map<EventName, Set<(payload: never) => void>>();

/**
 * The core as the window's parts see it: one object for the life of the window, whatever connection lies behind it.
 * While there is none, calls fail at once; nothing is queued (ui.md: keys are ignored, not queued).
 */
export const core: Client = {
  call: (name, input, options) => {
    const { client } = coreStore.getState();
    const answer = client ? client.call(name, input, options) : Promise.reject(coreLost());
    return answer.catch((error: unknown) => Promise.reject(localiseError(error) as Error));
  },
  on: (name, listener) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set);
    set.add(listener);
    return () => void set.delete(listener);
  },
  close: () => coreStore.getState().client?.close() ?? Promise.resolve(),
};

/** Hands an event of the connection on to whoever listens through `core`. */
export function dispatch<N extends EventName>(name: N, payload: EventPayload<N>): void {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
}
