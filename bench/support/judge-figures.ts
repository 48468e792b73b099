import type { Interval } from "#domain/statistics/bootstrap.ts";
import { acceptanceAt, oracleThreshold } from "#domain/statistics/acceptance.ts";
import { rocAuc, spearman } from "#domain/statistics/ranking.ts";
import { table } from "#cli/text.ts";
import { aucInterval, differenceInterval } from "./auc-bootstrap.ts";
import type { Candidates } from "./judge-options.ts";
import type { JudgeRun } from "./judge-runs.ts";
import { ORACLE } from "../rivals/rival.ts";
import type { TaskMask } from "./write-task.ts";

export const WINNOW = "winnow";
/** Test masks below this Dice flatter every judge: figures are quoted with and without them. */
export const HARD_DICE = 0.4;
/** Share of bad masks that an oracle's threshold allows. */
const ALPHA = 0.05;
/** A rival is better where it is so by more than this, at the lower end of the interval. */
export const MARGIN = 0.01;

/** Means over the runs of one way of judging. */
export interface MethodFigures {
  readonly runs: number;
  readonly aucAll: number;
  readonly aucHard: number;
  /** With the true Dice. */
  readonly spearman: number;
  /** Share of the masks that the lowest threshold with at most a share ALPHA of bad ones accepts, and that share. */
  readonly oracleCoverage: number;
  readonly oracleFalseAcceptRate: number;
  readonly seconds: number;
  /** Of the AUC over all masks, subjects resampled; where every patient is tested in turn. */
  readonly interval?: Interval | null;
  /** AUC minus that of Winnow's judge on the same lots of labels; null where either has nothing to say. */
  readonly minusWinnow?: ({ readonly mean: number } & Interval) | null;
  readonly isBetter?: boolean;
}

/** One line of the table. */
export interface JudgeRow {
  readonly set: string;
  /** The class, where a task has several. */
  readonly classValue: number | null;
  readonly candidates: Candidates;
  readonly labels: number;
  readonly nTested: number;
  readonly methods: Readonly<Record<string, MethodFigures | null>>;
}

/** The figures of all methods after so many labels, on the masks tested (or those of one class). */
export function judgeRow(
  about: Pick<JudgeRow, "set" | "classValue" | "candidates" | "labels">,
  runs: readonly JudgeRun[],
  tested: readonly TaskMask[],
  isFolded: boolean,
): JudgeRow {
  const places = [...tested.keys()].filter(
    (place) => about.classValue === null || tested[place]!.classValue === about.classValue,
  );
  const masks = places.map((place) => tested[place]!);
  const own = runs.flatMap((run) =>
    run.labels === about.labels ? [{ ...run, scores: run.scores && places.map((place) => run.scores![place]!) }] : [],
  );
  const winnow = own.filter((run) => run.method === WINNOW);
  const names = [...new Set(own.map((run) => run.method))];
  const methods = names.map((name) => {
    const figures = figuresOf(
      own.filter((run) => run.method === name),
      name === WINNOW ? null : winnow,
      masks,
      { isFolded, isOracle: name === ORACLE },
    );
    return [name, figures] as const;
  });
  return { ...about, nTested: masks.length, methods: Object.fromEntries(methods) };
}

