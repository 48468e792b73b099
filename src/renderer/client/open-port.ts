import { CORE_PORT_MESSAGE } from "#contract/shell-bridge.ts";
import { windowPort } from "#transport/message-port.ts";
import type { Port } from "#transport/port.ts";
import { socketPort } from "#transport/socket-port.ts";

/** The channel to the core: a MessagePort from the preload, or a WebSocket to the server that this page came from. */
export function openPort(): Promise<Port> {
  return window.winnowShell ? portOfPreload() : portOfServer();
}

function portOfPreload(): Promise<Port> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== CORE_PORT_MESSAGE || !port) return;
      window.removeEventListener("message", receive);
      resolve(windowPort(port));
    };
    window.addEventListener("message", receive);
    window.winnowShell?.connect();
  });
}

function portOfServer(): Promise<Port> {
  return new Promise((resolve, reject) => {
    const { protocol, host } = window.location;
    const socket = new WebSocket(`${protocol === "https:" ? "wss" : "ws"}://${host}/socket`);
    socket.addEventListener("open", () => resolve(socketPort(socket)), { once: true });
    socket.addEventListener("error", () => reject(new Error("The program behind this window does not answer.")), {
      once: true,
    });
  });
}
