/**
 * All checks of the project, one after the other: format, lint, types per layer, unused code, tests, and the journeys
 * in both shells. The last line says how many passed and how many failed; the static checks count as one each.
 *
 * usage: npm test            (some 20 minutes on two cores)
 *        npm run test:long   (fuzzing, simulations, crash loops: what takes longer)
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runEndToEnd } from "./support/run-e2e.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const isLong = process.argv.includes("--long");
const passedOn = process.argv.slice(2).filter((argument) => argument !== "--long");

let passed = 0;
let failed = 0;

if (!isLong) {
  staticCheck("format", "oxfmt", ["--check", "."]);
  staticCheck("lint", "oxlint", ["--type-aware"]);
  staticCheck("types", "tsc", ["-b", "tsconfig.json"]);
  staticCheck("unused code", "knip", ["--no-progress"]);
}
runTests();
if (!isLong && passedOn.length === 0) {
  const endToEnd = await runEndToEnd();
  passed += endToEnd.passed;
  failed += endToEnd.failed;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

function staticCheck(name: string, command: string, args: readonly string[]): void {
  const startedAt = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (status === 0) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`${stdout}${stderr}`);
  }
  process.stdout.write(`${status === 0 ? "good" : "FAILED"}  ${name} (${seconds} s)\n`);
}

function runTests(): void {
  const folder = mkdtempSync(join(tmpdir(), "winnow-test-"));
  // Tests that give up their rights have to get into it.
  chmodSync(folder, 0o755);
  const report = join(folder, "report.json");
  // What tests leave there goes with it.
  const env = { ...process.env, TMPDIR: folder, ...(isLong && { WINNOW_LONG: "1" }) };
  const { status } = spawnSync(
    "vitest",
    ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...passedOn],
    { cwd: root, env, stdio: "inherit" },
  );
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8")) as Record<
      string,
      number
    >;
    passed += numPassedTests ?? 0;
    // A file that could not even be loaded holds no failed test, but it failed.
    failed += Math.max(
      numFailedTests ?? 0,
      (numFailedTests ?? 0) === 0 && status !== 0 ? Math.max(1, numFailedTestSuites ?? 1) : 0,
    );
  } catch {
    failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
