/**
 * How fast the window is with 100,000 masks, in Chromium over the browser shell: from the click on a recent project to
 * its first tiles; frames dropped while the review grid is scrolled; from the key to the next tile; from a mark to its
 * acknowledgement (on disk); memory of the renderer and of the core. An empty page is scrolled beside it, so that a busy
 * machine is seen in the figures. The table holds the medians over the runs.
 *
 * usage: node scripts/run.mjs bench/ui.ts [--project FILE.winnow] [--runs 3]
 *   --project  one that bench/make-large-project.ts has made, which is copied; else one is made
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { table } from "#cli/text.ts";
import { startBrowser } from "../e2e/support/browser-shell.ts";
import { ensureWindow } from "../scripts/setup/window.mjs";
import { quantile } from "./support/figures.ts";
import { makeLargeProject } from "./support/make-large-project.ts";
import { machine } from "./support/measure.ts";
import { installProbe } from "./support/page-probe.ts";
import { processMemory } from "./support/process-memory.ts";
import { saveResults } from "./support/report.ts";
import {
  heapOf,
  markMany,
  openRecent,
  rendererPid,
  scroll,
  scrollEmptyPage,
  scrollLooking,
} from "./support/window-figures.ts";

const N_CANDIDATES = 100_000;

/** What each figure says, and its limit where it has one (milliseconds, megabytes, shares of 1). */
const FIGURES = {
  firstTileMs: ["open a project: first tile painted", "ms"],
  tilesMs: ["open a project: all tiles in view painted", "ms", 1500],
  dropped: ["frames dropped, scrolling the grid", "%", 0.05],
  droppedByEmptyPage: ["  the same wheel over an empty page", "%"],
  seen: ["tiles in view that are painted meanwhile", "%"],
  restMs: ["  all painted after the wheel has stopped", "ms"],
  keyP50Ms: ["key 1: next tile painted, median", "ms"],
  keyP95Ms: ["key 1: next tile painted, 95th percentile", "ms", 50],
  presentedP95Ms: ["  as the browser counts it (event timing)", "ms"],
  acknowledgedP50Ms: ["mark: acknowledged, on disk, median", "ms"],
  acknowledgedP95Ms: ["mark: acknowledged, on disk, 95th percentile", "ms", 30],
  heapMb: ["renderer: JavaScript heap", "MB"],
  ownMb: ["renderer: memory of its own", "MB"],
  residentMb: ["renderer: resident, with shared libraries, peak", "MB", 400],
  coreMb: ["core: resident, after every screen, peak", "MB", 600],
  load: ["load of the machine when the run began", ""],
} as const satisfies Record<string, readonly [says: string, unit: string, limit?: number]>;
type Figure = keyof typeof FIGURES;
type Run = Record<Figure, number>;

const { values } = parseArgs({ options: { project: { type: "string" }, runs: { type: "string", default: "3" } } });
await ensureWindow("renderer");
const home = mkdtempSync(join(tmpdir(), "winnow-bench-"));
const project = join(home, "large.winnow");
if (values.project) copyProject(values.project);
else await makeLargeProject({ to: project, nCandidates: N_CANDIDATES, say: () => {} });

const runs: Run[] = [];
for (let run = 0; run < Number(values.runs); run += 1) runs.push(await measureOnce());
rmSync(home, { recursive: true, force: true });

const names = Object.keys(FIGURES) as Figure[];
const medians = Object.fromEntries(names.map((name) => [name, medianOf(runs.map((run) => run[name]))])) as Run;
process.stdout.write(`${table(names.map(line), ["figure", "median", "goal", ""])}\n`);
saveResults("ui", { machine: machine(), nCandidates: N_CANDIDATES, medians, runs });

async function measureOnce(): Promise<Run> {
  rememberProject();
  // What was written before is on the disk: the first mark does not wait for it.
  execFileSync("sync");
  const load = loadavg()[0]!;
  const shell = await startBrowser({ home });
  const { page } = shell;
  try {
    await page.addInitScript(installProbe);
    await page.reload();
    const opened = await openRecent(page);
    const renderer = await rendererPid(shell);
    const scrolled = await scroll(page);
    const droppedByEmptyPage = await scrollEmptyPage(shell, installProbe);
    const looked = await scrollLooking(page);
    const marked = await markMany(page);
    const { own, peak } = processMemory(renderer);
    const heapMb = await heapOf(page);
    for (const screen of ["Data", "Judge", "Release", "Review"]) {
      await page.getByRole("navigation").getByRole("button", { name: screen }).click();
      await pause(3000);
    }
    const coreMb = processMemory(shell.corePid()!).peak;
    return {
      ...opened,
      ...scrolled,
      droppedByEmptyPage,
      ...looked,
      ...marked,
      heapMb,
      ownMb: own,
      residentMb: peak,
      coreMb,
      load,
    };
  } finally {
    await shell.quit();
  }
}

/** The person has a name, and this project is the last that was opened. */
function rememberProject(): void {
  const folder = join(home, ".config", "winnow");
  mkdirSync(folder, { recursive: true });
  const counts = { nCandidates: N_CANDIDATES, nAccepted: 0, nRejected: 0, nToReview: N_CANDIDATES };
  const recent = { path: project, name: "large", openedAt: Date.now(), ...counts };
  writeFileSync(
    join(folder, "winnow.json"),
    JSON.stringify({ preferences: { rater: "A. Berger" }, recents: [recent] }),
  );
}

/** Copies by the system's own cp, which keeps the hard links of the pictures. */
function copyProject(from: string): void {
  for (const [source, target] of [
    [from, project],
    [`${from}-cache`, `${project}-cache`],
    [from.replace(/\.winnow$/, "-images"), project.replace(/\.winnow$/, "-images")],
  ] as const)
    execFileSync("cp", ["-a", source, target]);
}

function medianOf(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

function line(name: Figure): string[] {
  const [says, unit, limit] = FIGURES[name] as readonly [string, string, number?];
  const verdict = limit === undefined ? "" : medians[name] <= limit ? "reached" : "missed";
  return [says, shown(medians[name], unit), limit === undefined ? "" : shown(limit, unit), verdict];
}

function shown(value: number, unit: string): string {
  return unit === "%" ? `${(100 * value).toFixed(1)} %` : `${value.toFixed(unit === "MB" ? 0 : 1)} ${unit}`.trimEnd();
}
