import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { electronPath } from "../scripts/setup/electron-path.mjs";
import { type ElectronShell, electronSwitches } from "./support/electron-shell.ts";
import { electronOnly } from "./support/one-shell.ts";
import { expect, test } from "./support/fixtures.ts";
import { root } from "./support/places.ts";
import { entryProcess, listeningAddresses, processTree } from "./support/processes.ts";
import { copyNuclei } from "./support/sample.ts";
import { ownEnvironment } from "./support/shell.ts";

/** A server of this machine that counts who comes: nobody should. */
async function startBait(): Promise<{ address: string; requests: string[]; close: () => void }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*").end("window.pwned = 'bait'");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, requests, close: () => server.close() };
}

test.describe("in both shells", () => {
  test("no script runs but the page's own, and nothing is loaded from elsewhere", async ({ page }) => {
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const bait = await startBait();
    const outcome = await page.evaluate(async (address) => {
      const global = window as unknown as { pwned?: unknown };
      const add = (name: string, fields: Record<string, string>): Promise<string> =>
        new Promise((resolve) => {
          const element = Object.assign(document.createElement(name), fields);
          element.addEventListener("load", () => resolve("loaded"));
          element.addEventListener("error", () => resolve("refused"));
          document.body.append(element);
          setTimeout(() => resolve("nothing"), 1000);
        });
      const inline = document.createElement("script");
      inline.textContent = "window.pwned = 'inline'";
      document.body.append(inline);
      const holder = document.createElement("div");
      holder.innerHTML = `<img src="x" onerror="window.pwned = 'handler'"><svg onload="window.pwned = 'svg'"></svg>`;
      document.body.append(holder);
      const blob = URL.createObjectURL(new Blob(["window.pwned = 'blob'"], { type: "text/javascript" }));
      const loads = [
        await add("script", { src: `${address}/script.js` }),
        await add("script", { src: "data:text/javascript,window.pwned='data'" }),
        await add("script", { src: blob }),
        await add("img", { src: `${address}/image.png` }),
        await add("iframe", { src: `${address}/frame` }),
        await add("link", { rel: "stylesheet", href: `${address}/style.css` }),
      ];
      const attempt = async (work: () => unknown): Promise<string> => {
        try {
          await work();
          return "done";
        } catch {
          return "refused";
        }
      };
      return {
        loads: loads.filter((load) => load === "loaded").length,
        fetched: await attempt(() => fetch(`${address}/fetch`)),
        socket: await attempt(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket(`${address.replace("http", "ws")}/socket`);
              socket.onopen = resolve;
              socket.onerror = reject;
            }),
        ),
        beacon: navigator.sendBeacon(`${address}/beacon`, "x"),
        evaluated: await attempt(() => import(`data:text/javascript,${encodeURIComponent("window.pwned = 'import'")}`)),
        pwned: global.pwned ?? null,
      };
    }, bait.address);
    await page.waitForTimeout(500);
    bait.close();
    // A frame that is refused still fires "load", for the page of the refusal.
    expect(outcome).toMatchObject({ fetched: "refused", socket: "refused", evaluated: "refused", pwned: null });
    expect(outcome.loads).toBeLessThanOrEqual(1);
    expect(bait.requests).toEqual([]);
  });

  test("names of files are text, whatever they say", async ({ shell, page, home }) => {
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const hostile = `<img src=x onerror=window.pwned=1>`;
    const plain = copyNuclei(home, 2);
    const folder = join(home, "hostile");
    for (const kind of readdirSync(plain)) {
      mkdirSync(join(folder, kind), { recursive: true });
      for (const [index, name] of readdirSync(join(plain, kind)).toSorted().entries())
        cpSync(join(plain, kind, name), join(folder, kind, `${hostile}${index}.png`));
    }
    await shell.give(folder, () => page.getByRole("button", { name: "Choose a folder" }).first().click());
    await page.getByRole("dialog").getByRole("button").last().click();
    await expect(page.getByText(`${hostile}0`).first()).toBeVisible();
    expect(await page.evaluate(() => (window as unknown as { pwned?: unknown }).pwned ?? null)).toBeNull();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test("no address of a page or a picture leads to other files", async ({ page }) => {
    const found = await page.evaluate(async () => {
      const addresses = [
        "/../package.json",
        "/%2e%2e/package.json",
        "/..%2fpackage.json",
        "/assets/..%2f..%2f..%2fetc/passwd",
        "/pictures/tile/..%2f..%2f..%2fetc%2fpasswd",
        "/pictures/image/%2e%2e%2f1.nii",
        "/pictures/file/etc/passwd",
        "//etc/passwd",
        "/etc/passwd",
        "/index.html%00.png",
        "/main.cjs",
      ];
      const answers = await Promise.all(
        addresses.map(async (address) => {
          const status = await fetch(window.location.origin + address).then(
            (response) => response.status,
            () => 0,
          );
          return status === 200 ? address : null;
        }),
      );
      return answers.filter((address) => address !== null);
    });
    expect(found).toEqual([]);
  });
});

