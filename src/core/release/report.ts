import { existsSync } from "node:fs";
import { basename } from "node:path";
import { AppError } from "#contract/errors.ts";
import { expectedCalibrationError, reliabilityBins } from "#domain/statistics/reliability.ts";
import { escapeHtml } from "#domain/text/html.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { writeFileSafely } from "../io/files/write-file.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { Progress } from "../jobs/progress.ts";
import type { ReadableProject } from "../project/project.ts";
import { type CandidateSource, candidateSources } from "../project/queries/candidates.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import { type JudgeVersion, judgeVersion } from "../project/queries/judges.ts";
import { acceptedByReference } from "../project/queries/reference-labels.ts";
import { type VerdictBook, verdictBook, verdictCounts } from "../project/state/verdicts.ts";
import { WINNOW_VERSION } from "../version.ts";
import type { OverlayTask } from "./draw-overlay.ts";
import { goodMeans, referenceSentences } from "./good-means.ts";
import { reliabilityPlot, REPORT_STYLE } from "./report-parts.ts";

export interface ReportOptions {
  readonly project: ReadableProject;
  readonly to: string;
  /** Put it in the place of a file that is there. */
  readonly overwrite: boolean;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

const EXAMPLES = 6;

/** Writes a report as one HTML file that needs nothing else: counts, guarantee, examples, reliability, versions. */
export async function writeReport(options: ReportOptions): Promise<{ path: string }> {
  const { project, to, overwrite, progress } = options;
  if (!overwrite && existsSync(to))
    throw new AppError(
      "target-exists",
      `${to} is there already.`,
      "Choose another name, or say that it may be replaced (--force).",
    );
  const book = verdictBook(project);
  const judge = book.version === null ? null : judgeVersion(project, book.version);
  const groups = exampleGroups(project, book);
  progress.phase(
    "Drawing examples",
    "masks",
    groups.reduce((sum, group) => sum + group.candidates.length, 0),
  );
  const sections = [
    summarySection(project, book),
    goodSection(project),
    guaranteeSection(book),
    await examplesSection(options, groups, book),
  ];
  if (judge) sections.push(judgeSection(judge));
  sections.push(versionsSection(judge));
  const title = escapeHtml(basename(project.path));
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Winnow report: ${title}</title><style>${REPORT_STYLE}</style></head>
<body><header><h1>${title}</h1><p>Winnow report, ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC</p></header>
<main>${sections.join("\n")}</main><footer>Research use only. Not for diagnosis.</footer></body></html>
`;
  await writeFileSafely(to, Buffer.from(html));
  return { path: to };
}

function summarySection(project: ReadableProject, book: VerdictBook): string {
  const counts = verdictCounts(project, book);
  const count = (sql: string): number => project.get<{ n: number }>(sql)!.n;
  const byPerson = [...book.states.values()].filter((state) => state.word === "accept").length;
  const byReference = acceptedByReference(project).size;
  const rows: [string, number][] = [
    ["Cases", count("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL")],
    ["Subjects", count("SELECT count(DISTINCT subject) AS n FROM cases WHERE retired_at IS NULL")],
    ["Masks", counts.accepted + counts.rejected + counts["to-review"]],
    ["Accepted by a person", byPerson - byReference],
    ...(byReference > 0 ? ([["Accepted by Dice with a reference", byReference]] as [string, number][]) : []),
    ["Accepted by the judge", counts.accepted - byPerson],
    ["Rejected", counts.rejected],
    ["To review", counts["to-review"]],
    ["Files left out", count("SELECT count(DISTINCT path) AS n FROM finding WHERE severity = 'error'")],
    ["Files with a warning", count("SELECT count(DISTINCT path) AS n FROM finding WHERE severity = 'warning'")],
  ];
  return `<section><h2>What it holds</h2><table>${rows.map(([name, n]) => `<tr><th>${name}</th><td>${n.toLocaleString("en")}</td></tr>`).join("")}</table></section>`;
}

function goodSection(project: ReadableProject): string {
  const good = goodMeans(project);
  const said = [good.words, ...referenceSentences(good)].filter(Boolean);
  const lines = said.length > 0 ? said : ["What the people who reviewed accepted; nobody has said more."];
  return `<section><h2>What good means</h2>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join("")}</section>`;
}

function guaranteeSection({ guarantee }: VerdictBook): string {
  const sentence = guarantee?.sentence ?? "No judge is in use: nothing is accepted without a person.";
  return `<section><h2>Error bound</h2><p class="statement">${escapeHtml(sentence)}</p></section>`;
}

interface ExampleGroup {
  readonly title: string;
  readonly candidates: readonly CandidateSource[];
}

/** The masks most worth a look: what the judge accepted with the lowest scores, and what persons decided. */
function exampleGroups(project: ReadableProject, book: VerdictBook): ExampleGroup[] {
  const all = [...candidateSources(project)];
  const byScore = (a: CandidateSource, b: CandidateSource): number =>
    (book.scores.get(a.id)?.pGood ?? 0) - (book.scores.get(b.id)?.pGood ?? 0);
  const choose = (title: string, keep: (candidate: CandidateSource) => boolean): ExampleGroup => ({
    title,
    candidates: all.filter(keep).toSorted(byScore).slice(0, EXAMPLES),
  });
  const hasReferences = Object.keys(goodMeans(project).dice_with_reference).length > 0;
  const who = hasReferences ? "a person or a reference" : "a person";
  return [
    choose(
      "Accepted by the judge, lowest scores first",
      ({ id }) => book.wordOf(id) === null && book.proven.has(id) && !book.waiting.has(id),
    ),
    choose(`Accepted by ${who}`, (candidate) => book.wordOf(candidate.id) === "accept"),
    choose(`Rejected by ${who}`, (candidate) => book.wordOf(candidate.id) === "reject"),
  ].filter((group) => group.candidates.length > 0);
}

async function examplesSection(
  options: ReportOptions,
  groups: readonly ExampleGroup[],
  book: VerdictBook,
): Promise<string> {
  let nDone = 0;
  const parts: string[] = [];
  for (const { title, candidates } of groups) {
    const figures = await Promise.all(
      candidates.map(async (candidate) => {
        const picture = await overlay(options, candidate);
        nDone += 1;
        options.progress.done(nDone);
        const score = book.scores.get(candidate.id);
        const caption = `${escapeHtml(candidate.name)}${score ? `<br>chance of being good ${Math.round(score.pGood * 100)} %` : ""}`;
        return `<figure>${picture}<figcaption>${caption}</figcaption></figure>`;
      }),
    );
    parts.push(`<h3>${title}</h3><div class="grid">${figures.join("")}</div>`);
  }
  return `<section><h2>Examples</h2>${parts.join("") || "<p>No mask is decided yet.</p>"}</section>`;
}

async function overlay({ pool, limits }: ReportOptions, candidate: CandidateSource): Promise<string> {
  const task: OverlayTask = {
    image: imageSource(candidate.image),
    mask: maskSource(candidate.mask),
    window: candidate.window,
    side: 192,
    limits,
  };
  try {
    const png = await pool.run<Uint8Array>("release.drawOverlay", task, candidate.name, limits);
    return `<img alt="Mask on its image" src="data:image/png;base64,${Buffer.from(png).toString("base64")}">`;
  } catch (error) {
    if (error instanceof UnreadableFile) return `<p class="missing">${escapeHtml(error.problem.message)}</p>`;
    throw error;
  }
}

function judgeSection(judge: JudgeVersion): string {
  const { pGood, isGood } = judge.crossFitted;
  const bins = reliabilityBins(pGood, isGood, 10);
  const { metrics } = judge;
  const rows: [string, string][] = [
    ["ROC AUC", metrics.auc === null ? "not measured" : metrics.auc.toFixed(3)],
    ["Brier score", metrics.brier?.toFixed(3) ?? "not measured"],
    ["Calibration error", expectedCalibrationError(bins).toFixed(3)],
    [
      "Labels it learned from",
      `${metrics.n_labels} (${metrics.n_good} good, ${metrics.n_bad} bad, ${metrics.n_subjects} subjects)`,
    ],
  ];
  return `<section><h2>Judge version ${judge.version}</h2><p>Every figure comes from networks that have not seen the subject (cross-fitted).</p>
<div class="beside"><table>${rows.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`).join("")}</table>${reliabilityPlot(bins)}</div></section>`;
}

function versionsSection(judge: JudgeVersion | null): string {
  const rows: [string, string][] = [
    ["Winnow", WINNOW_VERSION],
    ["Node", process.versions.node],
    ...(judge
      ? ([
          ["TensorFlow", judge.versions["tensorflow"] ?? "unknown"],
          [
            "Judge",
            `version ${judge.version}, ${judge.kind}, trained ${new Date(judge.createdAt).toISOString().slice(0, 16).replace("T", " ")} UTC, seed ${judge.seed}`,
          ],
          ["SHA-256 of its weights", judge.weightsSha256],
        ] as [string, string][])
      : []),
  ];
  return `<section><h2>Versions</h2><table class="plain">${rows.map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(value)}</td></tr>`).join("")}</table></section>`;
}
