import { basename } from "node:path";
import type { Guarantee } from "#contract/guarantee.ts";
import type { ReadableProject } from "../project/project.ts";
import { judgeVersion } from "../project/queries/judges.ts";
import type { ReleasedMask } from "./released-masks.ts";
import { WINNOW_VERSION } from "../version.ts";
import type { ErrorMapsOfManifest } from "./write-error-maps.ts";
import { type GoodMeans, goodMeans } from "./good-means.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** `winnow-manifest.json`: what a release holds, and on whose word. It names no person and no path outside of it. */
export interface Manifest {
  readonly format: "winnow-release/1";
  readonly notice: "Research use only. Not for diagnosis.";
  readonly created_at: string;
  readonly project: string;
  readonly layout: string;
  readonly file_format: string;
  readonly counts: {
    readonly cases: number;
    readonly masks: number;
    readonly by_person: number;
    /** Of those by a person: by the Dice with a reference from which a person lets masks count as good. */
    readonly by_reference: number;
    readonly by_judge: number;
    readonly left_out: number;
  };
  readonly judge: {
    readonly version: number;
    readonly kind: string;
    readonly weights_sha256: string;
    readonly n_labels: number;
    readonly seed: number;
  } | null;
  readonly good_means: GoodMeans;
  readonly guarantee: Guarantee | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly masks: readonly ReleasedMask[];
  /** Null where none were asked for. */
  readonly error_maps: ErrorMapsOfManifest | null;
  readonly overlaps: readonly { readonly case: string; readonly voxels: number }[];
  readonly left_out: readonly { readonly case: string; readonly reason: string }[];
  /** Folds by subject; null with one subject alone. */
  readonly split: { readonly by: "subject"; readonly folds: number; readonly seed: number } | null;
  /** Copied images that free text was cleared from, and which fields it stood in. Their voxels are the same. */
  readonly cleared: readonly { readonly path: string; readonly fields: readonly string[] }[];
  /** Every file but this one and `README.md`, which holds the hash of this one. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

export function makeManifest(
  project: ReadableProject,
  { layout, format, selection, split }: ReleasePlan,
  release: {
    readonly masks: readonly ReleasedMask[];
    readonly errorMaps: Manifest["error_maps"];
    readonly files: Manifest["files"];
    readonly overlaps: Manifest["overlaps"];
    readonly cleared: Manifest["cleared"];
  },
): Manifest {
  const { book } = selection;
  const judge = book.version === null ? null : judgeVersion(project, book.version);
  const byJudge = release.masks.filter((mask) => mask.accepted_by === "judge").length;
  return {
    format: "winnow-release/1",
    notice: "Research use only. Not for diagnosis.",
    created_at: new Date().toISOString(),
    project: basename(project.path),
    layout: layout.name,
    file_format: format,
    counts: {
      cases: selection.cases.length,
      masks: release.masks.length,
      by_person: release.masks.length - byJudge,
      by_reference: selection.cases.flatMap(({ masks }) => masks).filter((mask) => mask.isByReference).length,
      by_judge: byJudge,
      left_out: selection.leftOut.length,
    },
    judge: judge && {
      version: judge.version,
      kind: judge.kind,
      weights_sha256: judge.weightsSha256,
      n_labels: judge.trainingSet.length,
      seed: judge.seed,
    },
    good_means: goodMeans(project),
    guarantee: book.guarantee,
    versions: {
      winnow: WINNOW_VERSION,
      node: process.versions.node,
      ...(judge && { tensorflow: judge.versions["tensorflow"] ?? "unknown" }),
    },
    masks: release.masks,
    error_maps: release.errorMaps,
    overlaps: release.overlaps,
    left_out: selection.leftOut.map(({ case: name, reason }) => ({ case: name, reason })),
    split: split && { by: "subject", folds: split.nFolds, seed: split.seed },
    cleared: release.cleared,
    files: release.files,
  };
}
