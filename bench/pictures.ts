/**
 * How fast tiles are: drawn for the first time (tiles a second, over all reader threads), and from the cache (median and
 * 95th percentile of `fetchPicture`, in milliseconds); with the memory of the core and its readers.
 *
 * usage: node scripts/run.mjs bench/pictures.ts [--data DIR]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { imageAddress, maskAddress, tileAddress } from "#contract/pictures.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { type Core, createCore } from "#core/core.ts";
import { table } from "#cli/text.ts";
import { machine } from "./support/measure.ts";
import { benchOptions, saveResults } from "./support/report.ts";

const { data } = benchOptions();
const sets = [
  { name: "sample (nuclei)", folder: fileURLToPath(new URL("../resources/sample/nuclei", import.meta.url)) },
  ...(data
    ? [
        { name: "hippocampus (volumes)", folder: join(data, "hippocampus") },
        { name: "nuclei (pictures)", folder: join(data, "nuclei_dsb2018") },
      ]
    : []),
];
/** As many rows as are answered at once. */
const MAX_TILES = 500;
const context = { signal: new AbortController().signal, emit: () => {} };

const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
const figures = [];
for (const { name, folder } of sets) {
  const core = createCore();
  const path = join(work, `${name}.winnow`);
  await core.handlers["project.open"]({ path, access: "write", create: true }, context);
  await core.handlers["intake.add"]({ folder }, context);
  const { candidates } = await core.handlers["intake.list"]({}, context);
  const ids = Array.from({ length: Math.min(MAX_TILES, candidates.length) }, (_, i) => i + 1);
  const rows = await core.handlers["review.rows"]({ rater: "bench", ids }, context);
  const tiles = rows.map(({ id, pictureVersion }) => tileAddress(id, pictureVersion));
  const voxels = [];
  for (const { id, caseId, pictureVersion } of rows.slice(0, 3)) {
    const view = await core.handlers["review.case"]({ rater: "bench", caseId }, context);
    voxels.push(imageAddress(caseId, view.pictureVersion), maskAddress(id, pictureVersion));
  }
  await core.handlers["project.close"]({}, context);
  await core.handlers["project.open"]({ path, access: "write", create: false }, context);
  const cold = await coldTiles(core, tiles);
  const warm = await latencies(core, shuffled(tiles, createRng(1, "warm")));
  const large = await latencies(core, voxels);
  figures.push({
    set: name,
    tiles: tiles.length,
    coldPerSecond: Math.round(tiles.length / cold.seconds),
    meanKb: Math.round(cold.bytes / tiles.length / 1024),
    warmMedianMs: at(warm, 0.5),
    warm95Ms: at(warm, 0.95),
    voxelsMedianMs: at(large, 0.5),
    residentMb: Math.round(process.memoryUsage().rss / 1024 ** 2),
  });
  await core.close();
}
rmSync(work, { recursive: true, force: true });
process.stdout.write(
  `${table(
    figures.map((row) => Object.values(row)),
    ["set", "tiles", "cold/s", "kB", "warm ms", "warm p95", "voxels ms", "RSS MB"],
  )}\n`,
);
saveResults("pictures", { machine: machine(), figures });

/** As a window asks: what is on one screen at once, then the next. */
async function coldTiles(core: Core, addresses: readonly string[]): Promise<{ seconds: number; bytes: number }> {
  const startedAt = performance.now();
  let bytes = 0;
  for (let from = 0; from < addresses.length; from += 24) {
    const screen = addresses.slice(from, from + 24).map((address) => core.fetchPicture(address, context.signal));
    for (const { body } of await Promise.all(screen)) bytes += body.length;
  }
  return { seconds: (performance.now() - startedAt) / 1000, bytes };
}

async function latencies(core: Core, addresses: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const address of addresses) {
    const startedAt = performance.now();
    await core.fetchPicture(address, context.signal);
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!.toFixed(2));
}
