/**
 * How well the error map shows where a mask is wrong, on real failures: masks of an under-trained network on hippocampus
 * volumes, in a project where nobody has labelled anything, and after 50 labels. By a quality network that has never seen
 * a hippocampus.
 *
 * usage: npm run bench:errors -- [--data DIR]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "#cli/text.ts";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { rocAuc, spearman } from "#domain/statistics/ranking.ts";
import { connectDirect } from "#transport/direct.ts";
import { machine } from "./support/measure.ts";
import { networkWithout } from "./support/quality-network.ts";
import { benchOptions, saveResults, skip } from "./support/report.ts";
import { GOOD_DICE, labelVolumes, type VolumeMask, writeVolumes } from "./support/write-volumes.ts";

/** Masks with a lower Dice are failures. */
const FAILURE = 0.8;
const N_ASKED = 120;
const LABELS = [0, 50] as const;
/** Bytes of a NIfTI-1 header with its extension flag. */
const HEADER_BYTES = 352;

const { data } = benchOptions();
if (data) await main(data);
else skip("no data folder (--data, WINNOW_DATA)");

async function main(folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
  const masks = await writeVolumes(folder, join(work, "folder"));
  const core = createCore({ qualityNetwork: networkWithout("hippocampus", folder) });
  const client = connectDirect(core.handlers, core.close);
  const { call } = client;
  await call("project.open", { path: join(work, "volumes.winnow"), access: "write", create: true });
  await call("intake.add", { folder: join(work, "folder") });
  const figures = [];
  for (const labels of LABELS) {
    const paths = [...masks.keys()].toSorted();
    const taught = shuffled(paths, createRng(1, "labels")).slice(0, labels);
    if (labels > 0) await labelVolumes(call, work, taught, masks);
    await call("judge.train", { withoutLabels: labels === 0, silentSources: ["masks_spoiled"] });
    await call("judge.apply", {});
    figures.push({ labels, ...(await measureMaps(client, core.fetchPicture, masks, new Set(taught))) });
  }
  await client.close();
  rmSync(work, { recursive: true, force: true });
  process.stdout.write(
    `${table(
      figures.map((row) => Object.values(row)),
      Object.keys(figures[0]!),
    )}\n`,
  );
  saveResults("errors", { machine: machine(), settings: { failure: FAILURE, good: GOOD_DICE }, figures });
}

async function measureMaps(
  { call }: Client,
  fetchPicture: ReturnType<typeof createCore>["fetchPicture"],
  masks: ReadonlyMap<string, VolumeMask>,
  taught: ReadonlySet<string>,
): Promise<Record<string, number>> {
  const rows = (await call("review.results", {})).filter((row) => !taught.has(row.mask_path) && row.p_good !== null);
  const known = rows.map((row) => masks.get(row.mask_path)!);
  const { ids } = await call("review.snapshot", { rater: "bench" });
  const tiles = await Promise.all(
    Array.from({ length: Math.ceil(ids.length / 500) }, (_, page) =>
      call("review.rows", { rater: "bench", ids: ids.slice(page * 500, (page + 1) * 500) }),
    ),
  );
  const idOf = new Map(tiles.flat().map((tile) => [tile.maskPath, tile.id]));
  const failures = rows.filter((row) => {
    const mask = masks.get(row.mask_path)!;
    return !mask.isSpoiled && mask.dice < FAILURE;
  });
  const asked = shuffled(failures, createRng(1, "asked")).slice(0, N_ASKED);
  let [overlap, nWorst] = [0, 0];
  const startedAt = performance.now();
  for (const { mask_path: path } of asked) {
    const candidateId = idOf.get(path)!;
    const map = await call("review.errorMap", { rater: "bench", candidateId });
    const { body } = await fetchPicture(map.address, new AbortController().signal);
    const { mask, truth, size } = masks.get(path)!;
    const predicted = body.subarray(HEADER_BYTES);
    overlap += errorDice(predicted, mask, truth);
    if (worstSlices(mask, truth, size).includes(map.worstSlices[2] ?? -1)) nWorst += 1;
  }
  const seconds = (performance.now() - startedAt) / asked.length / 1000;
  const dices = known.map((mask) => mask.dice);
  const round = (value: number): number => Number(value.toFixed(3));
  return {
    failures: asked.length,
    "mean Dice of error pixels": round(overlap / asked.length),
    "worst slice among the 3 worst": round(nWorst / asked.length),
    "seconds a map": round(seconds),
    AUC: round(
      rocAuc(
        rows.map((row) => row.p_good!),
        dices.map((value) => value >= GOOD_DICE),
      )!,
    ),
    "Spearman of predicted Dice": round(
      spearman(
        rows.map((row) => row.predicted_dice!),
        dices,
      )!,
    ),
  };
}

function errorDice(predicted: Uint8Array, mask: Uint8Array, truth: Uint8Array): number {
  let [nTrue, nPredicted, both] = [0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const isWrong = mask[i] !== truth[i];
    const isPredicted = predicted[i] !== 0;
    if (isWrong) nTrue += 1;
    if (isPredicted) nPredicted += 1;
    if (isWrong && isPredicted) both += 1;
  }
  return (2 * both) / (nTrue + nPredicted);
}

/** The three slices along the third axis with the most wrong pixels. */
function worstSlices(mask: Uint8Array, truth: Uint8Array, size: readonly number[]): number[] {
  const area = size[0]! * size[1]!;
  const counts = Array.from({ length: size[2]! }, (_, z) => {
    let n = 0;
    for (let i = z * area; i < (z + 1) * area; i += 1) if (mask[i] !== truth[i]) n += 1;
    return { z, n };
  });
  return counts
    .toSorted((a, b) => b.n - a.n)
    .slice(0, 3)
    .map(({ z }) => z);
}
