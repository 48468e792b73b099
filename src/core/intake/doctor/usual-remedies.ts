import {
  type Colour,
  MAX_CLASS_NAME,
  type ValueClass,
  type ValuesDiagnosis,
  type ValuesRemedy,
} from "#contract/remedies.ts";
import { MAX_LABELS } from "#domain/mask/label-values.ts";
import { classesOf, COLOURS_APART, GREYS_APART } from "#domain/remedy/diagnose-values.ts";
import { colourDistance, greyDistance } from "#domain/remedy/main-levels.ts";
import { valuesOf } from "../label-findings.ts";
import { classNamesFor, type FolderTables } from "../read-tables.ts";
import type { Ailment } from "./ailment.ts";

/**
 * The remedies for the values of some masks together: the levels of all of them, so that a class is the same in each,
 * by the names that the folder's dataset.json gives.
 */
export function usualRemedies(
  members: readonly Ailment[],
  example: ValuesDiagnosis,
  tables: FolderTables,
): ValuesDiagnosis {
  const names = usualNames(classNamesFor(members[0]!.path, tables));
  const nameOf = (value: number): string => names.get(value) ?? String(value);
  const remedies =
    example.problem === "gaps"
      ? gapRemedies(valuesOf(members))
      : example.problem === "unknown-labels"
        ? unknownRemedies(valuesOf(members), names)
        : example.remedies.map((remedy) => merged(members, remedy)).map((remedy) => named(remedy, nameOf));
  return { ...example, remedies: withinBounds(remedies, example.problem, nameOf(1)) };
}

/** A name that is too long is cut, and has its value behind it: two that begin alike are never one class. */
function usualNames(names: ReadonlyMap<number, string> | null): Map<number, string> {
  return new Map(
    [...(names ?? [])].flatMap(([value, name]) => {
      const trimmed = name.trim();
      if (trimmed === "") return [];
      const end = ` (${value})`;
      const isLong = trimmed.length > MAX_CLASS_NAME;
      return [[value, isLong ? trimmed.slice(0, MAX_CLASS_NAME - end.length) + end : trimmed] as const];
    }),
  );
}

/**
 * Masks that have more values together than there can be classes number objects. (Where some are below 0, every value
 * but 0 is no object.)
 */
function withinBounds(
  remedies: readonly ValuesRemedy[],
  problem: ValuesDiagnosis["problem"],
  name: string,
): ValuesRemedy[] {
  const fitting = remedies.filter((remedy) => !("classes" in remedy) || remedy.classes.length <= MAX_LABELS);
  const areObjects = problem !== "negative" && remedies.some((one) => one.kind === "labels" && !fitting.includes(one));
  return areObjects ? [{ kind: "objects", name }, ...fitting] : fitting;
}

function gapRemedies(values: readonly number[]): ValuesRemedy[] {
  return [{ kind: "labels", classes: values.map((from, index) => ({ from, name: String(index + 1) })) }];
}

/** Left away, or called by their number. */
function unknownRemedies(values: readonly number[], names: ReadonlyMap<number, string>): ValuesRemedy[] {
  const classes = (nameless: (value: number) => string | null): ValueClass[] =>
    values.map((from) => ({ from, name: names.get(from) ?? nameless(from) }));
  return [
    { kind: "labels", classes: classes(() => null) },
    { kind: "labels", classes: classes(String) },
  ];
}

/** The classes of all masks: a mask may show only some of them. */
function merged(members: readonly Ailment[], remedy: ValuesRemedy): ValuesRemedy {
  if (!("classes" in remedy)) return remedy;
  const all = members.flatMap(({ values }) => {
    const same = values?.remedies.find(({ kind }) => kind === remedy.kind);
    return same && "classes" in same ? same.classes : [];
  });
  if (remedy.kind === "labels") {
    const values = [...new Set(all.map(({ from }) => from as number))].toSorted((a, b) => a - b);
    return { ...remedy, classes: values.map((from) => ({ from, name: String(from) })) };
  }
  return remedy.kind === "colours"
    ? { ...remedy, classes: together<Colour>(all, colourDistance, COLOURS_APART) }
    : { ...remedy, classes: together<number>(all, greyDistance, apartOf(all)) };
}

function together<T extends number | Colour>(
  all: readonly ValueClass[],
  distance: (a: T, b: T) => number,
  apart: number,
): ValueClass[] {
  const levels: { level: T; nBackground: number }[] = [];
  for (const { from, name } of all) {
    let known = levels.find(({ level }) => distance(level, from as T) < apart);
    if (!known) levels.push((known = { level: from as T, nBackground: 0 }));
    if (name === null) known.nBackground += 1;
  }
  const background = levels.reduce((a, b) => (b.nBackground > a.nBackground ? b : a)).level;
  return classesOf<T>(
    levels.map(({ level }) => level),
    background,
    distance,
  );
}

function apartOf(all: readonly ValueClass[]): number {
  const highest = Math.max(...all.map(({ from }) => from as number));
  return Math.min(GREYS_APART, Math.max(0.5, highest / 10));
}

/** Classes that are numbered have the names of these numbers. */
function named(remedy: ValuesRemedy, nameOf: (value: number) => string): ValuesRemedy {
  const rename = (name: string): string => (/^\d+$/.test(name) ? nameOf(Number(name)) : name);
  if (!("classes" in remedy)) return { ...remedy, name: rename(remedy.name) };
  return { ...remedy, classes: remedy.classes.map(({ from, name }) => ({ from, name: name && rename(name) })) };
}
