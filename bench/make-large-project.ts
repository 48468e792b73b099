/**
 * Makes a project with very many masks, for the measurements of the window: real files (hard links to the sample's
 * pictures), five sources, a judge version with scores, labels of two raters, a lot with some checks, and the tile cache
 * filled. What is in it follows from the number of masks alone.
 *
 * usage: node scripts/run.mjs bench/make-large-project.ts --to FILE.winnow [--candidates N]
 */
import { parseArgs } from "node:util";
import { makeLargeProject } from "./support/make-large-project.ts";

const { values } = parseArgs({
  options: { to: { type: "string" }, candidates: { type: "string", default: "100000" } },
});
if (!values.to) throw new Error("--to FILE.winnow is missing");
const startedAt = performance.now();
await makeLargeProject({
  to: values.to,
  nCandidates: Number(values.candidates),
  say: (step) => process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${step}\n`),
});