test.describe("in Electron", electronOnly, () => {
  test("the page is sandboxed and has nothing of Node", async ({ shell, page }) => {
    const preferences = await (shell as ElectronShell).app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents;
      return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
    const seen = await page.evaluate(() => ({
      node: ["require", "process", "module", "Buffer", "global"].filter((name) => name in window),
      bridge: Object.keys((window as unknown as { winnowShell: object }).winnowShell),
      origin: window.location.origin,
    }));
    expect({ ...seen, bridge: seen.bridge.toSorted() }).toEqual({
      node: [],
      bridge: ["chooseFolder", "chooseProject", "chooseSave", "connect", "kind", "onMenu", "openPath", "pathsOfDrop"],
      origin: "winnow://app",
    });
  });

  test("the window leads nowhere and opens nothing", async ({ shell, page }) => {
    const { app } = shell as ElectronShell;
    for (const address of ["https://example.org/", "file:///etc/passwd", "winnow://evil/", "javascript:1"]) {
      await page.evaluate((target) => {
        const link = Object.assign(document.createElement("a"), { href: target });
        document.body.append(link);
        link.click();
        setTimeout(() => window.location.assign(target), 0);
      }, address);
      await page.waitForTimeout(300);
      const shown = (): Promise<string> =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getURL());
      await expect.poll(shown).toBe("winnow://app/");
    }
    const opened = await page.evaluate(() => [
      window.open("https://example.org/"),
      window.open("winnow://app/"),
      window.open("about:blank"),
    ]);
    expect(opened).toEqual([null, null, null]);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test("every permission is denied", async ({ page }) => {
    const answers = await page.evaluate(async () => {
      const attempt = (work: Promise<unknown>): Promise<string> =>
        Promise.race([
          work.then(String, () => "denied"),
          new Promise<string>((resolve) => setTimeout(() => resolve("no answer"), 3000)),
        ]);
      const names = ["geolocation", "notifications", "camera", "microphone", "midi", "clipboard-read"];
      return {
        asked: await Promise.all(
          names.map((name) =>
            attempt(navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state)),
          ),
        ),
        notification: await attempt(Notification.requestPermission()),
        media: await attempt(navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
        screen: await attempt(navigator.mediaDevices.getDisplayMedia({ video: true })),
        place: await attempt(
          new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
        ),
      };
    });
    expect(new Set(answers.asked)).toEqual(new Set(["denied"]));
    expect(answers).toMatchObject({ notification: "denied", media: "denied", screen: "denied", place: "denied" });
  });

  test("a frame in the page, and a page of another origin, get no answer from the main process", async ({ shell }) => {
    const { app } = shell as ElectronShell;
    const rejected = await app.evaluate(
      async ({ BrowserWindow }, preload) => {
        // Electron's settings here are weaker than Winnow's own, so that the preload runs where it never should.
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegrationInSubFrames: true },
        });
        const ask = async (where: string): Promise<string> =>
          (await window.webContents.executeJavaScript(`(async () => {
          const where = ${where};
          if (!where || !where.winnowShell) return "no bridge";
          let port = "no port";
          where.addEventListener("message", ({ ports }) => { if (ports.length > 0) port = "a port"; });
          where.winnowShell.connect();
          await new Promise((resolve) => setTimeout(resolve, 500));
          return await where.winnowShell.pathsOfDrop().then(() => "answered", () => "rejected") + ", " + port;
        })()`)) as string;
        await window.loadURL("winnow://app/");
        await window.webContents.executeJavaScript(
          "document.body.append(document.createElement('iframe')); new Promise((resolve) => setTimeout(resolve, 500))",
        );
        const answers = [await ask("window"), await ask("window.frames[0]")];
        await window.loadURL("about:blank");
        answers.push(await ask("window"));
        window.destroy();
        return answers;
      },
      join(root, "out/preload/preload.cjs"),
    );
    expect(rejected[0]).toBe("answered, a port");
    expect(rejected.slice(1).filter((answer) => answer !== "no bridge" && answer !== "rejected, no port")).toEqual([]);
    expect(rejected).toContain("rejected, no port");
  });

  test("the page can name only paths that a person has given", async ({ page, home }) => {
    const folder = copyNuclei(home, 2);
    const answers = await page.evaluate(async (path) => {
      const { winnowShell } = window as unknown as { winnowShell: { connect(): void } };
      const port = await new Promise<MessagePort>((resolve) => {
        window.addEventListener("message", ({ ports }) => ports[0] && resolve(ports[0]));
        winnowShell.connect();
      });
      const answers: string[] = [];
      // The window may take the same port for itself: its questions have small numbers.
      const own = 9000;
      port.addEventListener("message", ({ data }: { data: { kind: string; id: number; error?: { code: string } } }) => {
        if (data.id <= own) return;
        if (data.kind === "error") answers.push(data.error!.code);
        if (data.kind === "result") answers.push("done");
      });
      port.start();
      port.postMessage({ kind: "call", id: own + 1, name: "app.browse", input: { folder: path } });
      port.postMessage({
        kind: "call",
        id: own + 2,
        name: "project.open",
        input: { path: "/etc/passwd", access: "read" },
      });
      port.postMessage({ kind: "call", id: own + 3, name: "project.verify", input: { path: `${path}/../x.winnow` } });
      port.postMessage({ kind: "call", id: own + 4, name: "intake.add", input: { folder: path } });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return answers;
    }, folder);
    expect(answers).toEqual(Array(4).fill("path-not-granted"));
  });

  test("no process listens for connections", async ({ display, home }) => {
    const electron = spawn(electronPath() ?? "electron", [...electronSwitches, root], {
      env: ownEnvironment(home, { DISPLAY: display }),
      stdio: "ignore",
    });
    try {
      await expect.poll(() => entryProcess(electron.pid!, "core"), { timeout: 20_000 }).not.toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 2000));
      const tree = processTree(electron.pid!);
      expect(tree.length).toBeGreaterThan(3);
      expect(listeningAddresses(tree)).toEqual([]);
    } finally {
      electron.kill("SIGTERM");
      await once(electron, "exit");
    }
  });
});

test("the journeys work where there is no network", electronOnly, async () => {
  test.slow();
  test.skip(process.env["WINNOW_E2E_OFFLINE"] !== undefined, "this is the run without a network");
  const isPossible = spawnSync("unshare", ["-n", "ip", "link", "set", "lo", "up"]).status === 0;
  test.skip(!isPossible, "this machine does not permit network namespaces (unshare -n)");
  const specs = readdirSync(join(root, "e2e")).filter((name) => /^(start|journey)\.spec\.ts$/.test(name));
  const command = `ip link set lo up && test "$(ip route)" = "" && exec playwright test --config e2e/playwright.config.ts ${specs.join(" ")} --project electron`;
  const { status, stdout, stderr } = spawnSync("unshare", ["-n", "sh", "-c", command], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, WINNOW_E2E_OFFLINE: "1", WINNOW_E2E_REPORT: "" },
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
});
