import { describe, expect, it } from "vitest";
import { commands } from "#contract/commands.ts";
import { LONGEST_RECIPE_NAME, MOST_RECIPES, Recipe } from "#contract/recipes.ts";
import { asName, type Blocks, isChanged, listed, moved, nameProblem, withCopy } from "./recipe-list.ts";

const recipe = (name: string, more: object = {}): Recipe => Recipe.parse({ name, method: { name: "otsu" }, ...more });
const [otsu, li] = [recipe("otsu"), recipe("li")];

describe("the list of recipes", () => {
  it("is the project's, and after it the standard ones that are missing, off", () => {
    expect(listed([li, recipe("mine")], [otsu, li]).map(({ name, isOff }) => [name, isOff ?? false])).toEqual([
      ["li", false],
      ["mine", false],
      ["otsu", true],
    ]);
  });

  it("gives a copy the first free name, on, behind the one it was made of", () => {
    const made = withCopy([recipe("otsu", { isOff: true }), li], "otsu")!;
    expect(made.copy).toBe("otsu-2");
    expect(made.recipes.map(({ name }) => name)).toEqual(["otsu", "otsu-2", "li"]);
    expect(made.recipes[1]!.isOff).toBe(false);
    expect(withCopy(made.recipes, "otsu-2")!.copy).toBe("otsu-3");
    const long = recipe("a".repeat(LONGEST_RECIPE_NAME));
    expect(withCopy([long], long.name)!.copy).toHaveLength(LONGEST_RECIPE_NAME);
    expect(withCopy([otsu], "gone")).toBeNull();
  });

  it("grows no longer than the project may have it", () => {
    const many = Array.from({ length: MOST_RECIPES - 1 }, (_, index) => recipe(`r${index}`));
    const full = withCopy(many, "r0")!.recipes;
    expect(commands["propose.setRecipes"].input.safeParse({ recipes: full }).success).toBe(true);
    expect(withCopy(full, "r0")).toBeNull();
  });

  it("knows what was changed: not by a default that is written out, nor by whether it runs", () => {
    const radius = (name: string, value: number) =>
      ({ kind: "number", name, default: value, min: 0, max: 9, step: 1 }) as const;
    const blocks: Blocks = { filters: [], methods: [], cleanUp: [radius("open", 1), radius("close", 2)], standard: [] };
    const one = recipe("a", { cleanUp: { close: 2 } });
    expect(isChanged(recipe("a", { cleanUp: { open: 1 }, isOff: true }), one, blocks)).toBe(false);
    expect(isChanged(recipe("a", { cleanUp: { close: 3 } }), one, blocks)).toBe(true);
    expect(isChanged(recipe("a", { polarity: "dark" }), one, blocks)).toBe(true);
  });
});

describe("names", () => {
  it("are made of what is typed", () => {
    expect(asName("Große Kerne!")).toBe("grosse-kerne-");
    expect(asName("  Big nuclei")).toBe("big-nuclei");
    expect(asName("x".repeat(60))).toHaveLength(LONGEST_RECIPE_NAME);
  });

  it("are refused where they are empty or another's", () => {
    expect(nameProblem("", "otsu", [otsu])).toBe("bad");
    expect(nameProblem("li", "otsu", [otsu, li])).toBe("taken");
    expect(nameProblem("otsu", "otsu", [otsu, li])).toBeNull();
  });
});

it("moves within a list, not out of it", () => {
  expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});
