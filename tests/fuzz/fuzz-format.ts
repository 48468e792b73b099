import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRng } from "#domain/random/rng.ts";
import { UnreadableFile } from "#core/io/file-problem.ts";
import type { ReadLimits } from "#core/io/limits.ts";
import { ReaderPool } from "#core/io/workers/pool.ts";
import type { FuzzFormat, FuzzSeed } from "./formats.ts";
import { mutate } from "./mutate.ts";
import type { FuzzReadTask } from "./read-task.ts";

export interface FuzzOptions {
  /** Broken files of the format, dealt out to its seeds. */
  readonly n: number;
  readonly seed: number;
  /** An empty folder; files that did harm are left in it. */
  readonly folder: string;
}

export interface FuzzResult {
  readonly format: string;
  readonly n: number;
  readonly nSeeds: number;
  /** Files that could be read all the same. */
  readonly nRead: number;
  /** How many were refused, by code. */
  readonly refused: ReadonlyMap<string, number>;
  /** Crashes, hangs, faults of the program, and images that make no sense; each names its file. */
  readonly faults: readonly string[];
  /** Largest resident set of this process so far. */
  readonly peakBytes: number;
}

const MB = 1024 ** 2;
const LIMITS: ReadLimits = { maxDecodedBytes: 64 * MB, deadlineMs: 10_000, firstLook: { expectedSize: null } };
/** Of the pool: news that are no word on the file. */
const HARM = new Set(["reader-crashed", "read-timeout"]);

/** Reads `n` broken files in reader threads, the same ones whenever the seed is the same (reliability R16). */
export async function fuzzFormat(format: FuzzFormat, { n, seed, folder }: FuzzOptions): Promise<FuzzResult> {
  const pool = new ReaderPool(new URL("read-task.ts", import.meta.url), 2);
  const seeds = format.seeds();
  const refused = new Map<string, number>();
  const faults: string[] = [];
  let [nRead, next, peakBytes] = [0, 0, 0];

  const readOne = async (index: number): Promise<void> => {
    const place = join(folder, `${format.name}-${seed}-${index}`);
    const path = writeBroken(place, seeds[index % seeds.length]!, createRng(seed, `${format.name}/${index}`));
    const task: FuzzReadTask = { path, limits: LIMITS };
    const harm = await pool.run("read", task, path, LIMITS).then(
      () => {
        nRead += 1;
        return null;
      },
      (error: unknown) => count(error, refused),
    );
    if (harm === null) rmSync(place, { recursive: true });
    else faults.push(`${path}: ${harm}`);
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  };
  const work = async (): Promise<void> => {
    while (next < n) {
      next += 1;
      await readOne(next - 1);
    }
  };
  await Promise.all([work(), work()]);
  await pool.close();
  return { format: format.name, n, nSeeds: seeds.length, nRead, refused, faults, peakBytes };
}

/** @returns what harm was done; null where the file was refused as it should be */
function count(error: unknown, refused: Map<string, number>): string | null {
  if (!(error instanceof UnreadableFile)) return error instanceof Error ? error.message : "something was thrown";
  const { code, message, remedy } = error.problem;
  if (HARM.has(code)) return code;
  if (/undefined|\[object/.test(message + remedy)) return `${code} says: ${message} ${remedy}`;
  refused.set(code, (refused.get(code) ?? 0) + 1);
  return null;
}

/** Breaks one of a seed's files, and writes all of them. */
function writeBroken(place: string, { name, files }: FuzzSeed, rng: ReturnType<typeof createRng>): string {
  mkdirSync(place);
  const names = [...files.keys()];
  const broken = names[rng.int(names.length)];
  for (const [file, bytes] of files) writeFileSync(join(place, file), file === broken ? mutate(bytes, rng) : bytes);
  return join(place, name);
}

/** A line or two for people: what was done, and what came of it. */
export function describeFuzz({ format, n, nSeeds, nRead, refused, faults, peakBytes }: FuzzResult): string {
  const codes = [...refused].toSorted(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`);
  const said = `${format}: ${n} broken files of ${nSeeds} seeds, ${nRead} read, ${n - nRead - faults.length} refused, ${faults.length} faults, ${Math.round(peakBytes / MB)} MB`;
  return [said, `  ${codes.join(", ")}`, ...faults.map((fault) => `  FAULT ${fault}`)].join("\n");
}