function figuresOf(
  runs: readonly JudgeRun[],
  winnow: readonly JudgeRun[] | null,
  masks: readonly TaskMask[],
  { isFolded, isOracle }: { readonly isFolded: boolean; readonly isOracle: boolean },
): MethodFigures | null {
  const told = runs.flatMap(({ scores, ...run }) => (scores ? [{ ...run, scores }] : []));
  if (told.length === 0) return null;
  const isGood = masks.map((mask) => mask.isGood);
  const tested = { isGood, subjects: masks.map((mask) => mask.subject) };
  const hard = [...masks.keys()].filter((index) => masks[index]!.dice >= HARD_DICE);
  const mean = (value: (scores: readonly number[]) => number | null): number =>
    told.reduce((sum, { scores }) => sum + (value(scores) ?? Number.NaN), 0) / told.length;
  const pairs = told.flatMap(({ scores, draw }) => {
    const other = winnow?.find((run) => run.draw === draw)?.scores;
    return other ? [{ one: scores, other }] : [];
  });
  const interval = pairs.length > 0 ? differenceInterval(pairs, tested) : null;
  const difference = ({ one, other }: (typeof pairs)[number]): number => rocAuc(one, isGood)! - rocAuc(other, isGood)!;
  const ahead = pairs.reduce((sum, pair) => sum + difference(pair), 0) / pairs.length;
  return {
    runs: told.length,
    aucAll: mean((scores) => rocAuc(scores, isGood)),
    aucHard: mean((scores) =>
      rocAuc(
        hard.map((index) => scores[index]!),
        hard.map((index) => isGood[index]!),
      ),
    ),
    spearman: mean((scores) =>
      spearman(
        scores,
        masks.map((mask) => mask.dice),
      ),
    ),
    oracleCoverage: mean((scores) => acceptanceAt(oracleThreshold(scores, isGood, ALPHA), scores, isGood).coverage),
    oracleFalseAcceptRate: mean(
      (scores) => acceptanceAt(oracleThreshold(scores, isGood, ALPHA), scores, isGood).falseAcceptRate ?? 0,
    ),
    seconds: told.reduce((sum, run) => sum + run.seconds, 0) / told.length,
    ...(isFolded && {
      interval: aucInterval(
        told.map((run) => run.scores),
        tested,
      ),
    }),
    ...(winnow && {
      minusWinnow: interval && { mean: ahead, ...interval },
      isBetter: !isOracle && interval !== null && interval.low > MARGIN,
    }),
  };
}

/** Means over sets of the rows that all of them have, and which method is then the best. */
export function meanRows(rows: readonly JudgeRow[], sets: readonly string[]): (JudgeRow & { readonly best: string })[] {
  const first = rows.filter((row) => row.set === sets[0] && row.classValue === null);
  return first.flatMap((row) => {
    const same = sets.map((set) =>
      rows.find((other) => other.set === set && other.labels === row.labels && other.candidates === row.candidates),
    );
    if (same.includes(undefined)) return [];
    const methods: Record<string, MethodFigures> = {};
    for (const name of Object.keys(row.methods)) {
      const each = same.map((one) => one!.methods[name] ?? null);
      if (each.includes(null)) continue;
      const mean = (of: (figures: MethodFigures) => number): number =>
        each.reduce((sum, figures) => sum + of(figures!), 0) / each.length;
      methods[name] = {
        runs: Math.min(...each.map((figures) => figures!.runs)),
        aucAll: mean((figures) => figures.aucAll),
        aucHard: mean((figures) => figures.aucHard),
        spearman: mean((figures) => figures.spearman),
        oracleCoverage: mean((figures) => figures.oracleCoverage),
        oracleFalseAcceptRate: mean((figures) => figures.oracleFalseAcceptRate),
        seconds: mean((figures) => figures.seconds),
      };
    }
    const own = Object.entries(methods).filter(([name]) => name !== ORACLE);
    const best = own.toSorted(([, a], [, b]) => b.aucAll - a.aucAll)[0]?.[0] ?? "none";
    const nTested = same.reduce((sum, one) => sum + one!.nTested, 0);
    return [{ ...row, set: "mean", nTested, methods, best }];
  });
}

/** AUC over all masks / over the hard ones · Spearman; "!" where a rival is better than Winnow's judge. */
export function judgeTable(rows: readonly JudgeRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.methods)))];
  const cellOf = (figures: MethodFigures | null | undefined): string => {
    if (!figures) return "none";
    const { aucAll, aucHard, interval, isBetter } = figures;
    const range = interval ? ` (${short(interval.low)}–${short(interval.high)})` : "";
    return `${short(aucAll)}/${short(aucHard)}${range} · ${figures.spearman.toFixed(2)}${isBetter ? " !" : ""}`;
  };
  return table(
    rows.map((row) => [
      row.classValue === null ? row.set : `${row.set}, class ${row.classValue}`,
      row.candidates,
      row.labels,
      ...names.map((name) => cellOf(row.methods[name])),
    ]),
    ["set", "candidates", "labels", ...names],
  );
}

/** What an oracle's threshold would let Winnow's judge accept, at 5 % bad. */
export function oracleTable(rows: readonly JudgeRow[]): string {
  return table(
    rows.flatMap(({ set, candidates, labels, methods }) => {
      const own = methods[WINNOW];
      if (!own) return [];
      return [[set, candidates, labels, own.oracleCoverage.toFixed(3), own.oracleFalseAcceptRate.toFixed(3)]];
    }),
    ["set", "candidates", "labels", "coverage (oracle)", "false_accept_rate (oracle)"],
  );
}

function short(value: number): string {
  return value.toFixed(3).replace(/^0/, "");
}
