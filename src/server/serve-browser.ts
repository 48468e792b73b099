import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { parsePictureAddress } from "#contract/pictures.ts";
import { MAX_MESSAGE_BYTES } from "#contract/wire.ts";
import { contentSecurityPolicy, pageHeaders } from "#transport/page/content-security-policy.ts";
import { type PageFile, readPageFiles } from "#transport/page/page-files.ts";
import { serve, type ServeOptions } from "#transport/serve.ts";
import type { Service } from "#transport/service.ts";
import { socketPort } from "#transport/socket-port.ts";
import { Admission } from "./admission.ts";

export interface BrowserShellOptions extends ServeOptions {
  /** Folder of the built interface. */
  readonly rendererFolder: string;
  /** 0 takes any that is free. */
  readonly port: number;
}

export interface BrowserShell {
  /** To open in a browser; holds the token. */
  readonly address: string;
  /** Browsers that are connected now. */
  readonly nClients: number;
  close(): Promise<void>;
}

const CLOSE_PAGE_GONE = 1001;

/** The interface and the core for browsers of this machine: HTTP and a WebSocket on 127.0.0.1, behind a token. */
export async function serveBrowser(service: Service, options: BrowserShellOptions): Promise<BrowserShell> {
  const files = readPageFiles(options.rendererFolder);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const http = createServer();
  await listen(http, options.port);
  const admission = new Admission((http.address() as AddressInfo).port);

  const policy = contentSecurityPolicy("'self'", [`ws://${admission.host}`]);
  const headers = { ...pageHeaders(policy), "x-frame-options": "DENY" };

  http.on("request", (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    void answer(request, response);
  });
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isWelcome =
      request.url === "/socket" &&
      admission.isFromHere(request) &&
      admission.isOwnPage(request) &&
      admission.hasCookie(request);
    if (!isWelcome) {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
      // A client that sends too much or breaks off is closed by the library; its error is no news.
      client.on("error", () => {});
      serve(socketPort(client), service, options);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!admission.isFromHere(request)) return end(response, 403, "Winnow answers its own pages only.");
    if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405, "Only GET is answered.");
    const address = request.url ?? "/";
    if (address.startsWith("/?token=")) {
      if (!admission.hasToken(new URLSearchParams(address.slice(2)).get("token"))) return refuse(response);
      response.setHeader("set-cookie", admission.cookie());
      response.setHeader("cache-control", "no-store");
      response.writeHead(303, { location: "/" }).end();
      return;
    }
    if (!admission.hasCookie(request)) return refuse(response);
    if (parsePictureAddress(address)) return answerPicture(address, response);
    const file = files.get(address);
    if (!file) return end(response, 404, "There is nothing at this address.");
    sendFile(file, response);
  }

  async function answerPicture(address: string, response: ServerResponse): Promise<void> {
    const controller = new AbortController();
    response.once("close", () => controller.abort());
    try {
      const { status, contentType, body } = await service.fetchPicture(address, controller.signal);
      response.setHeader("cache-control", status === 200 ? "private, max-age=31536000, immutable" : "no-store");
      response.writeHead(status, { "content-type": contentType, "content-length": body.byteLength }).end(body);
    } catch {
      end(response, 503, "The core is not there now.");
    }
  }

  return {
    address: admission.address,
    get nClients() {
      return sockets.clients.size;
    },
    close: async () => {
      for (const client of sockets.clients) client.close(CLOSE_PAGE_GONE);
      const closed = new Promise((resolve) => http.close(resolve));
      http.closeAllConnections();
      for (const client of sockets.clients) client.terminate();
      await closed;
    },
  };
}

async function listen(http: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", () => resolve());
  });
}

function refuse(response: ServerResponse): void {
  end(response, 403, "Open the address that winnow serve has printed; it holds the key.");
}

function end(response: ServerResponse, status: number, text: string): void {
  response.setHeader("cache-control", "no-store");
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

function sendFile({ contentType, body, isImmutable }: PageFile, response: ServerResponse): void {
  response.setHeader("cache-control", isImmutable ? "private, max-age=31536000, immutable" : "no-store");
  response.writeHead(200, { "content-type": contentType, "content-length": body.byteLength }).end(body);
}
