import type { WritableProject } from "#core/project/project.ts";
import { insertJudge } from "#core/project/queries/judges.ts";
import { insertLabels } from "#core/project/queries/labels.ts";
import { createRng } from "#domain/random/rng.ts";

export interface ScoredProject {
  /** Masks of each case; each case is a subject of its own. */
  readonly nMasks: number;
  readonly nCases: number;
  /** Whether a mask is truly good. */
  isGood(candidateId: number): boolean;
}

/**
 * Fills a project with cases, masks and two judge versions that have scored all of them, as intake, training and
 * scoring would have left them, without any file: for tests of what is derived from that. Version 2 knows better.
 */
export function fillScoredProject(project: WritableProject, nCases: number, nMasks = 2): ScoredProject {
  const rng = createRng(1, "scored-project");
  const good = new Set<number>();
  project.transaction(() => {
    const folder = project.run("INSERT INTO folder (path, added_at) VALUES ('images', 0)").lastInsertRowid;
    project.run("INSERT INTO class (id, name, value) VALUES (1, 'cell', 1)");
    const addFile = (path: string, role: string): number =>
      project.run(
        "INSERT INTO file (folder_id, path, size_bytes, mtime_ms, sha256, role) VALUES (?, ?, 1000, 0, ?, ?)",
        folder,
        path,
        path,
        role,
      ).lastInsertRowid;
    for (let number = 1; number <= nCases; number += 1) {
      const image = addFile(`images/${number}.png`, "image");
      project.run(
        "INSERT INTO image_content (file_id, sha256, size, orientation_known, channels, datatype, intensity_low, intensity_high, fingerprint) VALUES (?, ?, '[64,48]', 0, 1, 'uint8', 0, 255, x'00')",
        image,
        `images/${number}.png`,
      );
      const caseId = project.run(
        "INSERT INTO cases (name, file_id, image_sha256, subject, subject_origin, created_at) VALUES (?, ?, ?, ?, 'case', 0)",
        `case-${number}`,
        image,
        `images/${number}.png`,
        `case-${number}`,
      ).lastInsertRowid;
      for (let mask = 1; mask <= nMasks; mask += 1) {
        const path = `masks_${mask}/${number}.png`;
        const id = project.run(
          "INSERT INTO candidate (name, case_id, class_id, source, file_id, label_value, mask_sha256, n_voxels, bounds, created_at) VALUES (?, ?, 1, ?, ?, 1, ?, 100, '[[0,9],[0,9]]', 0)",
          `case-${number}:${mask}:1`,
          caseId,
          `source-${mask}`,
          addFile(path, "mask"),
          path,
        ).lastInsertRowid;
        if (rng.next() < 0.7) good.add(id);
      }
    }
    for (const noise of [0.6, 0.15]) addVersion(project, good, noise);
  });
  return { nCases, nMasks, isGood: (candidateId) => good.has(candidateId) };
}

/** A version whose scores say what is true, with so much noise, and are calibrated about so. */
function addVersion(project: WritableProject, good: ReadonlySet<number>, noise: number): void {
  const rng = createRng(Math.round(noise * 1000), "scores");
  const probability = (isGood: boolean): number => {
    const value = (isGood ? 0.98 : 0.03) + (isGood ? -1 : 1) * noise * rng.next();
    return Math.max(0.01, Math.min(0.99, value));
  };
  const isGood = Array.from({ length: 120 }, (_, index) => index % 3 > 0);
  const version = insertJudge(
    project,
    {
      kind: "quality-cnn/1",
      weights: new Uint8Array(1),
      weightsSha256: "none",
      calibration: { slope: 1, intercept: 0 },
      trainingSet: [],
      seed: 1,
      metrics: {
        auc: 0.9,
        coverage: 0.6,
        false_accept_rate: 0.05,
        bad_accepted_share: 0.1,
        brier: 0.1,
        n_labels: 120,
        n_good: 80,
        n_bad: 40,
        n_subjects: 60,
      },
      crossFitted: { pGood: isGood.map(probability), isGood },
      settings: {
        history: [1, 2, 3].flatMap((network) =>
          [1, 2, 3, 4].map((round) => ({
            network,
            round,
            loss: 4 - round + network,
            heldOut: network < 3 && round === 4 ? network : null,
          })),
        ),
      },
      versions: {},
    },
    "test",
  );
  const rows = project.all<{ id: number }>("SELECT id FROM candidate ORDER BY id");
  for (const { id } of rows) {
    project.run(
      "INSERT INTO score (judge_version, candidate_id, image_sha256, mask_sha256, logit, p_good) SELECT ?, candidate.id, cases.image_sha256, candidate.mask_sha256, 0, ? FROM candidate JOIN cases ON cases.id = case_id WHERE candidate.id = ?",
      version,
      probability(good.has(id)),
      id,
    );
  }
}

/** Labels masks as they truly are, without the judge's opinion in sight. */
export function markTruly(project: WritableProject, scored: ScoredProject, ids: readonly number[], seconds = 3): void {
  const labels = ids.map((candidateId) => ({
    candidateId,
    rater: "R1",
    label: scored.isGood(candidateId) ? ("accept" as const) : ("reject" as const),
    reasons: [],
    reasonsNo: [],
    note: "",
    decidedAt: 0,
    seconds,
    judgeVersion: null,
    score: null,
    opinionVisible: false,
    assertedRandom: false,
    origin: "test",
  }));
  project.transaction(() => insertLabels(project, labels));
}
