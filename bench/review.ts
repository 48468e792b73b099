/**
 * How fast the core answers a reviewer of 100,000 masks: opening, the first rows, marks (committed and synced), rows
 * while scrolling, the summary, lists in every order; how long other questions of the window hold up a mark that is given
 * meanwhile; and the memory of it all.
 *
 * usage: node scripts/run.mjs bench/review.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCore } from "#core/core.ts";
import { table } from "#cli/text.ts";
import { connectDirect } from "#transport/direct.ts";
import { makeLargeProject } from "./support/make-large-project.ts";

const RATER = "bench";

const work = mkdtempSync(join(tmpdir(), "winnow-bench-"));
const path = join(work, "large.winnow");
await makeLargeProject({ to: path, nCandidates: 100_000, say: () => {} });

const core = createCore();
const client = connectDirect(core.handlers, core.close);
const figures: { what: string; p50: string; p95: string }[] = [];

await once("project.open", () => client.call("project.open", { path, access: "write" }));
await once("first project.summary", () => client.call("project.summary", {}));
const { ids } = await once("first review.snapshot", () => client.call("review.snapshot", { rater: RATER }));
await once("first review.rows of 60", () => client.call("review.rows", { rater: RATER, ids: ids.slice(0, 60) }));
await often("review.mark of one mask", 400, (i) =>
  client.call("review.mark", {
    rater: RATER,
    marks: [{ candidateId: ids[i]!, label: i % 3 === 0 ? "reject" : "accept" }],
  }),
);
await often("review.rows of 60", 400, (i) =>
  client.call("review.rows", { rater: RATER, ids: ids.slice(60 * i, 60 * i + 60) }),
);
await often(
  "project.summary after a mark",
  100,
  async (i) => {
    await client.call("project.summary", {});
    return i;
  },
  (i) => client.call("review.mark", { rater: RATER, marks: [{ candidateId: ids[500 + i]!, label: "accept" }] }),
);
for (const order of ["queue", "case", "score-low-first", "last-marked"] as const)
  await often(`review.snapshot by ${order}`, 10, () => client.call("review.snapshot", { rater: RATER, order }));
await often("review.snapshot, searching", 10, (i) =>
  client.call("review.snapshot", { rater: RATER, order: "case", search: `case-00${i}` }),
);
await often("review.opinion", 100, (i) => client.call("review.opinion", { rater: RATER, candidateId: ids[1000 + i]! }));
await holds("judge.limits", () => client.call("judge.limits", {}));
await holds("judge.versions", () => client.call("judge.versions", {}));
await holds("judge.curves", () => client.call("judge.curves", { version: 1 }));
await holds("judge.compare", () => client.call("judge.compare", { a: 1, b: 1 }));
await holds("release.preview", () => client.call("release.preview", { layout: "nnunet" }));
await holds("intake.snapshot", () => client.call("intake.snapshot", {}));
figures.push({ what: "memory (resident)", p50: `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`, p95: "" });
await client.close();
rmSync(work, { recursive: true, force: true });
process.stdout.write(`${table(figures.map(({ what, p50, p95 }) => [what, p50, p95]))}\n`);

async function once<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  figures.push({ what, p50: `${(performance.now() - start).toFixed(1)} ms`, p95: "" });
  return result;
}

/** The longest that anything else has to wait while this is answered. */
async function holds(what: string, work: () => Promise<unknown>): Promise<void> {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const tick = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(tick);
  };
  tick();
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  await new Promise((resolve) => setImmediate(resolve));
  isOver = true;
  figures.push({
    what: `${what}, and its longest hold`,
    p50: `${took.toFixed(1)} ms`,
    p95: `${longest.toFixed(1)} ms`,
  });
}

async function often(
  what: string,
  n: number,
  work: (i: number) => Promise<unknown>,
  before: (i: number) => Promise<unknown> = async () => {},
): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < n; i += 1) {
    await before(i);
    const start = performance.now();
    await work(i);
    times.push(performance.now() - start);
    // As between a person's keys: whatever was put off gets its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.min(n - 1, Math.floor(share * n))]!.toFixed(1)} ms`;
  figures.push({ what, p50: at(0.5), p95: at(0.95) });
}
