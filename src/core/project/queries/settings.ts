import type { Recipe } from "#contract/recipes.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** Settings of a project, and what holds until one is changed. */
export interface ProjectSettings {
  /** The guarantee: with confidence 1 − delta at most a share alpha of the automatic list is bad. */
  readonly alpha: number;
  readonly delta: number;
  /** Planned looks at the random checks. */
  readonly nLooks: number;
  /** Regular expression over an image's path whose first group is the subject; empty: well-known patterns. */
  readonly subjectPattern: string;
  /** Per folder of masks, decided when it is first added: whether its masks hold only 0 and 255, so that 255 is class 1. */
  readonly binaryMaskFolders: Readonly<Record<string, boolean>>;
  /** Seed of the review queue's order; null until the first queue. */
  readonly queueSeed: number | null;
  /** What "good" means in this project, in a person's words; empty until somebody has said it. */
  readonly goodMeans: string;
  /** By source whose masks are references, by class: the least Dice with the reference that is good. */
  readonly goodByReference: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Sources whose masks are judged, but do not speak for other masks of their case: altered copies of another source. */
  readonly silentSources: readonly string[];
  /** Makes the names of patients of DICOM files: without it they cannot be told from the hospital's numbers. */
  readonly subjectSalt: string;
  /** How masks are made from the images; null until somebody has chosen. */
  readonly recipes: readonly Recipe[] | null;
}

const defaults: ProjectSettings = {
  alpha: 0.05,
  delta: 0.05,
  nLooks: 2,
  subjectPattern: "",
  binaryMaskFolders: {},
  queueSeed: null,
  goodMeans: "",
  goodByReference: {},
  silentSources: [],
  subjectSalt: "",
  recipes: null,
};

export function getSetting<K extends keyof ProjectSettings>(project: ReadableProject, name: K): ProjectSettings[K] {
  const row = project.get<{ value: string }>("SELECT value FROM setting WHERE name = ?", name);
  return row ? (JSON.parse(row.value) as ProjectSettings[K]) : defaults[name];
}

/** Sets a value; a change is recorded in the history. Call inside a transaction. */
export function setSetting<K extends keyof ProjectSettings>(
  project: WritableProject,
  name: K,
  value: ProjectSettings[K],
  actor: string,
): void {
  const before = getSetting(project, name);
  if (JSON.stringify(before) === JSON.stringify(value)) return;
  project.run(
    "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    name,
    JSON.stringify(value),
  );
  project.audit({ actor, action: "setting.changed", object: `setting:${name}`, before, after: value });
}

/**
 * Keeps the alpha and delta that a command was given as the project's own, so that queue, verdicts and release after it
 * speak of the same guarantee; what was not given stays. Call inside a transaction.
 */
export function keepGuarantee(
  project: WritableProject,
  { alpha, delta }: { readonly alpha: number | undefined; readonly delta: number | undefined },
  actor: string,
): void {
  if (alpha !== undefined) setSetting(project, "alpha", alpha, actor);
  if (delta !== undefined) setSetting(project, "delta", delta, actor);
}
