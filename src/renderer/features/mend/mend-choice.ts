import { useState } from "react";
import type { AilingGroup } from "#contract/commands/doctor.ts";
import type { GridRemedy, Remedy, ValuesRemedy } from "#contract/remedies.ts";

/** What the person has chosen for a group, before it is done. */
export interface MendChoice {
  /** Null as long as neither the files nor the person say how the mask lies. */
  readonly grid: GridRemedy | null;
  readonly values: ValuesRemedy | null;
  /** Place of the one class that is looked at. */
  readonly shown: number | null;
}

/** The choices of all groups, kept while others are looked at. */
export function useChoices(): [(group: AilingGroup) => MendChoice, (id: string, choice: MendChoice) => void] {
  const [choices, setChoices] = useState<Readonly<Record<string, MendChoice>>>({});
  return [
    (group) => choices[group.id] ?? firstChoice(group),
    (id, choice) => setChoices((before) => ({ ...before, [id]: choice })),
  ];
}

function firstChoice({ recommended, values }: AilingGroup): MendChoice {
  return { grid: recommended?.grid ?? null, values: recommended?.values ?? values?.remedies[0] ?? null, shown: null };
}

/** Why it cannot be done yet; null where it can. */
export function obstacleOf(group: AilingGroup, { grid, values }: MendChoice): "choose" | "nothing" | null {
  if (group.grid && !grid) return "choose";
  if (values && "classes" in values && values.classes.every(({ name }) => name === null)) return "nothing";
  if (values && "name" in values && values.name.trim() === "") return "nothing";
  return null;
}

/** Names without the blanks around them; nothing is a name. */
export function asRemedy({ grid, values }: MendChoice): Remedy {
  if (!values) return { grid, values };
  if ("name" in values) return { grid, values: { ...values, name: values.name.trim() || "1" } };
  return {
    grid,
    values: { ...values, classes: values.classes.map(({ from, name }) => ({ from, name: name?.trim() || null })) },
  };
}

/** The classes that a remedy makes, in order; none where the values keep their usual names. */
export function classesOf({ values }: Pick<Remedy, "values">): string[] {
  if (!values) return [];
  return "name" in values ? [values.name] : [...new Set(values.classes.flatMap(({ name }) => name ?? []))];
}

/** Place of a class among those that a remedy makes: values of the same name are one. */
export function placeOfClass({ values }: MendChoice, name: string): number {
  if (!values || !("classes" in values)) return 0;
  const names = [...new Set(values.classes.flatMap((one) => one.name?.trim() || []))];
  return names.indexOf(name.trim());
}
