import type { Finding } from "#contract/findings.ts";
import { type LabelledMask, maskFolderOf } from "./class-names.ts";
import { classNamesFor, type FolderTables } from "./read-tables.ts";

/** Codes of what is said of labels once the masks of a whole folder are known. */
export const LABEL_CODES = ["mask-label-unknown", "mask-values-gaps"] as const;

/** More values say no more to who reads it. */
const MOST_LISTED = 8;

/**
 * Labels that the folder's dataset.json does not name, and, where none names them, folders of masks whose values leave
 * gaps (0, 128 and 255): their classes would be called by numbers that mean nothing.
 */
export function labelFindings(masks: readonly LabelledMask[], tables: Pick<FolderTables, "classNames">): Finding[] {
  const findings: Finding[] = [];
  for (const group of Map.groupBy(masks, ({ path }) => maskFolderOf(path)).values()) {
    const names = classNamesFor(group[0]!.path, tables);
    if (names) findings.push(...group.flatMap((mask) => unknownLabels(mask, names)));
    else findings.push(...gaps(group));
  }
  return findings;
}

function unknownLabels({ path, labels }: LabelledMask, names: ReadonlyMap<number, string>): Finding[] {
  const unknown = labels.flatMap(({ value }) => (value !== null && !names.has(value) ? [value] : []));
  if (unknown.length === 0) return [];
  return [
    {
      severity: "warning",
      code: "mask-label-unknown",
      file: path,
      message: `The mask holds ${listed(unknown)}, which dataset.json does not name.`,
      remedy: "Name it in dataset.json, or mend the mask in Winnow: name it there, or leave it away.",
    },
  ];
}

/** Said once a folder, of the folder: that some of its masks show only some of the classes is nothing odd. */
function gaps(group: readonly LabelledMask[]): Finding[] {
  const values = valuesOf(group);
  if (values.length < 2 || values.at(-1) === values.length) return [];
  return [
    {
      severity: "warning",
      code: "mask-values-gaps",
      file: maskFolderOf(group[0]!.path) || group[0]!.path,
      message: `The masks of this folder hold ${listed(values)}: classes are numbered from 1 on, without gaps.`,
      remedy: "Mend them in Winnow: name the classes, or number them anew. Where the numbers are meant so, leave it.",
    },
  ];
}

function listed(values: readonly number[]): string {
  const shown = values.slice(0, MOST_LISTED).join(", ");
  return values.length > MOST_LISTED ? `${shown} and ${values.length - MOST_LISTED} more` : shown;
}

/** The label values of some masks in rising order. */
export function valuesOf(masks: readonly Pick<LabelledMask, "labels">[]): number[] {
  const values = new Set(masks.flatMap(({ labels }) => labels.flatMap(({ value }) => value ?? [])));
  return [...values].toSorted((a, b) => a - b);
}
