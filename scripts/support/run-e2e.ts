import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureEndToEnd } from "../setup/e2e.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The part of Playwright's report that is counted. */
interface Report {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly errors: readonly { readonly message?: string }[];
}

/** Runs the end-to-end tests in both shells; a test that passes only when it is tried again counts as failed. */
export async function runEndToEnd(
  args: readonly string[] = [],
): Promise<{ passed: number; failed: number; skipped: number }> {
  const folder = mkdtempSync(join(tmpdir(), "winnow-e2e-"));
  const report = join(folder, "report.json");
  try {
    await ensureEndToEnd();
    const { NODE_OPTIONS: _none, ...env } = process.env;
    spawnSync("playwright", ["test", "--config", "e2e/playwright.config.ts", ...args], {
      cwd: root,
      // What tests leave there goes with it.
      env: { ...env, TMPDIR: folder, WINNOW_E2E_REPORT: report },
      stdio: "inherit",
    });
    const { stats, errors } = JSON.parse(readFileSync(report, "utf8")) as Report;
    return {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    };
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
