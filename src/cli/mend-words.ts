import type { AilingGroup, MendedGroup } from "#contract/commands/doctor.ts";
import type { Colour, GridDifference, GridRemedy, Remedy, ValuesRemedy } from "#contract/remedies.ts";
import { plural } from "./text.ts";

const PROBLEMS: Readonly<Record<NonNullable<AilingGroup["values"]>["problem"], string>> = {
  soft: "The values are soft (probabilities, or a mask that was scaled).",
  lossy: "A JPEG has blurred the values near edges.",
  colours: "The classes are shown in colours.",
  "stray-greys": "Smooth edges have left stray greys.",
  "too-many": "There are more values than classes can have.",
  negative: "Some values are below 0.",
  "not-finite": "Some values are no numbers.",
  gaps: "The values leave gaps.",
  "unknown-labels": "Some values are not named in dataset.json.",
  none: "Nothing is known to be wrong with it.",
};

/** One group of masks that can be mended: what is wrong, and how, the recommended way first. */
export function describeGroup(group: AilingGroup): string {
  const { grid, values, masks, n } = group;
  const said = [...(grid?.differences.map(differenceWords) ?? []), ...(values ? [PROBLEMS[values.problem]] : [])];
  const hasReason = group.code !== "mask-chosen";
  const shown = masks.slice(0, 3).map(({ path }) => path);
  const ways = [
    ...(grid?.remedies.map(
      ({ remedy }, index) => [remedyName(remedy), gridWords(remedy), index === 0 && grid.isClear && hasReason] as const,
    ) ?? []),
    ...(values?.remedies.map(
      (remedy, index) => [remedy.kind, valuesWords(remedy), index === 0 && hasReason] as const,
    ) ?? []),
  ];
  return [
    `${plural(n, "mask")} of ${group.source}  [${group.code}]`,
    ...said.map((line) => `    ${line}`),
    `    ${shown.join(", ")}${n > shown.length ? `, and ${(n - shown.length).toLocaleString("en")} more` : ""}`,
    ...ways.map(([name, words, isFirst]) => `  ${isFirst ? "*" : " "} ${name.padEnd(15)} ${words}`),
  ].join("\n");
}

export function describeMended({ n, source, kind, actor, at }: MendedGroup): string {
  return `${plural(n, "mask")} of ${source} mended: ${kind}, by ${actor}, ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export function describeRemedy({ grid, values }: Remedy): string {
  return [grid && gridWords(grid), values && valuesWords(values)].filter(Boolean).join(" ");
}

/** What a remedy for the grid is called on the command line: `flip-x`, `swap`, `swap-y`, `resample`, `reorient` … */
export function remedyName(remedy: GridRemedy): string {
  if (remedy.kind === "resample") return remedy.by === "position" ? "resample" : "resample-extent";
  if (remedy.kind !== "flip" && remedy.kind !== "swap") return remedy.kind;
  const flipped = remedy.axes.flatMap(({ isFlipped }, axis) => (isFlipped ? "xyz"[axis]! : [])).join("");
  return flipped === "" ? remedy.kind : `${remedy.kind}-${flipped}`;
}

function differenceWords(difference: GridDifference): string {
  const mm = (spacing: readonly number[]): string =>
    `${spacing.map((value) => Number(value.toPrecision(6))).join(" × ")} mm`;
  switch (difference.what) {
    case "size":
      return `Size: the mask is ${difference.mask.join(" × ")}, its image ${difference.image.join(" × ")}.`;
    case "spacing":
      return `Spacing: the mask's voxels are ${mm(difference.mask)}, its image's ${mm(difference.image)} (tolerance 0.001 %).`;
    case "orientation":
      return `Orientation: the mask's axes run to ${difference.mask}, its image's to ${difference.image}; up to ${difference.degrees.toFixed(0)} degrees apart (tolerance 1).`;
    case "handedness":
      return "Handedness: one of them is stored mirrored.";
    case "origin":
      return `Origin: the first voxels lie ${difference.distanceMm.toFixed(1)} mm apart (tolerance 0.1 mm).`;
    case "no-position":
      return "The mask's file does not say where it lies.";
  }
}

function gridWords(remedy: GridRemedy): string {
  switch (remedy.kind) {
    case "reorient":
      return "Turn the mask as its own header says that it lies.";
    case "swap":
      return `Exchange axes: ${axesWords(remedy.axes)}.`;
    case "flip":
      return `Mirror the mask along ${remedy.axes.flatMap(({ isFlipped }, axis) => (isFlipped ? "xyz"[axis]! : [])).join(" and ")}.`;
    case "copy-header":
      return "Take the mask voxel for voxel, with its image's position and spacing.";
    case "resample":
      return remedy.by === "position"
        ? "Take the nearest voxel of the mask at each position."
        : "Stretch the mask over the whole image, nearest voxel.";
  }
}

function axesWords(axes: readonly { from: number; isFlipped: boolean }[]): string {
  return axes.map(({ from, isFlipped }) => `${isFlipped ? "-" : ""}${"xyz"[from]}`).join(", ");
}

function valuesWords(remedy: ValuesRemedy): string {
  switch (remedy.kind) {
    case "threshold":
      return `Inside from ${Math.round(100 * remedy.share)} % of the range on: class ${remedy.name}.`;
    case "objects":
      return `Every value but 0 is inside: class ${remedy.name}.`;
    default:
      return `${remedy.classes.map(({ from, name }) => `${fromWords(from)} ${name === null ? "background" : `= ${name}`}`).join(", ")}.`;
  }
}

/** A value as it is, a colour as #rrggbb. */
export function fromWords(from: number | Colour): string {
  if (typeof from === "number") return String(Number(from.toPrecision(6)));
  return `#${from.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}
