import type { TileRow } from "#contract/commands/review.ts";
import { isDecidedByMe } from "../marks.ts";

/** Masks of one class, as they stand beside each other in the strip. */
export interface StripGroup<Row> {
  readonly classIndex: number;
  readonly name: string;
  readonly masks: readonly Row[];
}

/** The masks of a case by class, in the order of the classes: what proposes the same is compared with its like. */
export function stripGroups<Row extends Pick<TileRow, "classIndex" | "class">>(
  masks: readonly Row[],
): StripGroup<Row>[] {
  const classes = [...new Set(masks.map(({ classIndex }) => classIndex))].toSorted((a, b) => a - b);
  return classes.map((classIndex) => {
    const ofClass = masks.filter((mask) => mask.classIndex === classIndex);
    return { classIndex, name: ofClass[0]!.class, masks: ofClass };
  });
}

/** The masks in the order in which the strip shows them. */
export function stripOrder<Row extends Pick<TileRow, "classIndex" | "class">>(masks: readonly Row[]): Row[] {
  return stripGroups(masks).flatMap((group) => group.masks);
}

/** What a mask can be compared with: the others of its class. */
export function comparable<Row extends Pick<TileRow, "id" | "class">>(
  masks: readonly Row[],
  current: Pick<TileRow, "id" | "class">,
): Row[] {
  return masks.filter((mask) => mask.id !== current.id && mask.class === current.class);
}

/**
 * A row as the strip shows it beside a mask that the person has not decided yet: without what the judge says of it.
 * Two masks of a case hang together, so a word on the one would be a hint for the other (ui.md, principle 5).
 */
export function withoutHint<Row extends TileRow>(row: Row, current: TileRow): Row {
  const isAsked = !isDecidedByMe(current) && current.decidedBy !== "judge";
  const isHint = isAsked && row.decidedBy === "judge";
  return isHint ? { ...row, decidedBy: null, verdict: "to-review" } : row;
}
