/**
 * Whether the promise of the guarantee is kept, and what it costs: simulated projects on what bench/judge kept of the
 * product's judge (scores and truth of the masks of test subjects). Each project draws subjects with replacement, has its
 * automatic list and lot planned by the product's own rule, and is checked by lot as a person would who marks at most
 * 75 masks. A list that is proven grows by what is left of them. Where the checks speak against a list,
 * what is left goes to the next one, which those checks have helped to choose (the judge is not trained again). A promise is
 * broken where a certified list holds more than a share alpha of bad masks. "Relative" is the proven list as a share of
 * what an oracle would accept, "unseen" the same without its checks. Beside it what could be expected at best of a list
 * that does not grow: by the length that somebody would choose who knew how bad every list is, proven by the same looks.
 *
 * usage: npm run bench:guarantee -- [--projects 200] [--checks 75] [--alpha 0.05] [--delta 0.1] [--sets hippo,nuclei] [--labels 25,50,100,200]
 *   [--seed 0: another one makes other projects]
 */
import { parseArgs } from "node:util";
import { planList } from "#core/project/state/plan-list.ts";
import { proveAndGrow } from "#tests/support/grow-by-lot.ts";
import { createRng } from "#domain/random/rng.ts";
import { acceptanceAt, oracleThreshold } from "#domain/statistics/acceptance.ts";
import { clopperPearsonLower } from "#domain/statistics/binomial.ts";
import { certifyingChance, type LookPlan, planLooks } from "#domain/statistics/look-plan.ts";
import { table } from "#cli/text.ts";
import { WINNOW } from "./support/judge-figures.ts";
import { type JudgeRuns, type ProjectScores, readRuns } from "./support/judge-runs.ts";
import { machine } from "./support/measure.ts";
import { saveResults, skip } from "./support/report.ts";

/** Confidence of the bound on the share of broken promises. */
const CONFIDENCE = 0.99;
/** Every so many lengths of list are tried. */
const LENGTH_STEP = 5;
const plans = new Map<string, LookPlan>();

const { values } = parseArgs({
  options: {
    projects: { type: "string", default: "200" },
    checks: { type: "string", default: "75" },
    alpha: { type: "string", default: "0.05" },
    delta: { type: "string", default: "0.1" },
    sets: { type: "string", default: "hippo,nuclei" },
    labels: { type: "string", default: "25,50,100,200" },
    seed: { type: "string", default: "0" },
  },
});
const [nProjects, nChecks] = [Number(values.projects), Number(values.checks)];
const [alpha, delta, seed] = [Number(values.alpha), Number(values.delta), Number(values.seed)];

const rows = values.sets.split(",").flatMap((set) =>
  (["several", "one"] as const).flatMap((candidates) => {
    const runs = readRuns(set, candidates);
    return runs ? values.labels.split(",").flatMap((labels) => rowOf(runs, Number(labels)) ?? []) : [];
  }),
);
if (rows.length === 0) skip("no scores are kept: npm run bench:judge makes them");
else {
  const nBroken = rows.reduce((sum, row) => sum + row.nBroken, 0);
  const nAll = rows.reduce((sum, row) => sum + row.nProjects, 0);
  const atLeast = clopperPearsonLower(nBroken, nAll, 1 - CONFIDENCE);
  process.stdout.write(
    `${table(
      rows.map((row) => [
        row.set,
        row.candidates,
        row.labels,
        `${row.nBroken} of ${row.nProjects}`,
        row.brokenAtLeast.toFixed(3),
        `${row.nProven} of ${row.nProjects}`,
        row.coverage.toFixed(3),
        row.falseAcceptRate?.toFixed(3) ?? "none",
        row.oracleCoverage.toFixed(3),
        row.relativeCoverage?.toFixed(2) ?? "none",
        row.relativeUnseenCoverage?.toFixed(2) ?? "none",
        row.firstRelativeCoverage?.toFixed(2) ?? "none",
        row.bestRelativeCoverage?.toFixed(2) ?? "none",
      ]),
      [
        "set",
        "candidates",
        "labels",
        "broken",
        "at least (99 %)",
        "proven",
        "coverage",
        "false_accept_rate",
        "oracle",
        "relative",
        "unseen",
        "first list alone",
        "at best",
      ],
    )}\n`,
  );
  process.stdout.write(
    `all: ${nBroken} of ${nAll} promises broken, with 99 % at least ${atLeast.toFixed(4)}; delta is ${delta}: ${rows.every((row) => row.isKept) ? "kept" : "NOT KEPT"}\n`,
  );
  saveResults("guarantee", {
    machine: machine(),
    settings: { alpha, delta, nProjects, nChecks, seed, confidence: CONFIDENCE },
    rows,
  });
}

