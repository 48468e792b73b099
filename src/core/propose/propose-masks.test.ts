import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { defaultLimits } from "../io/limits.ts";
import { Project } from "../project/project.ts";
import { standardRecipes } from "./standard-recipes.ts";

const images = fileURLToPath(new URL("../../../resources/sample/nuclei/images/", import.meta.url));
const QUICK = ["otsu", "li", "multi-otsu"];

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** A project of bare pictures. */
async function bare(n: number): Promise<{ client: Client; folder: string; path: string }> {
  const folder = temporaryFolder("propose");
  mkdirSync(join(folder, "f", "images"), { recursive: true });
  for (const name of readdirSync(images).toSorted().slice(0, n))
    copyFileSync(join(images, name), join(folder, "f", "images", name));
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  close = () => client.close();
  const path = join(folder, "p.winnow");
  await client.call("project.open", { path, access: "write", create: true });
  await client.call("intake.add", { folder: join(folder, "f") });
  return { client, folder, path };
}

describe("masks from images alone", () => {
  it("are candidates of their cases, kept in the project, and not made twice", async () => {
    const { client, folder } = await bare(4);
    const before = await client.call("intake.list", {});
    expect(before.findings.map(({ code }) => code)).toEqual(new Array(4).fill("pair-image-without-mask"));
    const made = await client.call("propose.run", { methods: QUICK });
    expect(made.nCases).toBe(4);
    expect(made.nMasks + made.nAlike + made.nEmpty).toBe(12);
    expect(made.nMasks).toBeGreaterThanOrEqual(4);
    const rows = await client.call("review.results", {});
    expect(rows).toHaveLength(made.nMasks);
    expect(rows.every((row) => row.mask_path === `winnow:${row.candidate}` && row.class === "object")).toBe(true);
    const after = await client.call("intake.list", {});
    expect(after.findings).toEqual([]);
    // The folder again: nothing is new, and the masks stay.
    await client.call("intake.add", { folder: join(folder, "f") });
    const again = await client.call("propose.run", { methods: QUICK });
    expect(again).toMatchObject({ nMasks: 0, nKept: made.nMasks });
    expect(await client.call("review.results", {})).toEqual(rows);
  });

  it("of another recipe take the place of the earlier ones, whose labels come back with the same mask", async () => {
    const { client, folder } = await bare(2);
    await client.call("propose.run", { methods: ["otsu"] });
    const [first] = await client.call("review.results", {});
    const file = join(folder, "labels.csv");
    const names = (await client.call("review.results", {})).map((row) => row.candidate);
    writeFileSync(file, `candidate,label\n${names.map((name) => `${name},accept`).join("\n")}\n`);
    await client.call("review.importLabels", { file, rater: "a" });
    expect((await client.call("review.results", {})).map((row) => row.label)).toEqual(["accept", "accept"]);
    const replacing = await client.call("propose.run", { methods: ["otsu"], parameters: { polarity: "dark" } });
    // Whose marks no longer count is said, and stands in the history.
    expect(replacing.nMarkedReplaced).toBe(2);
    const other = await client.call("review.results", {});
    expect(other.every((row) => row.label === null)).toBe(true);
    await client.call("propose.run", { methods: ["otsu"] });
    const back = await client.call("review.results", {});
    expect(back.map((row) => row.label)).toEqual(["accept", "accept"]);
    expect(back[0]!.candidate).toBe(first!.candidate);
  });

  it("that were like another are made again when the other one goes", async () => {
    const { client } = await bare(1);
    const both = { methods: ["otsu", "li"], mostAlike: 0.5 };
    const first = await client.call("propose.run", both);
    expect(first.byRecipe.map(({ nMasks, nAlike }) => [nMasks, nAlike])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    // Otsu's mask turns into everything but the nuclei, which Li's is not like.
    await client.call("propose.run", { ...both, parameters: { "otsu.polarity": "dark" } });
    const sources = (await client.call("review.results", {})).map((row) => row.source);
    expect(sources).toContain("propose-li");
  });

  it("are written as files on the grid of their images, and read again as candidates", async () => {
    const { client, folder } = await bare(3);
    await client.call("propose.run", { methods: ["otsu"] });
    const { masks } = await client.call("release.masks", { to: join(folder, "masks") });
    expect(masks).toHaveLength(3);
    for (const { file, source } of masks) {
      expect(source).toBe("propose-otsu");
      const mask = await readImage(join(folder, "masks", file), defaultLimits);
      expect(new Set(mask.data)).toEqual(new Set([0, 255]));
    }
    await expect(client.call("release.masks", { to: join(folder, "masks") })).rejects.toMatchObject({
      code: "target-exists",
    });
    await expect(client.call("release.masks", { to: join(folder, "more"), source: "nobody" })).rejects.toMatchObject({
      code: "no-masks",
    });
    expect(existsSync(join(folder, "more"))).toBe(false);
  });

  it("are released with the recipe that made them", async () => {
    const { client, folder } = await bare(2);
    await client.call("propose.run", { methods: ["multi-otsu"], parameters: { nClasses: 4 } });
    const [row] = await client.call("review.results", {});
    const file = join(folder, "labels.csv");
    writeFileSync(file, `candidate,label\n${row!.candidate},accept\n`);
    await client.call("review.importLabels", { file, rater: "a" });
    const { path } = await client.call("release.write", { to: join(folder, "out"), layout: "flat" });
    const manifest = JSON.parse(readFileSync(join(path, "winnow-manifest.json"), "utf8")) as { masks: unknown[] };
    expect(manifest.masks).toMatchObject([
      { source: "propose-multi-otsu", recipe: { name: "multi-otsu", seed: 1, method: { values: { nClasses: 4 } } } },
    ]);
  });

  it("follow the recipes and parameters asked for, and say what is wrong with a request", async () => {
    const { client } = await bare(1);
    const run = (input: object): Promise<unknown> => client.call("propose.run", input);
    await expect(run({ methods: ["nonsense"] })).rejects.toMatchObject({ code: "bad-request" });
    await expect(run({ methods: ["otsu"], parameters: { nonsense: 1 } })).rejects.toMatchObject({
      code: "bad-request",
    });
    await expect(run({ methods: ["multi-otsu"], parameters: { nClasses: 3.5 } })).rejects.toMatchObject({
      code: "bad-request",
    });
    const { standard, methods } = await client.call("propose.methods", {});
    expect(standard.length).toBeGreaterThanOrEqual(12);
    expect(methods.length).toBeGreaterThanOrEqual(12);
    const recipe = { ...standardRecipes[0]!, name: "mine" };
    await client.call("propose.setRecipes", { recipes: [recipe] });
    expect(await client.call("propose.recipes", {})).toMatchObject({ areStandard: false, recipes: [{ name: "mine" }] });
    await client.call("propose.run", {});
    const rows = await client.call("review.results", {});
    expect(rows.map((row) => row.source)).toEqual(["propose-mine"]);
  });

  it("get a class of a value of its own, and need images", async () => {
    const { client, folder } = await bare(1);
    await client.call("propose.run", { methods: ["otsu"], className: "nucleus" });
    await client.call("propose.run", { methods: ["otsu"], className: "ground" });
    const project = Project.open(join(folder, "p.winnow"), "read");
    expect(project.all("SELECT name, value FROM class ORDER BY value")).toEqual([
      { name: "nucleus", value: 1 },
      { name: "ground", value: 2 },
    ]);
    project.close();
    await client.call("project.open", { path: join(folder, "empty.winnow"), access: "write", create: true });
    await expect(client.call("propose.run", { methods: ["otsu"] })).rejects.toMatchObject({ code: "no-images" });
  });

  it("can be cancelled, and go on where they were", async () => {
    const { client } = await bare(6);
    const controller = new AbortController();
    client.on("job.progressed", ({ done }) => done >= 1 && controller.abort());
    await expect(client.call("propose.run", { methods: "all" }, { signal: controller.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    const kept = (await client.call("review.results", {})).length;
    expect(kept).toBeGreaterThan(0);
    const { nKept, nCases } = await client.call("propose.run", { methods: "all" });
    expect(nCases).toBe(6);
    expect(nKept).toBe(kept);
  });
});
