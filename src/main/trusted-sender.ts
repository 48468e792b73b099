import { type IpcMainEvent, type IpcMainInvokeEvent } from "electron";
import { APP_ORIGIN } from "./app-scheme.ts";

/**
 * Whether a message comes from the window's own page, and from the page itself rather than from a frame in it. The
 * address is taken apart, never compared by its beginning.
 */
export function isTrusted({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  if (!senderFrame || senderFrame !== sender.mainFrame) return false;
  const { protocol, host } = new URL(senderFrame.url);
  return `${protocol}//${host}` === APP_ORIGIN;
}
