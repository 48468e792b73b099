import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { copySample, temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { configurationFolder } from "./places.ts";

const home = temporaryFolder("app");
let counter = 0;
let config: string;
const clients: Client[] = [];

/** A program that has just been started, with the configuration folder of this test. */
function start(): Client {
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  clients.push(client);
  return client;
}

beforeEach(() => {
  counter += 1;
  config = join(home, `config-${counter}`);
  process.env["WINNOW_CONFIG"] = config;
});

afterAll(async () => {
  for (const client of clients) await client.close();
});

describe("preferences", () => {
  it("begin with defaults, and keep what is set over a restart", async () => {
    const client = start();
    expect((await client.call("app.state", {})).preferences).toMatchObject({
      rater: "",
      theme: "dark",
      tileWidth: 200,
    });
    await client.call("app.setPreferences", { rater: "R1", overlay: { style: "outline", fill: 0 } });
    // What is not named stays.
    expect(await client.call("app.setPreferences", { theme: "light" })).toMatchObject({ rater: "R1", theme: "light" });
    expect((await start().call("app.state", {})).preferences).toMatchObject({
      rater: "R1",
      theme: "light",
      overlay: { style: "outline", fill: 0 },
    });
  });

  it("a damaged file is set aside, and one bad value costs only itself", async () => {
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, "winnow.json"), '{"preferences": {"rater": "R1"');
    expect((await start().call("app.state", {})).preferences.rater).toBe("");
    expect(existsSync(join(config, "winnow.json.damaged"))).toBe(true);
    writeFileSync(
      join(config, "winnow.json"),
      JSON.stringify({ preferences: { rater: "R2", theme: "pink" }, recents: [{ path: 1 }] }),
    );
    const state = await start().call("app.state", {});
    expect(state.preferences).toMatchObject({ rater: "R2", theme: "dark" });
    expect(state.recents).toEqual([]);
  });

  it("lie where the system keeps such things, unless told otherwise", () => {
    expect(configurationFolder({ WINNOW_CONFIG: "/x" })).toBe("/x");
    if (process.platform === "linux") {
      expect(configurationFolder({ XDG_CONFIG_HOME: "/y" })).toBe("/y/winnow");
      expect(configurationFolder({ XDG_CONFIG_HOME: "relative" })).toMatch(/\.config\/winnow$/);
    }
  });
});

describe("recent projects", () => {
  it("are those that a window opened, the last first, with counts and whether they are found", async () => {
    const client = start();
    const [a, b] = [join(home, `a-${counter}.winnow`), join(home, `b-${counter}.winnow`)];
    await client.call("app.state", {});
    await client.call("project.open", { path: a, access: "write", create: true });
    await client.call("intake.add", { folder: copySample(join(home, "images"), 3) });
    await client.call("project.open", { path: b, access: "write", create: true });
    await client.call("project.close", {});
    const { recents } = await client.call("app.state", {});
    expect(recents.map((recent) => recent.path)).toEqual([b, a]);
    expect(recents[1]).toMatchObject({
      name: `a-${counter}`,
      isFound: true,
      nCandidates: 9,
      nToReview: 9,
      nAccepted: 0,
    });
    rmSync(b);
    expect((await client.call("app.state", {})).recents[0]).toMatchObject({ path: b, isFound: false });
    await client.call("app.forgetRecent", { path: b });
    expect((await client.call("app.state", {})).recents.map((recent) => recent.path)).toEqual([a]);
  });

  it("are not those of the command line, which asks for no window's state", async () => {
    const client = start();
    await client.call("project.open", { path: join(home, `c-${counter}.winnow`), access: "write", create: true });
    await client.call("project.close", {});
    expect(existsSync(join(config, "winnow.json"))).toBe(false);
  });
});

describe("the sample", () => {
  it("is there, and opens as a project outside of the program's own folder", async () => {
    const { sample } = await start().call("app.state", {});
    expect(existsSync(join(sample!.folder, "images"))).toBe(true);
    expect(sample!.project).toMatch(/\.winnow$/);
    expect(sample!.project.startsWith(join(sample!.folder, "..", "..", ".."))).toBe(false);
  });
});

describe("choosing a folder", () => {
  it("shows folders and projects as whole paths in a person's order, and counts images", async () => {
    const folder = join(home, "choose");
    for (const name of ["case 10", "case 2", ".hidden"]) mkdirSync(join(folder, name), { recursive: true });
    for (const name of ["a.png", "b.nii.gz", "notes.txt", "p.winnow"]) writeFileSync(join(folder, name), "");
    expect(await start().call("app.browse", { folder })).toEqual({
      folder,
      parent: home,
      folders: [join(folder, "case 2"), join(folder, "case 10")],
      projects: [join(folder, "p.winnow")],
      nImages: 2,
    });
  });

  it("says what is wrong with a folder that is not there or cannot be read", async () => {
    const client = start();
    await expect(client.call("app.browse", { folder: join(home, "nowhere") })).rejects.toMatchObject({
      code: "folder-unreadable",
      remedy: expect.stringContaining("drive") as unknown,
    });
    await expect(client.call("app.browse", { folder: join(home, "choose", "notes.txt") })).rejects.toMatchObject({
      code: "folder-unreadable",
    });
    const closed = join(home, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o000);
    // The superuser may read everything.
    if (process.getuid?.() !== 0)
      await expect(client.call("app.browse", { folder: closed })).rejects.toMatchObject({ code: "folder-unreadable" });
  });

  it("shows the documents when no folder is named", async () => {
    const { folder } = await start().call("app.browse", { folder: "" });
    expect(folder).toBe((await start().call("app.state", {})).homeFolder);
  });
});
