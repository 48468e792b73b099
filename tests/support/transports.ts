import { fileURLToPath } from "node:url";
import { MessageChannel } from "node:worker_threads";
import { WebSocket } from "ws";
import type { Client } from "#contract/client.ts";
import type { Picture } from "#contract/wire.ts";
import { createCore } from "#core/core.ts";
import { connect } from "#transport/connect.ts";
import { CoreProcess } from "#transport/core-process.ts";
import { connectDirect } from "#transport/direct.ts";
import { windowPort } from "#transport/message-port.ts";
import { serve } from "#transport/serve.ts";
import { socketPort } from "#transport/socket-port.ts";
import { startBrowserShell } from "#server/browser-shell.ts";
import { temporaryFolder } from "./sample.ts";

/** A core behind one transport, as one of the shells has it. */
export interface Transport {
  readonly client: Client;
  picture(address: string): Promise<Picture>;
  /** What only a transport with a channel can do; null for the direct one. */
  readonly channel: {
    /** Posts a message as it is: what a window that has gone wrong might send. */
    post(message: unknown): void;
    second(): Promise<Client>;
    /** Closes this client's channel and leaves the core alone. */
    hangUp(): void;
    corePid(): number | null;
  } | null;
  close(): Promise<void>;
}

/** As the command line has it: in one process. */
export async function direct(): Promise<Transport> {
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  const signal = new AbortController().signal;
  return { client, picture: (address) => core.fetchPicture(address, signal), channel: null, close: core.close };
}

/** As Electron has it: the window's message port, relayed to the core's process. */
export async function relayedProcess(): Promise<Transport> {
  const entry = fileURLToPath(new URL("../../src/entries/core.ts", import.meta.url));
  const core = new CoreProcess({ node: process.execPath, entry });
  const open = (): ReturnType<typeof windowPort> => {
    const { port1, port2 } = new MessageChannel();
    // Node's ports take the window's part here: they have the same methods.
    serve(windowPort(port1 as never), core);
    return windowPort(port2 as never);
  };
  const port = open();
  const connection = connect(port);
  const others: Client[] = [];
  return {
    client: connection,
    picture: (address) => connection.fetchPicture(address, new AbortController().signal),
    channel: {
      post: (message) => port.post(message),
      second: async () => {
        const other = connect(open());
        others.push(other);
        return other;
      },
      hangUp: () => port.close(),
      corePid: () => core.pid,
    },
    close: async () => {
      for (const other of [connection, ...others]) await other.close();
      await core.close();
    },
  };
}

/** As a browser has it: the server's socket, and pictures over HTTP. */
export async function socket(): Promise<Transport> {
  const shell = await startBrowserShell({ root: "/", rendererFolder: temporaryFolder("no-renderer") });
  const { origin, host } = new URL(shell.address);
  const entered = await fetch(shell.address, { redirect: "manual" });
  const cookie = entered.headers.get("set-cookie")!.split(";")[0]!;
  const open = async (): Promise<WebSocket> => {
    const opened = new WebSocket(`ws://${host}/socket`, { headers: { origin, cookie } });
    await new Promise((resolve) => opened.once("open", resolve));
    return opened;
  };
  const own = await open();
  const port = socketPort(own);
  const connection = connect(port);
  return {
    client: connection,
    picture: async (address) => {
      const response = await fetch(origin + address, { headers: { cookie } });
      const body = new Uint8Array(await response.arrayBuffer());
      return { status: response.status as 200, contentType: response.headers.get("content-type")!, body };
    },
    channel: {
      post: (message) => own.send(typeof message === "string" ? message : JSON.stringify(message)),
      second: async () => connect(socketPort(await open())),
      hangUp: () => own.close(),
      corePid: () => shell.core.pid,
    },
    close: () => shell.close(),
  };
}
