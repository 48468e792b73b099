import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "#contract/client.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { controlSources } from "./controls.ts";
import { withProject } from "../support/with-project.ts";
import type { Prepared, PreparedMask } from "./prepare.ts";

/** Scores of the product's judge by the names of masks. */
export type Scores = ReadonlyMap<string, number>;

const LEAST_OF_A_KIND = 3;

/** Masks of the pool by lot, some of both kinds. */
export function drawMasks({ masks }: Prepared, n: number, seed: number): PreparedMask[] {
  const pool = masks.filter(({ part }) => part === "pool");
  const rng = createRng(seed, "labels", n);
  for (let attempt = 0; ; attempt += 1) {
    const drawn = shuffled(pool, rng).slice(0, n);
    const nGood = drawn.filter(({ isGood }) => isGood).length;
    if (Math.min(nGood, drawn.length - nGood) >= LEAST_OF_A_KIND || attempt === 1000) return drawn;
  }
}

/** Writes labels as a person's tool would, and takes them into the project that is open. */
export async function giveLabels(
  { call }: Client,
  file: string,
  labels: readonly { readonly name: string; readonly isGood: boolean }[],
): Promise<void> {
  const lines = labels.map(({ name, isGood }) => `"${name}",${isGood ? "accept" : "reject"}`);
  writeFileSync(file, `candidate,label\n${lines.join("\n")}\n`);
  const { taken } = await call("review.importLabels", { file, rater: "truth" });
  if (taken !== labels.length) throw new Error(`${taken} of ${labels.length} labels were taken`);
}

/**
 * Trains a judge on labels in a copy of the project, and has it score everything.
 * @returns with the AUC that the product itself states, cross-fitted on the labels
 */
export async function scoresAfter(
  prepared: Prepared,
  labels: readonly { readonly name: string; readonly isGood: boolean }[],
  seed: number,
): Promise<{ readonly scores: Scores; readonly crossFittedAuc: number | null }> {
  // The same path each time: what was measured of the masks is found again in the cache beside it.
  const path = join(prepared.work, "run.winnow");
  copyFileSync(prepared.project, path);
  try {
    return await withProject(path, prepared.set.network, async (client) => {
      await giveLabels(client, `${path}.csv`, labels);
      const { metrics } = await client.call("judge.train", { seed, silentSources: controlSources });
      await client.call("judge.apply", {});
      const rows = await client.call("review.results", {});
      return { crossFittedAuc: metrics.auc, scores: new Map(rows.map((row) => [row.candidate, row.p_good ?? 0])) };
    });
  } finally {
    rmSync(path);
  }
}

/** How well scores tell good from bad among the masks tested. */
export function judgeQuality({ masks }: Prepared, scores: Scores): { auc: number | null; balancedAccuracy: number } {
  const tested = masks.filter(({ part }) => part === "test");
  const isGood = tested.map((mask) => mask.isGood);
  const p = tested.map(({ name }) => scores.get(name) ?? 0);
  const share = (good: boolean): number => {
    const own = p.filter((_, index) => isGood[index] === good);
    return own.filter((value) => value >= 0.5 === good).length / Math.max(1, own.length);
  };
  return { auc: rocAuc(p, isGood), balancedAccuracy: (share(true) + share(false)) / 2 };
}