function rowOf(runs: JudgeRuns, labels: number): GuaranteeRow | null {
  const kept = runs.runs.flatMap((run) =>
    run.method === WINNOW && run.labels === labels && run.project ? [run.project] : [],
  );
  if (kept.length === 0) return null;
  const projects = Array.from({ length: nProjects }, (_, index) =>
    simulate(runs, kept[index % kept.length]!, seed + index + 1),
  );
  return summary({ set: runs.set, candidates: runs.candidates, labels, nRuns: kept.length }, projects);
}

interface Simulated {
  readonly isProven: boolean;
  readonly isBroken: boolean;
  /** Of the masks that could be on the list, the share that a proven list holds, its checks included; 0 without one. */
  readonly coverage: number;
  /** The same without the checks: what nobody has to look at. */
  readonly unseenCoverage: number;
  /** The same, had there been no second list, and had the first not grown. */
  readonly firstCoverage: number;
  /** Bad among those masks; null where nothing is released unseen. */
  readonly falseAcceptRate: number | null;
  /** The same by the lowest threshold that keeps alpha, chosen with full knowledge. */
  readonly oracleCoverage: number;
  /** Expected coverage of the best length of list, chosen with full knowledge of how bad each is. */
  readonly bestCoverage: number;
}

function simulate({ masks }: JudgeRuns, scores: ProjectScores, seed: number): Simulated {
  const bySubject = Map.groupBy(scores.entries, ({ mask }) => masks[mask]!.subject);
  const subjects = [...bySubject.values()];
  const rng = createRng(seed, "project");
  const drawn = subjects.flatMap(() => subjects[rng.int(subjects.length)]!);
  const sorted = drawn.toSorted((a, b) => b.pGood - a.pGood);
  const isGood = sorted.map(({ mask }) => masks[mask]!.isGood);
  const { firstSize, last } = prove(
    sorted.map(({ pGood }) => pGood),
    isGood,
    scores,
    seed,
  );
  const { members, isProven } = last;
  const nBad = members.filter((index) => !isGood[index]).length;
  const all = sorted.map(({ pGood }) => pGood);
  return {
    isProven,
    isBroken: isProven && nBad > alpha * members.length,
    coverage: isProven ? members.length / sorted.length : 0,
    unseenCoverage: isProven ? (members.length - last.nChecked) / sorted.length : 0,
    firstCoverage: firstSize / sorted.length,
    falseAcceptRate: isProven ? nBad / members.length : null,
    oracleCoverage: acceptanceAt(oracleThreshold(all, isGood, alpha), all, isGood).coverage,
    bestCoverage: bestCoverage(isGood, scores.nLooks),
  };
}

interface Attempt {
  readonly members: readonly number[];
  /** How many of them were looked at. */
  readonly nChecked: number;
  readonly isProven: boolean;
}

/**
 * Lists one after the other until one is proven or the checks are used up.
 * @returns the last of them as it has grown, and how many masks the very first one proved before it grew
 */
