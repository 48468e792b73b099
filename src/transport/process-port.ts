import type { ChildProcess } from "node:child_process";
import type { Port } from "./port.ts";

/**
 * The channel to a process that was forked with `serialization: "advanced"` (with the default, JSON, large messages
 * stall it), or in that process the channel to the one that forked it.
 */
export function processPort(channel: ChildProcess | NodeJS.Process): Port {
  const process = channel as ChildProcess;
  const closeListeners = new Set<() => void>();
  let isOpen = true;
  const closed = (): void => {
    if (!isOpen) return;
    isOpen = false;
    for (const listener of closeListeners) listener();
  };
  process.once("disconnect", closed);
  process.once("exit", closed);
  process.once("error", closed);
  return {
    // A channel that breaks closes too: the callback keeps its error from being thrown as well.
    post: (message) => void (isOpen && process.send?.(message as object, () => {})),
    onMessage: (listener) => void process.on("message", listener),
    onClose: (listener) => void closeListeners.add(listener),
    close: () => {
      if (process.connected) process.disconnect();
      closed();
    },
  };
}
