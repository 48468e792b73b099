import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { connect, type Connection } from "#transport/connect.ts";
import { socketPort } from "#transport/socket-port.ts";
import { startBrowserShell } from "#server/browser-shell.ts";
import { copySample, temporaryFolder } from "./support/sample.ts";

/** A small interface: what is served does not matter here, only to whom. */
const rendererFolder = temporaryFolder("server-renderer");
mkdirSync(join(rendererFolder, "assets"));
writeFileSync(join(rendererFolder, "index.html"), "<!doctype html><title>Winnow</title>");
writeFileSync(join(rendererFolder, "assets", "main-1.js"), "export {};");
writeFileSync(join(rendererFolder, "secret.txt"), "not on the list");

const root = temporaryFolder("server-root");
const outside = temporaryFolder("server-outside");
// The person's own list of recent projects is none of a test's business.
process.env["WINNOW_CONFIG"] = temporaryFolder("server-config");
const shell = await startBrowserShell({ root, rendererFolder });
const address = new URL(shell.address);
const origin = address.origin;

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends the path as it is written: a URL would tidy `..` away before the server sees it. */
function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port: address.port, path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on("error", reject).end();
  });
}

function open(headers: Record<string, string>): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${address.host}/socket`, { headers });
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

let cookie = "";

beforeAll(async () => {
  const entered = await ask(address.pathname + address.search);
  cookie = entered.headers["set-cookie"]![0]!.split(";")[0]!;
});

afterAll(() => shell.close());

describe("who may come in", () => {
  it("exchanges the token of the printed address for a cookie that scripts and other sites cannot use", async () => {
    expect(address.hostname).toBe("127.0.0.1");
    // 24 bytes are 192 bits, 32 characters of base64url.
    expect(address.searchParams.get("token")).toMatch(/^[\w-]{32}$/);
    const { status, headers } = await ask(address.pathname + address.search);
    expect(status).toBe(303);
    expect(headers.location).toBe("/");
    expect(headers["set-cookie"]![0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(headers["set-cookie"]![0]).not.toContain(address.searchParams.get("token"));
  });

  it("refuses without a cookie, with a wrong token, and with another server's cookie", async () => {
    for (const path of ["/", "/assets/main-1.js", "/pictures/tile/1", "/?token=", "/?token=wrong", "/nothing"])
      expect(await ask(path)).toMatchObject({ status: 403 });
    const wrong = `${"A".repeat(31)}B`;
    expect(await ask(`/?token=${wrong}`)).toMatchObject({ status: 403 });
    expect(await ask("/", { cookie: cookie.replace(/=.*/, `=${wrong}`) })).toMatchObject({ status: 403 });
    expect(await ask("/", { cookie: "winnow-1=x" })).toMatchObject({ status: 403 });
  });

  it("refuses another Host (DNS rebinding), whatever the cookie", async () => {
    for (const host of ["evil.example", `evil.example:${address.port}`, `localhost.evil:${address.port}`, "127.0.0.1"])
      expect(await ask("/", { host, cookie })).toMatchObject({ status: 403 });
  });

  it("refuses pages of another origin, and requests that one of them causes", async () => {
    expect(await ask("/", { origin: "http://evil.example", cookie })).toMatchObject({ status: 403 });
    expect(await ask("/", { origin: "null", cookie })).toMatchObject({ status: 403 });
    const image = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", cookie };
    expect(await ask("/pictures/tile/1", image)).toMatchObject({ status: 403 });
    expect((await ask("/", { cookie })).headers).not.toHaveProperty("access-control-allow-origin");
  });

  it("answers GET and HEAD only", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect(await ask("/", { cookie }, method)).toMatchObject({ status: 405 });
  });

  it("opens the socket for its own page with its cookie only", async () => {
    await expect(open({ cookie })).rejects.toThrow("403");
    await expect(open({ origin })).rejects.toThrow("403");
    await expect(open({ origin: "http://evil.example", cookie })).rejects.toThrow("403");
    await expect(open({ origin, cookie, host: "evil.example" })).rejects.toThrow("403");
    (await open({ origin, cookie })).close();
  });
});

describe("what is served", () => {
  it("sends the page with a policy that permits its own parts alone", async () => {
    const { status, headers, body } = await ask("/", { cookie });
    expect(status).toBe(200);
    expect(body).toContain("Winnow");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
    expect(policy).not.toMatch(/unsafe-inline.*script|script-src[^;]*unsafe-inline|'unsafe-eval'|\*/);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    expect((await ask("/assets/main-1.js", { cookie })).headers["content-type"]).toMatch(/javascript/);
  });

  it.each([
    "/../package.json",
    "/assets/../../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/assets/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/..\\package.json",
    "//etc/passwd",
    "/secret.txt",
    "/index.html/",
    "/assets",
    "/constructor",
    "/__proto__",
    "/pictures/tile/../../../etc/passwd",
    "/pictures/tile/%2e%2e%2f1",
    "/pictures/image/1.nii/../../secret.txt",
    "/pictures/tile/1/../2",
    "/pictures/tile/-1",
    "/pictures/tile/1?path=/etc/passwd",
    "/pictures/file/1",
  ])("finds nothing at %s", async (path) => {
    expect(await ask(path, { cookie })).toMatchObject({ status: 404 });
  });
});

describe("what a browser may name", () => {
  let client: Connection;
  beforeAll(async () => {
    client = connect(socketPort(await open({ origin, cookie })));
  });
  afterAll(() => client.close());

  it("opens and adds below the root", async () => {
    copySample(join(root, "nuclei"), 2);
    await client.call("project.open", { path: join(root, "a.winnow"), access: "write", create: true });
    expect(await client.call("intake.add", { folder: join(root, "nuclei") })).toMatchObject({ nCases: 2 });
    await client.call("project.close", {});
  });

  it("grants nothing outside of the root, by whatever way", async () => {
    copySample(join(outside, "nuclei"), 1);
    symlinkSync(outside, join(root, "link"));
    symlinkSync(join(outside, "new.winnow"), join(root, "dangling.winnow"));
    const paths = [
      join(outside, "b.winnow"),
      `${root}/../${outside.split("/").at(-1)}/b.winnow`,
      join(root, "link", "b.winnow"),
      join(root, "dangling.winnow"),
      `${root}-evil/b.winnow`,
      "b.winnow",
      `${root}/a\0.winnow`,
      "/etc/passwd",
    ];
    for (const path of paths) {
      const opened = client.call("project.open", { path, access: "write", create: true });
      await expect(opened, path).rejects.toMatchObject({ code: "path-not-granted" });
    }
    const browsed = client.call("app.browse", { folder: join(root, "link") });
    await expect(browsed).rejects.toMatchObject({ code: "path-not-granted" });
    const added = client.call("intake.add", { folder: join(root, "link", "nuclei") });
    await expect(added).rejects.toMatchObject({ code: "path-not-granted" });
  });

  it("shows no folder above the root, and begins there", async () => {
    const top = await client.call("app.browse", { folder: "" });
    expect(top).toMatchObject({ folder: root, parent: null });
    expect(await client.call("app.browse", { folder: join(root, "nuclei") })).toMatchObject({ parent: root });
    expect(await client.call("app.state", {})).toMatchObject({ homeFolder: root });
  });
});
