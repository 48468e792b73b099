import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const results = fileURLToPath(new URL("../results/", import.meta.url));

export interface BenchOptions {
  readonly data: string | null;
  readonly seeds: number;
  readonly labels: readonly number[];
  readonly sets: readonly string[];
  readonly kinds: readonly string[];
}

/** `--data DIR` (else WINNOW_DATA, else `../shared/data` beside the checkout), `--seeds N`, `--labels a,b`, `--sets a,b`, `--kinds a,b`. */
export function benchOptions(defaults: { labels?: string; sets?: string; kinds?: string } = {}): BenchOptions {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      seeds: { type: "string", default: "3" },
      labels: { type: "string", default: defaults.labels ?? "" },
      sets: { type: "string", default: defaults.sets ?? "" },
      kinds: { type: "string", default: defaults.kinds ?? "" },
    },
  });
  const places = [
    values.data,
    process.env["WINNOW_DATA"],
    fileURLToPath(new URL("../../../shared/data", import.meta.url)),
  ];
  return {
    data: places.find((place) => place !== undefined && existsSync(place)) ?? null,
    seeds: Number(values.seeds),
    labels: values.labels.split(",").filter(Boolean).map(Number),
    sets: values.sets.split(",").filter(Boolean),
    kinds: values.kinds.split(",").filter(Boolean),
  };
}

/** Says that a bench skips, and why. */
export function skip(why: string): void {
  process.stdout.write(`skipped: ${why}\n`);
}

/** Keeps the figures of a run as `bench/results/NAME.json`. */
export function saveResults(name: string, figures: unknown): void {
  mkdirSync(results, { recursive: true });
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
  process.stdout.write(`figures kept in bench/results/${name}.json\n`);
}
