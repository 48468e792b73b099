import { create } from "zustand";
import type { AppError } from "#contract/errors.ts";
import type { Recipe } from "#contract/recipes.ts";
import { pushHistory } from "../../app/history.ts";
import { beforeLeaving, tell } from "../../app/projects.ts";
import { core } from "../../client/core-link.ts";
import { coreStore } from "../../client/core-store.ts";
import { asAppError } from "../../client/jobs.ts";
import { textOf } from "../../i18n/index.ts";
import { type Blocks, kept, listed, standardOf } from "./recipe-list.ts";

interface RecipeState {
  /** Path of the project that the recipes are of; null until they are there. */
  readonly project: string | null;
  readonly blocks: Blocks | null;
  readonly recipes: readonly Recipe[];
  /** Name of the one that is looked at. */
  readonly chosen: string;
  /** Why they cannot be had. */
  readonly error: AppError | null;
}

/** The recipes as the person sees them: a change shows at once, and is in the project a moment later. */
export const recipeStore = create<RecipeState>(() => ({
  project: null,
  blocks: null,
  recipes: [],
  chosen: "",
  error: null,
}));

/** A slider is saved when it rests. */
const REST_MS = 250;
/** Steps of one control that follow each other so soon are one step of the history. */
const GESTURE_MS = 1500;

/** Changes of one control, told apart by `key`, that are taken back together. */
interface Gesture {
  readonly key: string;
  readonly before: readonly Recipe[];
  after: readonly Recipe[];
  lastAt: number;
}

let gesture: Gesture | null = null;
let timer: number | null = null;
/** Saves in their order; each waits for the one before. */
let saving: Promise<void> = Promise.resolve();
/** What the project holds, and the steps of the history that it does not hold yet. */
let saved: readonly Recipe[] = [];
let unsaved: (() => void)[] = [];

/**
 * Asks for the recipes of a project. What the person has changed is not overwritten: what could not be saved while the
 * core was away is saved first.
 */
export async function loadRecipes(project: string): Promise<void> {
  try {
    await saveRecipes();
  } catch (thrown) {
    tell(thrown);
  }
  try {
    const [blocks, own] = await Promise.all([core.call("propose.methods", {}), core.call("propose.recipes", {})]);
    const { project: known, recipes: shown } = recipeStore.getState();
    if (known === project && shown !== saved) return;
    const recipes = kept(listed(own.recipes, blocks.standard), shown);
    [saved, unsaved, gesture] = [recipes, [], null];
    recipeStore.setState({ project, blocks, recipes, chosen: chosenAmong(recipes), error: null });
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code !== "core-lost") recipeStore.setState({ project: null, error });
  }
}

export function choose(name: string): void {
  recipeStore.setState({ chosen: name });
}

/**
 * Changes the recipes, as one step of the history.
 * @param key of the control; null for what is a step of its own
 * @param chosen the recipe to look at afterwards
 */
export function changeRecipes(
  key: string | null,
  update: (recipes: readonly Recipe[]) => readonly Recipe[],
  chosen = recipeStore.getState().chosen,
): void {
  const before = recipeStore.getState().recipes;
  const after = update(before);
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  recipeStore.setState({ recipes: after, chosen });
  const now = Date.now();
  if (gesture && gesture.key === key && now - gesture.lastAt < GESTURE_MS) {
    gesture.after = after;
    gesture.lastAt = now;
  } else {
    const mine: Gesture = { key: key ?? "", before, after, lastAt: now };
    gesture = key === null ? null : mine;
    unsaved.push(
      pushHistory({
        undo: () => bring(mine.before),
        redo: () => bring(mine.after),
        describe: () => textOf("propose").undone,
      }),
    );
  }
  if (timer !== null) window.clearTimeout(timer);
  timer = window.setTimeout(() => void saveRecipes().catch(tell), REST_MS);
}

/** Back to what the recipes were, or forth again. */
async function bring(recipes: readonly Recipe[]): Promise<void> {
  gesture = null;
  const changed = recipes.find((recipe) => !recipeStore.getState().recipes.includes(recipe));
  const chosen = changed?.name ?? recipeStore.getState().chosen;
  const shown = recipeStore.getState();
  recipeStore.setState({ recipes, chosen: chosenAmong(recipes, chosen) });
  try {
    await saveRecipes();
  } catch (thrown) {
    // The step stays where it was, and so do the recipes.
    if (recipeStore.getState().recipes === recipes) {
      recipeStore.setState({ recipes: shown.recipes, chosen: shown.chosen });
    }
    throw thrown;
  }
}

/** The one that is looked at, or the first where it has gone. */
function chosenAmong(recipes: readonly Recipe[], chosen = recipeStore.getState().chosen): string {
  return recipes.some(({ name }) => name === chosen) ? chosen : (recipes[0]?.name ?? "");
}

/**
 * What is shown is in the project when this is done. Where it cannot be, the project's is shown again; what the core
 * could not take because it is away stays, and is saved when it is back.
 */
export async function saveRecipes(): Promise<void> {
  if (timer !== null) window.clearTimeout(timer);
  timer = null;
  const mine = saving.then(async () => {
    const { recipes, project } = recipeStore.getState();
    if (recipes === saved) unsaved = [];
    if (recipes === saved || coreStore.getState().project?.path !== project) return;
    const steps = unsaved;
    unsaved = [];
    try {
      await core.call("propose.setRecipes", { recipes: [...recipes] });
      saved = recipes;
    } catch (thrown) {
      unsaved = [...steps, ...unsaved];
      if (asAppError(thrown).code !== "core-lost") giveUp();
      throw thrown;
    }
  });
  saving = mine.catch(() => undefined);
  await mine;
}

/** What is not saved goes, and the steps of the history that led to it. */
function giveUp(): void {
  for (const forget of unsaved) forget();
  [unsaved, gesture] = [[], null];
  recipeStore.setState({ recipes: saved, chosen: chosenAmong(saved) });
}

beforeLeaving(saveRecipes);

/** The recipe that is looked at, and the standard one of its name. */
export function useChosenRecipe(): { recipe: Recipe; standard: Recipe | null } | null {
  const { recipes, chosen, blocks } = recipeStore();
  const recipe = recipes.find(({ name }) => name === chosen);
  return recipe && blocks ? { recipe, standard: standardOf(recipe.name, blocks.standard) } : null;
}