function prove(
  pGood: readonly number[],
  isGood: readonly boolean[],
  scores: ProjectScores,
  seed: number,
): { firstSize: number; last: Attempt } {
  const seen: number[] = [];
  let firstSize = 0;
  for (let version = 1; ; version += 1) {
    const entries = pGood
      .map((score, index) => ({ candidateId: index, caseId: index, classId: 1, score }))
      // What was looked at for earlier lists is decided: it is not on this one.
      .filter(({ candidateId }) => !seen.includes(candidateId));
    const { members, reach } = planList(
      {
        entries,
        asserted: new Map(),
        drawn: seen.map((index) => ({ pGood: pGood[index]!, isGood: isGood[index]! })),
      },
      { version, seed, trainingSet: [], crossFitted: scores.crossFitted },
      { alpha, delta, nLooks: scores.nLooks },
    );
    const order = entries.map(({ candidateId }) => candidateId);
    const placeOf = new Map(order.map((index, place) => [index, place]));
    const list = {
      isGood: order.map((index) => isGood[index]!),
      reach,
      lot: members.map((index) => placeOf.get(index)!),
      mostChecks: nChecks - seen.length,
    };
    const settings = { alpha, delta, nLooks: scores.nLooks };
    const { provenSizes, lot, proof, checked } = proveAndGrow(list, settings, createRng(seed, "growth", version));
    seen.push(...[...checked].map((place) => order[place]!));
    const isProven = provenSizes.length > 0;
    const nChecked = lot.filter((place) => checked.has(place)).length;
    const last = { members: lot.map((place) => order[place]!), nChecked, isProven };
    if (version === 1) firstSize = provenSizes[0] ?? 0;
    if (isProven || !proof.hasFailed || seen.length >= nChecks) return { firstSize, last };
  }
}

function planFor(populationSize: number, nLooks: number): LookPlan {
  const key = `${populationSize} ${nLooks}`;
  const plan = plans.get(key) ?? planLooks({ populationSize, alpha, delta, nLooks });
  plans.set(key, plan);
  return plan;
}

function bestCoverage(isGood: readonly boolean[], nLooks: number): number {
  let [nBad, best] = [0, 0];
  for (let n = 1; n <= isGood.length; n += 1) {
    if (!isGood[n - 1]) nBad += 1;
    if (n % LENGTH_STEP !== 0) continue;
    const looks = planFor(n, nLooks).looks.filter((look) => look.nChecks <= nChecks);
    best = Math.max(best, n * certifyingChance(looks, n, nBad / n));
  }
  return best / isGood.length;
}

type GuaranteeRow = ReturnType<typeof summary>;

function summary(
  about: Pick<JudgeRuns, "set" | "candidates"> & { readonly labels: number; readonly nRuns: number },
  projects: readonly Simulated[],
) {
  const n = projects.length;
  const mean = (value: (project: Simulated) => number): number =>
    projects.reduce((sum, project) => sum + value(project), 0) / n;
  const nBroken = projects.filter((project) => project.isBroken).length;
  const brokenAtLeast = clopperPearsonLower(nBroken, n, 1 - CONFIDENCE);
  const [coverage, oracleCoverage] = [mean((project) => project.coverage), mean((project) => project.oracleCoverage)];
  const unseen = mean((project) => project.unseenCoverage);
  const [first, best] = [mean((project) => project.firstCoverage), mean((project) => project.bestCoverage)];
  return {
    ...about,
    nProjects: n,
    nBroken,
    brokenAtLeast,
    isKept: brokenAtLeast <= delta,
    nProven: projects.filter((project) => project.isProven).length,
    coverage,
    falseAcceptRate: meanOf(projects.flatMap((project) => project.falseAcceptRate ?? [])),
    oracleCoverage,
    relativeCoverage: oracleCoverage > 0 ? coverage / oracleCoverage : null,
    relativeUnseenCoverage: oracleCoverage > 0 ? unseen / oracleCoverage : null,
    firstRelativeCoverage: oracleCoverage > 0 ? first / oracleCoverage : null,
    bestRelativeCoverage: oracleCoverage > 0 ? best / oracleCoverage : null,
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
