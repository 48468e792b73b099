import type { LabelValue } from "#contract/records.ts";
import { sha256Of } from "#core/io/files/hash.ts";
import { Project } from "#core/project/project.ts";
import { insertJudge } from "#core/project/queries/judges.ts";
import { insertLabels, labelStates } from "#core/project/queries/labels.ts";
import { insertLot, lotFor, recordDraw } from "#core/project/queries/lots.ts";
import { bestPerCaseAndClass } from "#domain/guarantee/automatic-list.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";

export interface SyntheticOptions {
  readonly nCases: number;
  /** Masks of every case, each from a source of its own. */
  readonly perCase: number;
  readonly nClasses?: number;
  readonly seed?: number;
}

/** Source names of synthetic masks, in the order in which a case has them. */
export const syntheticSources = ["kmeans", "otsu", "watershed", "som", "unet", "manual"] as const;

/**
 * A project with cases and masks that no file stands behind, for what only looks at the project file: queues, marks,
 * verdicts, counts. Written straight into the tables, so that 100,000 masks take seconds.
 */
export function makeSyntheticProject(path: string, options: SyntheticOptions): Project {
  const { nCases, perCase, nClasses = 1 } = options;
  const project = Project.open(path, "write", { create: true });
  project.transaction(() => {
    project.run("INSERT INTO folder (path, added_at) VALUES ('images', 1)");
    for (let k = 1; k <= nClasses; k += 1)
      project.run("INSERT INTO class (name, value) VALUES (?, ?)", `class-${k}`, k);
    for (let c = 0; c < nCases; c += 1) {
      // Names that do not sort in the order of their making.
      const name = `case-${String((c * 7919) % nCases).padStart(6, "0")}`;
      const imageSha = fakeHash("image", c);
      const imageId = addFile(project, `images/${name}.png`, "image", imageSha);
      project.run(
        "INSERT INTO image_content (file_id, sha256, size, spacing_mm, affine, orientation_known, channels, datatype, intensity_low, intensity_high, fingerprint) VALUES (?, ?, '[256,192]', NULL, NULL, 0, 1, 'uint8', 0, 255, ?)",
        imageId,
        imageSha,
        new Uint8Array(264),
      );
      const caseId = project.run(
        "INSERT INTO cases (name, file_id, image_sha256, subject, subject_origin, created_at) VALUES (?, ?, ?, ?, 'case', 1)",
        name,
        imageId,
        imageSha,
        name,
      ).lastInsertRowid;
      for (let m = 0; m < perCase; m += 1) {
        const source = syntheticSources[m % syntheticSources.length]!;
        const maskSha = fakeHash("mask", c * perCase + m);
        const fileId = addFile(project, `masks_${source}/${name}-${m}.png`, "mask", maskSha);
        project.run(
          "INSERT INTO candidate (name, case_id, class_id, source, file_id, label_value, mask_sha256, n_voxels, bounds, created_at) VALUES (?, ?, ?, ?, ?, 255, ?, 100, '[10,10,0,19,19,0]', 1)",
          `${name}:${source}:${m}`,
          caseId,
          1 + (m % nClasses),
          source,
          fileId,
          maskSha,
        );
      }
    }
  });
  return project;
}

/** A judge version that was never trained, with a score for every mask, as training and scoring would leave it. */
export function addSyntheticJudge(project: Project, seed = 1, learntFrom: readonly string[] = []): number {
  const weights = new Uint8Array([seed]);
  return project.transaction(() => {
    const version = insertJudge(
      project,
      {
        kind: "quality-cnn",
        weights,
        weightsSha256: sha256Of(weights),
        calibration: { slope: 1, intercept: 0 },
        trainingSet: learntFrom.map((candidate) => ({
          candidate,
          label: "accept" as const,
          subject: candidate,
          image_sha256: "",
          mask_sha256: "",
        })),
        seed,
        metrics: syntheticMetrics,
        crossFitted: {
          pGood: Array.from({ length: 200 }, (_, i) => i / 200),
          isGood: Array.from({ length: 200 }, (_, i) => i > 60),
        },
        settings: {},
        versions: {},
      },
      "test",
    );
    const rng = createRng(seed, "scores");
    const rows = project.all<{ id: number; image: string; mask: string }>(
      "SELECT candidate.id, cases.image_sha256 AS image, candidate.mask_sha256 AS mask FROM candidate JOIN cases ON cases.id = candidate.case_id WHERE candidate.retired_at IS NULL",
    );
    for (const { id, image, mask } of rows) {
      // Half of them clearly good, the rest anything.
      const p = rng.next() < 0.5 ? 0.97 + 0.029 * rng.next() : rng.next();
      project.run(
        "INSERT INTO score (judge_version, candidate_id, image_sha256, mask_sha256, logit, p_good) VALUES (?, ?, ?, ?, ?, ?)",
        version,
        id,
        image,
        mask,
        Math.log(p / (1 - p)),
        p,
      );
    }
    return version;
  });
}

