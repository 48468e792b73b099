/**
 * How fast masks are made from images alone, against scikit-image, scipy and MiniSom in a pool of as many processes: twelve
 * recipes on the nuclei pictures, each timed apart, one after the other; reading is left out on both sides.
 *
 * usage: npm run bench:propose -- [--data DIR] [--limit N] [--repeats 2]
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { table } from "#cli/text.ts";
import { machine } from "./support/measure.ts";
import { peerPython, runPeer } from "./support/python-peers.ts";
import { dataFolder, saveResults, skip } from "./support/report.ts";
import { type Timed, timedRecipes } from "./support/timed-recipes.ts";

const N_THREADS = 2;
const { values } = parseArgs({
  options: { data: { type: "string" }, limit: { type: "string" }, repeats: { type: "string", default: "2" } },
});
const data = dataFolder(values.data);
if (data) await main(join(data, "nuclei_dsb2018", "images"));
else skip("no data folder (--data, WINNOW_DATA)");

interface PeerAnswer {
  readonly seconds: Readonly<Record<string, number>>;
  readonly nPictures: number;
  readonly versions: Readonly<Record<string, string>>;
}

async function main(folder: string): Promise<void> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".png"))
    .toSorted()
    .slice(0, values.limit === undefined ? undefined : Number(values.limit));
  const workers = await Promise.all(
    Array.from({ length: N_THREADS }, (_, thread) =>
      started(names.filter((__, index) => index % N_THREADS === thread).map((name) => join(folder, name))),
    ),
  );
  const seconds = new Map<string, number>();
  for (const recipe of timedRecipes) {
    let best = Infinity;
    // The first time warms the compiler up, as the rival is warmed up before it is timed.
    for (let repeat = 0; repeat < Number(values.repeats); repeat += 1)
      best = Math.min(best, await timed(workers, recipe));
    seconds.set(recipe.name, best);
  }
  for (const worker of workers) await worker.terminate();
  const found = peerPython("requirements.txt");
  if ("why" in found) skip(`the comparison with Python: ${found.why}`);
  const peer =
    "python" in found
      ? runPeer<PeerAnswer>(found.python, "propose.py", [
          "--folder",
          folder,
          "--limit",
          String(names.length),
          "--repeats",
          values.repeats,
        ])
      : null;
  const rows = timedRecipes.map(({ name }) => {
    const [own, theirs] = [seconds.get(name)!, peer?.seconds[name] ?? null];
    return { name, seconds: own, peerSeconds: theirs, ratio: theirs === null ? null : theirs / own };
  });
  const total = rows.reduce((sum, row) => sum + row.seconds, 0);
  const peerTotal = peer ? rows.reduce((sum, row) => sum + (row.peerSeconds ?? 0), 0) : null;
  const ratio = peerTotal === null ? null : peerTotal / total;
  const text = (value: number | null, digits: number): string => (value === null ? "–" : value.toFixed(digits));
  const all = [...rows, { name: "all twelve", seconds: total, peerSeconds: peerTotal, ratio }];
  process.stdout.write(
    `${names.length} pictures, ${N_THREADS} threads against ${N_THREADS} processes, seconds\n${table(
      all.map((row) => [row.name, text(row.seconds, 2), text(row.peerSeconds, 2), text(row.ratio, 1)]),
      ["recipe", "Winnow", "scikit-image, scipy, minisom", "times as fast"],
    )}\n`,
  );
  saveResults("propose", {
    machine: machine(),
    nPictures: names.length,
    versions: peer?.versions ?? null,
    rows,
    seconds: total,
    peerSeconds: peerTotal,
    ratio,
  });
}

function started(paths: readonly string[]): Promise<Worker> {
  const worker = new Worker(new URL("support/propose-worker.ts", import.meta.url), { workerData: paths });
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", () => {
      worker.off("error", reject);
      resolve(worker);
    });
  });
}

/** Wall seconds until every thread has made all its masks. */
async function timed(workers: readonly Worker[], recipe: Timed): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<null>((resolve, reject) => {
          const failed = (error: unknown): void => reject(error);
          worker.once("error", failed);
          worker.once("message", () => {
            worker.off("error", failed);
            resolve(null);
          });
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
          worker.postMessage(recipe);
        }),
    ),
  );
  return (performance.now() - startedAt) / 1000;
}
