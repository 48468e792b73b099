import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { AppError } from "#contract/errors.ts";
import { Recipe } from "#contract/recipes.ts";
import { coreLost } from "#transport/connect.ts";

// The timers that these parts ask the window for.
Object.assign(globalThis, { window: globalThis });
const { forgetHistory, redo, undo } = await import("../../app/history.ts");
const { closeProject } = await import("../../app/projects.ts");
const { coreStore } = await import("../../client/core-store.ts");
const { changeRecipes, loadRecipes, recipeStore, saveRecipes } = await import("./recipe-store.ts");

const recipe = (name: string): Recipe => Recipe.parse({ name, method: { name: "otsu" } });
const named = (names: readonly string[]): Recipe[] => names.map(recipe);
const add = (name: string): void => changeRecipes(null, (all) => [...all, recipe(name)], name);
const shown = (): string[] => recipeStore.getState().recipes.map(({ name }) => name);
/** Whatever was asked for is over. */
const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** A core that keeps recipes as the real one does: each answer is a copy. It can be full, away, or slow. */
const disk = { recipes: named(["a", "b"]), state: "well" as "well" | "full" | "away", isOpen: true, delay: rest() };
const answers: Record<string, (input: never) => unknown> = {
  "propose.methods": () => ({ filters: [], methods: [], cleanUp: [], standard: [] }),
  "propose.recipes": () => ({ recipes: structuredClone(disk.recipes), areStandard: false }),
  "propose.setRecipes": ({ recipes }: { recipes: Recipe[] }) => {
    if (disk.state === "full") throw new AppError("disk-full", "The disk is full.", "Free some room.");
    if (disk.isOpen) disk.recipes = structuredClone(recipes);
    return {};
  },
  "project.close": () => void (disk.isOpen = false),
  "app.state": () => null,
};
const client = {
  call: async (name: string, input: never) => {
    await disk.delay;
    if (disk.state === "away") throw coreLost();
    return answers[name]!(input);
  },
} as unknown as Client;
const saved = (): string[] => disk.recipes.map(({ name }) => name);

beforeEach(async () => {
  Object.assign(disk, { recipes: named(["a", "b"]), state: "well", isOpen: true, delay: Promise.resolve() });
  coreStore.setState({ client, project: { path: "p" } as never });
  recipeStore.setState({ project: null, recipes: [], chosen: "" });
  forgetHistory();
  await loadRecipes("p");
});

it("shows the same objects when the same recipes come again", async () => {
  const before = recipeStore.getState().recipes;
  await loadRecipes("p");
  expect(recipeStore.getState().recipes[0]).toBe(before[0]);
  disk.recipes = [{ ...recipe("a"), isOff: true }, recipe("b")];
  await loadRecipes("p");
  const [first, second] = recipeStore.getState().recipes;
  expect(first!.isOff).toBe(true);
  expect(second).toBe(before[1]);
});

describe("what cannot be saved", () => {
  it("goes, with every step of the history that led to it, also those taken meanwhile", async () => {
    add("c");
    await saveRecipes();
    disk.state = "full";
    disk.delay = rest();
    add("d");
    const saving = saveRecipes();
    await Promise.resolve();
    add("e");
    await expect(saving).rejects.toMatchObject({ code: "disk-full" });
    expect(shown()).toEqual(["a", "b", "c"]);
    expect(recipeStore.getState().chosen).toBe("a");
    disk.state = "well";
    undo();
    await rest();
    expect(shown()).toEqual(["a", "b"]);
    expect(saved()).toEqual(["a", "b"]);
    redo();
    await rest();
    expect(shown()).toEqual(["a", "b", "c"]);
  });

  it("stays while the core is away, and is saved when it is back, before recipes are asked for", async () => {
    add("c");
    disk.state = "away";
    await expect(saveRecipes()).rejects.toMatchObject({ code: "core-lost" });
    expect(shown()).toEqual(["a", "b", "c"]);
    await loadRecipes("p");
    expect(shown()).toEqual(["a", "b", "c"]);
    disk.state = "well";
    await loadRecipes("p");
    expect(saved()).toEqual(["a", "b", "c"]);
    expect(shown()).toEqual(["a", "b", "c"]);
    undo();
    await rest();
    expect(saved()).toEqual(["a", "b"]);
  });

  it("leaves an undo that failed where it was", async () => {
    add("c");
    await saveRecipes();
    disk.state = "away";
    undo();
    await rest();
    expect(shown()).toEqual(["a", "b", "c"]);
    disk.state = "well";
    undo();
    await rest();
    expect(saved()).toEqual(["a", "b"]);
  });
});

it("is saved when the project is closed at once", async () => {
  add("c");
  await closeProject();
  expect(saved()).toEqual(["a", "b", "c"]);
});
