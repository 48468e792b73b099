import { PROPOSED } from "#contract/recipes.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const images = (count: number): string => (count === 1 ? "1 image" : `${n(count)} images`);
const masks = (count: number): string => (count === 1 ? "1 mask" : `${n(count)} masks`);
const recipes = (count: number): string => (count === 1 ? "1 recipe" : `${n(count)} recipes`);
const sides = { bright: "bright", dark: "dark" } as const;

export const propose = {
  title: "Propose masks",
  lead: "Each recipe makes a mask of every image. You then choose among them.",
  // Recipes
  recipes: "Recipes",
  recipe: (name: string): string => `Recipe ${name}`,
  runs: (name: string): string => `Run ${name}`,
  steps: (method: string, filters: readonly string[]): string => [...filters, method].join(", "),
  switchedOn: (name: string): string => `${name} is run.`,
  switchedOff: (name: string): string => `${name} is not run.`,
  removed: (name: string): string => `${name} removed.`,
  copy: "Add a copy of the recipe",
  mostCopies: (most: number): string => `A project has at most ${recipes(most)}. Remove one first.`,
  remove: "Remove the recipe",
  standardStays: "Recipes that come with Winnow stay in the list. Switch it off instead.",
  undone: "Undone: the recipes are as they were.",
  // Form
  own: "own",
  standard: "standard",
  changed: "changed",
  reset: "Back to the standard recipe",
  name: "Name",
  nameHint: (name: string): string => `Its masks have the source “${PROPOSED}${name}”.`,
  nameProblems: {
    bad: "Small letters, digits and hyphens; the first is no hyphen.",
    taken: "Another recipe has this name.",
  },
  polarity: "The object is",
  polarities: { auto: "As found", bright: "Bright", dark: "Dark" },
  polarityFound: (found: readonly ("bright" | "dark")[]): string => {
    if (found.length === 0) return "Each image is looked at.";
    const nBright = found.filter((side) => side === "bright").length;
    if (nBright === 0 || nBright === found.length) return `Found: ${sides[found[0]!]} in ${images(found.length)}.`;
    return `Found: bright in ${n(nBright)}, dark in ${n(found.length - nBright)} of these images.`;
  },
  filters: "Before",
  noFilters: "The image as it is.",
  addFilter: "Add a filter",
  moveUp: (name: string): string => `${name}: earlier`,
  moveDown: (name: string): string => `${name}: later`,
  removeFilter: (name: string): string => `Remove: ${name}`,
  method: "Method",
  cleanUp: "After",
  // Pictures
  pictures: (name: string): string => `What ${name} makes of these images`,
  image: (name: string): string => `Image ${name}`,
  position: (index: number, count: number): string => `${n(index)} of ${n(count)}`,
  previousImage: "Previous image",
  nextImage: "Next image",
  enlarge: (name: string): string => `Show ${name} large`,
  found: (side: "bright" | "dark", told: string, share: number): string =>
    [side === "bright" ? "Bright" : "Dark", told, share === 0 ? "nothing inside" : `${format.percent(share)} inside`]
      .filter(Boolean)
      .join(", "),
  noMask: "No mask.",
  coarse: "Coarse.",
  refining: "Coarse, being refined.",
  underWay: "A mask is being made",
  // Run
  run: "Run",
  className: "What the masks are of",
  classHint: (name: string, isKnown: boolean): string =>
    isKnown ? `They join the other masks of “${name}”.` : `A new class of this project: “${name}”.`,
  upTo: (nOn: number, nCases: number): string =>
    nOn === 0 ? "No recipe is on." : `${recipes(nOn)} and ${images(nCases)}: at most ${masks(nOn * nCases)}.`,
  noneOn: "Switch a recipe on first.",
  makeMasks: (nCases: number): string =>
    nCases === 1 ? "Make masks of the image" : `Make masks of all ${n(nCases)} images`,
  soFar: (done: number, total: number): string => `${n(done)} of ${images(total)}`,
  stop: "Stop",
  stopNote: "The masks that are made are kept. You may go on working meanwhile.",
  stopped: "Stopped. The masks made so far are kept; start again to go on.",
  failed: "No masks could be made.",
  // Summary
  summary: "What was made",
  made: (nMasks: number, nCases: number): string =>
    `${nMasks === 0 ? "No new mask" : `${n(nMasks)} new ${nMasks === 1 ? "mask" : "masks"}`} of ${images(nCases)}.`,
  markedReplaced: (n0: number): string =>
    n0 === 1
      ? "1 mask with a mark went out of use, since its recipe was changed. The mark is kept, and counts again when the earlier recipe is run."
      : `${n(n0)} masks with marks went out of use, since their recipes were changed. The marks are kept, and count again when the earlier recipes are run.`,
  leftOut: (nAlike: number, nEmpty: number): string =>
    `Not kept: ${n(nAlike)} like another of ${nAlike === 1 ? "its" : "their"} image, ${n(nEmpty)} empty or nearly all of the image.`,
  keptBefore: (count: number): string =>
    `${masks(count)} of the same recipes ${count === 1 ? "was" : "were"} there before.`,
  nothingMade: "Look at the pictures of each recipe, and change what does not fit.",
  showMade: "Show what was made",
  columns: { recipe: "Recipe", masks: "Masks", alike: "Like another", empty: "Empty" },
  unreadable: (count: number): string => `${images(count)} could not be read`,
  andMore: (count: number): string => `and ${n(count)} more`,
  startReviewing: "Start reviewing",
  nothingToReview: "There are no masks to review yet.",
  backToRecipes: "Back to the recipes",
  // Nothing to show
  emptyTitle: "This project has no images yet",
  emptyText: "Recipes make masks of images. Add a folder of images first.",
  chooseFolder: "Choose a folder",
  cannotLoad: "The recipes cannot be shown",
  // Keys
  keysRecipe: "Recipe",
  keysImage: "Other image",
  keysEnlarge: "Next one large",
  keysMask: "Mask on, off",
  keysToggle: "Recipe on, off",
  keysRun: "Make masks",
  keysAll: "All keys",
  actions: {
    back: "Back to Data",
    previous: "Previous recipe",
    next: "Next recipe",
    toggle: "Recipe on, off",
    enlarge: "Show the next image large",
    cancelPreview: "Stop refining the previews",
  },
};