const syntheticMetrics = {
  auc: 0.9,
  coverage: 0.5,
  false_accept_rate: 0.05,
  bad_accepted_share: 0.1,
  brier: 0.1,
  n_labels: 200,
  n_good: 139,
  n_bad: 61,
  n_subjects: 200,
};

/**
 * Puts a version in use and freezes its automatic list: the best open mask of every case and class down to a threshold,
 * in an order drawn by lot.
 */
export function useSyntheticJudge(
  project: Project,
  version: number,
  { alpha = 0.05, delta = 0.05, threshold = 0.97, reach = 0 } = {},
): void {
  project.transaction(() => {
    project.run("INSERT INTO judge_use (version, at) VALUES (?, ?)", version, Date.now());
    const entries = project
      .all<{ id: number; case_id: number; class_id: number; p: number }>(
        "SELECT candidate.id, case_id, class_id, p_good AS p FROM score JOIN candidate ON candidate.id = candidate_id WHERE judge_version = ? AND p_good >= ?",
        version,
        threshold,
      )
      .map((row) => ({ candidateId: row.id, caseId: row.case_id, classId: row.class_id, score: row.p }));
    const states = labelStates(project);
    const list = bestPerCaseAndClass(
      entries,
      ({ candidateId }) => !states.has(candidateId),
      () => false,
    );
    const members = shuffled(
      list.map(({ candidateId }) => candidateId),
      createRng(version, "lot"),
    );
    const { looks } = planLooks({ populationSize: members.length, alpha, delta, nLooks: 2 });
    const lot = { judgeVersion: version, alpha, delta, threshold, seed: version, looks, nAsserted: 0, members };
    insertLot(project, { ...lot, continues: null, strata: null, reach: Math.max(reach, members.length) }, "test");
  });
}

/** Puts version 1 in use for α = δ = 20 % and draws the checks of its first look. */
export function drawFirstLook(project: Project): {
  readonly checks: readonly number[];
  readonly unseen: readonly number[];
} {
  useSyntheticJudge(project, 1, { alpha: 0.2, delta: 0.2 });
  project.transaction(() => {
    for (const name of ["alpha", "delta"]) project.run("INSERT INTO setting (name, value) VALUES (?, '0.2')", name);
  });
  const lot = lotFor(project, 1, 0.2, 0.2)!;
  const { nChecks } = lot.looks[0]!;
  project.transaction(() => recordDraw(project, lot.id, { first: 0, n: nChecks, purpose: "proof" }));
  return { checks: lot.members.slice(0, nChecks), unseen: lot.members.slice(nChecks) };
}

/** A mark in the grid, blind unless told otherwise. */
export function markSynthetic(
  project: Project,
  candidateId: number,
  label: LabelValue | "clear",
  { rater = "A", opinionVisible = false } = {},
): void {
  project.transaction(() =>
    insertLabels(project, [
      {
        candidateId,
        rater,
        label,
        reasons: [],
        reasonsNo: [],
        note: "",
        decidedAt: 1,
        seconds: null,
        judgeVersion: null,
        score: null,
        opinionVisible,
        assertedRandom: false,
        origin: "grid",
      },
    ]),
  );
}

function addFile(project: Project, path: string, role: string, sha256: string): number {
  return project.run(
    "INSERT INTO file (folder_id, path, size_bytes, mtime_ms, sha256, role) VALUES (1, ?, 1000, 1, ?, ?)",
    path,
    sha256,
    role,
  ).lastInsertRowid;
}

/** Sixty-four hexadecimal digits that no two things share. */
function fakeHash(kind: string, index: number): string {
  return kind.charCodeAt(0).toString(16).padStart(2, "0") + (index * 2654435761).toString(16).padStart(62, "0");
}
