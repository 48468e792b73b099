import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const results = fileURLToPath(new URL("../results/", import.meta.url));

/** `--data DIR`, else WINNOW_DATA, else `../shared/data` beside the checkout; null where there is none. */
export function benchOptions(): { readonly data: string | null } {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  return { data: dataFolder(values.data) };
}

/** The folder of the data sets: the one given, else WINNOW_DATA, else `../shared/data` beside the checkout. */
export function dataFolder(given: string | undefined): string | null {
  const beside = fileURLToPath(new URL("../../../shared/data", import.meta.url));
  const places = [given, process.env["WINNOW_DATA"], beside];
  return places.find((place) => place !== undefined && existsSync(place)) ?? null;
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
