import type { Port } from "./port.ts";

/** The part of a window's MessagePort that is used. */
export interface WindowPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: { data: unknown }) => void): void;
  addEventListener(type: "close", listener: () => void): void;
  start(): void;
  close(): void;
}

/** The part of Electron's MessagePortMain that is used. */
export interface MainPort {
  postMessage(message: unknown): void;
  on(type: "message", listener: (event: { data: unknown }) => void): unknown;
  on(type: "close", listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** The window's end of the channel to Electron's main process. */
export function windowPort(port: WindowPort): Port {
  return {
    post: (message, transfer = []) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => {
      port.addEventListener("message", ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => port.addEventListener("close", () => listener()),
    close: () => port.close(),
  };
}

/** The end of the main process. It closes when the window is closed or loaded again. */
export function mainPort(port: MainPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on("message", ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on("close", () => listener()),
    close: () => port.close(),
  };
}
