import type { Port } from "./port.ts";

/** What the browser's WebSocket and the server's have in common. */
export interface SocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: () => void): void;
}

const OPEN = 1;

/** Messages as JSON over a socket that is open. Pictures do not travel here: a browser fetches them by address. */
export function socketPort(socket: SocketLike): Port {
  return {
    post: (message) => {
      if (socket.readyState === OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      socket.addEventListener("message", ({ data }) => {
        listener(parsed(data));
      }),
    onClose: (listener) => socket.addEventListener("close", () => listener()),
    close: () => socket.close(),
  };
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return null; // no message; the one who serves drops it
  }
}
