import type { ReadableProject, WritableProject } from "../project.ts";

/** A mask that taught a segmenter, pinned by hashes. */
export interface TaughtMask {
  readonly candidate: string;
  readonly accepted_by: "person" | "judge";
  readonly image_sha256: string;
  readonly mask_sha256: string;
}

/** A trained segmenter as it is kept. */
export interface StoredSegmenter {
  readonly version: number;
  readonly method: string;
  readonly weights: Uint8Array;
  readonly weightsSha256: string;
  /** Names of its classes in the order of its outputs, after the background. */
  readonly classes: readonly string[];
  readonly trainingSet: readonly TaughtMask[];
  readonly settings: unknown;
  readonly seed: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Stores a new segmenter and gives it the next number. Call inside a transaction. */
export function insertSegmenter(project: WritableProject, segmenter: Omit<StoredSegmenter, "version">): number {
  const version = project.run(
    `INSERT INTO segmenter (method, weights, weights_sha256, classes, training_set, settings, seed, versions, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    segmenter.method,
    segmenter.weights,
    segmenter.weightsSha256,
    JSON.stringify(segmenter.classes),
    JSON.stringify(segmenter.trainingSet),
    JSON.stringify(segmenter.settings),
    segmenter.seed,
    JSON.stringify(segmenter.versions),
    Date.now(),
  ).lastInsertRowid;
  project.audit({
    actor: "winnow",
    action: "segmenter.trained",
    object: `segmenter:${version}`,
    after: {
      method: segmenter.method,
      weights_sha256: segmenter.weightsSha256,
      n_masks: segmenter.trainingSet.length,
      seed: segmenter.seed,
    },
  });
  return version;
}

/** @returns null where there is no such segmenter */
export function readSegmenter(project: ReadableProject, version: number): StoredSegmenter | null {
  const row = project.get<{
    version: number;
    method: string;
    weights: Uint8Array;
    weights_sha256: string;
    classes: string;
    training_set: string;
    settings: string;
    seed: number;
    versions: string;
  }>("SELECT * FROM segmenter WHERE version = ?", version);
  if (!row) return null;
  return {
    version: row.version,
    method: row.method,
    weights: row.weights,
    weightsSha256: row.weights_sha256,
    classes: JSON.parse(row.classes) as string[],
    trainingSet: JSON.parse(row.training_set) as TaughtMask[],
    settings: JSON.parse(row.settings),
    seed: row.seed,
    versions: JSON.parse(row.versions) as Record<string, string>,
  };
}
