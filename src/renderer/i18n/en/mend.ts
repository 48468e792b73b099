import type { GridDifference, GridRemedy, ValuesProblem, ValuesRemedy } from "#contract/remedies.ts";
import { format } from "../format.ts";

const n = (count: number): string => format.number(count);
const masks = (count: number): string => (count === 1 ? "1 mask" : `${n(count)} masks`);
const sides: Readonly<Record<string, string>> = {
  R: "right",
  L: "left",
  A: "front",
  P: "back",
  S: "head",
  I: "feet",
};
const runTo = (letters: string): string => {
  const words = Array.from(letters, (letter) => sides[letter] ?? letter);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
};
const ordinals = ["first", "second", "third"];
const flipped = (axes: readonly { isFlipped: boolean }[]): string => {
  const names = axes.length === 2 ? ["left and right", "top and bottom"] : ordinals.map((word) => `the ${word} axis`);
  return axes.flatMap(({ isFlipped }, axis) => (isFlipped ? names[axis]! : [])).join(", ");
};
const spacing = (values: readonly number[]): string =>
  `${values.map((value) => format.number(value, 3)).join(" × ")} mm`;

export const mend = {
  title: "Mend masks",
  lead: "Your files stay as they are: mended masks are kept in the project.",
  mend: "Mend…",
  // Groups
  groups: "What can be mended",
  group: (title: string, count: number): string => `${title}: ${masks(count)}`,
  of: (source: string, count: number): string => `${masks(count)} of ${source}`,
  mendedGroups: "Mended",
  mendedBy: (who: string, when: string): string => `by ${who}, ${when}`,
  // Pictures
  pictures: "Before and after",
  before: "As it is",
  after: "Mended",
  position: (index: number, count: number): string => `${n(index)} of ${n(count)}`,
  previousMask: "Previous mask",
  nextMask: "Next mask",
  underWay: "The mask is being mended",
  chooseFirst: "Choose below what is to be done.",
  /** @param names of the classes; empty where they keep their usual ones */
  inside: (counts: readonly number[], names: readonly string[]): string =>
    counts.every((count) => count === 0)
      ? "Nothing is left of the mask."
      : counts.length > 1 && names.length === counts.length
        ? `Voxels inside: ${counts.map((count, index) => `${names[index]} ${n(count)}`).join(", ")}.`
        : `Voxels inside: ${counts.map((count) => n(count)).join(", ")}.`,
  becomes: (value: string, name: string | null): string => `${value} becomes ${name ?? "background"}.`,
  // What is wrong
  wrong: "What differs",
  difference: (difference: GridDifference): string => {
    switch (difference.what) {
      case "size":
        return `The mask is ${format.size(difference.mask)}, its image ${format.size(difference.image)}.`;
      case "spacing":
        return `The mask’s voxels are ${spacing(difference.mask)}, its image’s ${spacing(difference.image)}. Up to 0.001 % counts as the same.`;
      case "orientation":
        return difference.mask === difference.image
          ? `The mask is turned by ${n(Math.round(difference.degrees))}° against its image. Up to 1° counts as the same.`
          : `The mask’s axes run to the patient’s ${runTo(difference.mask)}; its image’s to ${runTo(difference.image)}.`;
      case "handedness":
        return "One of the two is stored as in a mirror.";
      case "origin":
        return `Their first voxels lie ${format.number(difference.distanceMm, 1)} mm apart. Up to 0.1 mm counts as the same.`;
      case "no-position":
        return "The mask’s file does not say where in the body it lies.";
    }
  },
  problem: (problem: ValuesProblem, nValues: number): string =>
    ({
      soft: "Its values are soft: probabilities, or a mask that was scaled.",
      lossy: `It was saved as JPEG: near edges its ${n(nValues)} values are not what was drawn.`,
      colours: "It shows its classes in colours.",
      "stray-greys": `Its smooth edges have left ${n(nValues)} values where a few were meant.`,
      "too-many": `It has ${n(nValues)} values, more than there can be classes: it numbers single objects, or is an image.`,
      negative: "Some of its values are below 0.",
      "not-finite": "Some of its values are no numbers.",
      gaps: "Its values leave gaps, so classes would be called by numbers that mean nothing.",
      "unknown-labels": "Some of its values are not named in dataset.json.",
      none: "Nothing is known to be wrong with its values.",
    })[problem],
  // Remedies
  grid: "How it lies on its image",
  values: "What its values mean",
  recommended: "Recommended",
  remedy: (remedy: GridRemedy): { title: string; text: string } => {
    switch (remedy.kind) {
      case "reorient":
        return {
          title: "Turn it as its header says",
          text: "No voxel changes its value; they are only stored in another order.",
        };
      case "swap":
        return {
          title:
            remedy.axes.length === 2 && remedy.axes.some(({ isFlipped }) => isFlipped)
              ? `Turn it, ${flipped(remedy.axes)} exchanged`
              : "Exchange its axes",
          text: "Its sides then have the lengths of the image’s.",
        };
      case "flip":
        return { title: `Mirror it: ${flipped(remedy.axes)}`, text: "For a mask that is seen the wrong way round." };
      case "copy-header":
        return {
          title: "Take it voxel for voxel",
          text: "As if it had the position and spacing of its image. Right where the same grid was noted down wrongly.",
        };
      case "resample":
        return remedy.by === "position"
          ? {
              title: "Go by its own position",
              text: "Each voxel of the image takes the value of the mask’s voxel that lies nearest. Edges move by up to half a voxel.",
            }
          : {
              title: "Stretch it over the image",
              text: "For the same section in another resolution. Each pixel takes the nearest value; edges move by up to half a pixel.",
            };
    }
  },
  because: {
    "corners-agree": (restMm: number | null): string =>
      `Its corners then lie on those of the image${restMm === null ? "" : `, ${format.number(restMm, 1)} mm apart at most`}.`,
    "same-size": (): string => "Mask and image have the same size.",
    "size-fits": (): string => "Its size then fits.",
    overlap: (): string => "Mask and image lie in the same place.",
    "same-shape": (): string => "Mask and image have the same proportions.",
    "by-eye": (): string => "Nothing in the files speaks for it: look at the picture.",
  },
  valuesRemedy: (remedy: ValuesRemedy): { title: string; text: string } =>
    ({
      threshold: { title: "Inside from a threshold on", text: "One class." },
      greys: { title: "Nearest of the main greys", text: "Values between them count as the nearest." },
      colours: { title: "One class a colour", text: "Shades count as the nearest colour." },
      labels: { title: "These values, and no others", text: "Two of the same name become one class." },
      objects: { title: "All objects together", text: "One class of every value but 0." },
    })[remedy.kind],
  threshold: "Threshold, of the range of values",
  percent: (share: number): string => format.percent(share, 0),
  className: "Name of the class",
  classOf: (value: string): string => `Class of ${value}`,
  background: "Background",
  classHint: "Without a name it is background.",
  showClass: (value: string): string => `Show only the class of ${value}`,
  showAll: "Show all classes",
  // Doing it
  mendAll: (count: number): string => (count === 1 ? "Mend the mask" : `Mend all ${n(count)} alike`),
  mendThis: "Only this mask",
  choose: "Choose how it lies on its image first.",
  nothingMeant: "Name at least one class.",
  keeps: "The marks of earlier masks are kept, and count again when this is taken back.",
  replaces: (nInUse: number, nMarked: number): string =>
    nMarked > 0
      ? `${masks(nInUse)} of these files ${nInUse === 1 ? "is" : "are"} in use as they are, ${n(nMarked)} with marks: the mended ones take their place.`
      : `${masks(nInUse)} of these files ${nInUse === 1 ? "is" : "are"} in use as they are: the mended ones take their place.`,
  soFar: (done: number, total: number): string => `${n(done)} of ${masks(total)}`,
  stop: "Stop",
  done: (count: number): string => `${masks(count)} mended.`,
  marksRest: (count: number): string =>
    `The marks of ${masks(count)} that ${count === 1 ? "was" : "were"} replaced do not count at present; they are kept.`,
  failedSome: (count: number, why: string): string => `${masks(count)} could not be mended so. ${why}`,
  failed: "The masks could not be mended",
  // Taken back
  takeBack: (count: number): string => (count === 1 ? "Take it back" : `Take all ${n(count)} back`),
  takeBackThis: "Only this mask",
  takenBack: (count: number): string => `${masks(count)} ${count === 1 ? "is" : "are"} as before.`,
  mendedAgain: (count: number): string => `Undone: ${masks(count)} mended again.`,
  undone: (count: number): string => `Undone: ${masks(count)} as before.`,
  whatWasDone: "What was done",
  // Nothing to show
  emptyTitle: "Nothing to mend",
  emptyText: "Every mask that was read fits its image, and its values are classes.",
  notFound: "No mask with this finding can be mended.",
  showAllGroups: "Show all that can be mended",
  cannotLoad: "What can be mended cannot be shown",
  // Keys
  keysGroup: "Group",
  keysMask: "Other mask",
  keysOverlay: "Mask on, off",
  keysMend: "Mend all alike",
  keysAll: "All keys",
  actions: { back: "Back to Data", previous: "Previous group", next: "Next group", open: "Mend masks" },
};
