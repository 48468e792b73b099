import { protocol, type Session } from "electron";
import { Readable } from "node:stream";
import { parsePictureAddress } from "#contract/pictures.ts";
import { contentSecurityPolicy, pageHeaders } from "#transport/page/content-security-policy.ts";
import { readPageFiles } from "#transport/page/page-files.ts";
import type { Service } from "#transport/service.ts";

/** The application's own origin. Nothing else is ever loaded. */
export const APP_ORIGIN = "winnow://app";

const headers = pageHeaders(contentSecurityPolicy(`'self' ${APP_ORIGIN}`));

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Must be called before the application is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([{ scheme: "winnow", privileges }]);
}

/** Serves the interface's files, from a fixed list, and pictures, from the core. */
export function serveAppScheme(session: Session, rendererFolder: string, core: Service): void {
  const files = readPageFiles(rendererFolder);

  async function answer(address: string, method: string): Promise<Answer> {
    const url = new URL(address);
    if (url.protocol !== "winnow:" || url.host !== "app" || (method !== "GET" && method !== "HEAD"))
      return text(403, "This address is not Winnow's.");
    const path = url.pathname + url.search;
    if (parsePictureAddress(path)) return picture(path);
    const file = files.get(path);
    if (!file) return text(404, "There is nothing at this address.");
    return { status: 200, headers: { ...headers, "content-type": file.contentType }, body: file.body };
  }

  async function picture(path: string): Promise<Answer> {
    try {
      const { status, contentType, body } = await core.fetchPicture(path, new AbortController().signal);
      const kept = status === 200 ? "private, max-age=31536000, immutable" : "no-store";
      return { status, headers: { ...headers, "content-type": contentType, "cache-control": kept }, body };
    } catch {
      return text(503, "The core is not there now.");
    }
  }

  // Electron 25 and newer have `handle`; before, there is the stream protocol.
  const { protocol } = session;
  if (typeof protocol.handle === "function") {
    protocol.handle("winnow", async ({ url, method }) => {
      const { status, headers, body } = await answer(url, method);
      return new Response(body as Uint8Array<ArrayBuffer>, { status, headers });
    });
  } else {
    protocol.registerStreamProtocol("winnow", ({ url, method }, callback) => {
      void answer(url, method).then(({ status, headers, body }) =>
        callback({ statusCode: status, headers, data: streamOf(body) }),
      );
    });
  }
}

function text(status: number, message: string): Answer {
  return {
    status,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: Buffer.from(`${message}\n`),
  };
}

/** One chunk: reading a stream byte by byte would make an iterator of the array. */
function streamOf(body: Uint8Array): Readable {
  const stream = new Readable({ read: () => {} });
  stream.push(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  stream.push(null);
  return stream;
}
