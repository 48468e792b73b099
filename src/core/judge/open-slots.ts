import type { ReadableProject } from "../project/project.ts";
import type { LabelState } from "../project/queries/labels.ts";

/** The places that an automatic list could fill: one mask for each case and class. */
export interface OpenSlots {
  readonly nMasks: number;
  /** Cases and classes with a mask on the list, or with an open mask and none that a person has accepted. */
  countWith(members: readonly number[]): number;
  /** Share of them that a list fills; null where there are none. */
  coverageOf(members: readonly number[]): number | null;
}

export function openSlots(project: ReadableProject, states: ReadonlyMap<number, LabelState>): OpenSlots {
  const slotOf = new Map<number, number>();
  const settled = new Set<number>();
  const open = new Set<number>();
  const rows = project.all<{ id: number; case_id: number; class_id: number; retired_at: number | null }>(
    "SELECT id, case_id, class_id, retired_at FROM candidate",
  );
  // Classes are few: case and class make one number.
  const nClasses = rows.reduce((most, row) => Math.max(most, row.class_id), 0) + 1;
  let nMasks = 0;
  for (const row of rows) {
    const slot = row.case_id * nClasses + row.class_id;
    slotOf.set(row.id, slot);
    if (row.retired_at !== null) continue;
    nMasks += 1;
    const word = states.get(row.id)?.word ?? null;
    if (word === "accept") settled.add(slot);
    else if (word === null) open.add(slot);
  }
  for (const slot of settled) open.delete(slot);
  const countWith = (members: readonly number[]): number =>
    open.size + members.filter((id) => !open.has(slotOf.get(id)!)).length;
  return {
    nMasks,
    countWith,
    coverageOf: (members) => {
      const n = countWith(members);
      return n === 0 ? null : members.length / n;
    },
  };
}
