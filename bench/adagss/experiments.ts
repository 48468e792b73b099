import { createRng, shuffled } from "#domain/random/rng.ts";
import { groupedBootstrap, type Interval } from "#domain/statistics/bootstrap.ts";
import { type ControlFigures, controlFigures } from "./controls.ts";
import { drawMasks, judgeQuality, scoresAfter, type Scores } from "./judge.ts";
import type { Prepared, PreparedCase, PreparedMask } from "./prepare.ts";
import { type Example, unetDice, WorkCases } from "./unet.ts";

export interface AdagssSettings {
  readonly labels: readonly number[];
  /** Draws of labels for the judge, and of weights for the U-Net. */
  readonly judgeSeeds: number;
  readonly unetSeeds: number;
  readonly steps: number;
  readonly clickSeconds: number;
  readonly maskSeconds: number;
  /** Labels of the judge whose accepted masks teach the U-Net. */
  readonly filterLabels: number;
}

export interface EfficiencyPoint {
  readonly n: number;
  readonly judgeAuc: number | null;
  readonly balancedAccuracy: number | null;
  readonly judgeHours: number;
  /** Null beyond the pictures that there are. */
  readonly unetDice: number | null;
  readonly unetHours: number;
}

export interface Arm {
  readonly name: "all" | "random" | "accepted" | "oracle" | "true";
  readonly nExamples: number;
  readonly meanTrueDice: number;
  readonly bySeed: readonly number[];
  readonly mean: number;
  /** 95 %, subjects resampled, over the mean of the seeds. */
  readonly interval: Interval | null;
}

export interface SetReport {
  readonly set: string;
  readonly settings: AdagssSettings;
  /** What has to be known of a run that was not quite as this bench does it now. */
  readonly note?: string;
  readonly nCases: number;
  readonly nMasks: number;
  readonly goodShare: number;
  readonly sources: readonly { readonly source: string; readonly meanDice: number; readonly goodShare: number }[];
  readonly solvable: number;
  readonly efficiency: readonly EfficiencyPoint[];
  readonly arms: readonly Arm[];
  /** Accepted minus random, and minus all: 95 %, paired, subjects resampled. */
  readonly benefit: {
    readonly overRandom: (Interval & { mean: number }) | null;
    readonly overAll: (Interval & { mean: number }) | null;
  };
  readonly controls: ControlFigures & { readonly shuffledAuc: readonly number[] };
}

const N_SHUFFLES = 2;

type Say = (text: string) => void;

/** Both claims of ADAGSS and the controls, on one set (methods 1.3, 1.4). */
export async function experiments(prepared: Prepared, settings: AdagssSettings, say: Say): Promise<SetReport> {
  const { set, cases, masks } = prepared;
  const work = new WorkCases(prepared);
  const pool = cases.filter(({ part }) => part === "pool");
  say(`${set.name}: ${cases.length} cases, ${masks.length} masks, ${masks.filter(({ isGood }) => isGood).length} good`);
  const judged = await judgeCurve(prepared, settings, say);
  const trueExamples = pool.map((one): Example => ({ one, mask: one.truth }));
  const drawn = await unetCurve(prepared, work, trueExamples, settings, say);
  const efficiency = settings.labels.map((n, index): EfficiencyPoint => ({
    n,
    ...judged.points[index]!,
    judgeHours: (n * settings.clickSeconds) / 3600,
    unetDice: drawn[index]!,
    unetHours: (n * settings.maskSeconds) / 3600,
  }));
  const { arms, benefit } = await filtering(prepared, work, trueExamples, judged.filter, settings, say);
  const best = [...Map.groupBy(masks, ({ caseName }) => caseName).values()].map((own) =>
    Math.max(...own.map((mask) => mask.dice)),
  );
  return {
    set: set.name,
    settings,
    nCases: cases.length,
    nMasks: masks.length,
    goodShare: share(masks, ({ isGood }) => isGood),
    sources: [...Map.groupBy(masks, ({ source }) => source)].map(([source, own]) => ({
      source,
      meanDice: mean(own.map((mask) => mask.dice)),
      goodShare: share(own, ({ isGood }) => isGood),
    })),
    solvable: best.filter((dice) => dice >= set.goodDice).length / cases.length,
    efficiency,
    arms,
    benefit,
    controls: {
      ...controlFigures(prepared.controls, judged.most),
      shuffledAuc: await shuffledAuc(prepared, settings, say),
    },
  };
}

/** The judge after so many labels: means over draws. */
async function judgeCurve(
  prepared: Prepared,
  { labels, judgeSeeds, filterLabels }: AdagssSettings,
  say: Say,
): Promise<{
  points: Pick<EfficiencyPoint, "judgeAuc" | "balancedAccuracy">[];
  filter: Scores;
  most: Scores;
}> {
  const points: Pick<EfficiencyPoint, "judgeAuc" | "balancedAccuracy">[] = [];
  let [filter, most]: (Scores | null)[] = [null, null];
  for (const n of labels) {
    const runs: { auc: number | null; balancedAccuracy: number }[] = [];
    for (let seed = 1; seed <= judgeSeeds; seed += 1) {
      const { scores } = await scoresAfter(prepared, drawMasks(prepared, n, seed), seed);
      runs.push(judgeQuality(prepared, scores));
      if (seed === 1 && (n === filterLabels || !filter)) filter = scores;
      if (seed === 1) most = scores;
    }
    points.push({
      judgeAuc: mean(runs.flatMap(({ auc }) => auc ?? [])),
      balancedAccuracy: mean(runs.map((run) => run.balancedAccuracy)),
    });
    say(`  judge, ${n} labels: ROC AUC ${points.at(-1)!.judgeAuc!.toFixed(3)}`);
  }
  return { points, filter: filter!, most: most! };
}

/** The U-Net after so many drawn masks: mean Dice over draws and test pictures. */
async function unetCurve(
  prepared: Prepared,
  work: WorkCases,
  examples: readonly Example[],
  { labels, unetSeeds, steps }: AdagssSettings,
  say: Say,
): Promise<(number | null)[]> {
  const result: (number | null)[] = [];
  for (const n of labels) {
    if (n > examples.length) {
      result.push(null);
      continue;
    }
    const dice: number[] = [];
    for (let seed = 1; seed <= unetSeeds; seed += 1) {
      const drawn = shuffled(examples, createRng(seed, "drawn masks", n)).slice(0, n);
      dice.push(mean(await unetDice(prepared, work, drawn, { seed, steps })));
    }
    result.push(mean(dice));
    say(`  U-Net, ${n} drawn masks: Dice ${result.at(-1)!.toFixed(3)}`);
  }
  return result;
}

/** The same U-Net on five choices of masks of the pool. */
async function filtering(
  prepared: Prepared,
  work: WorkCases,
  trueExamples: readonly Example[],
  scores: Scores,
  { unetSeeds, steps }: AdagssSettings,
  say: Say,
): Promise<Pick<SetReport, "arms" | "benefit">> {
  const caseOf = new Map(prepared.cases.map((one) => [one.image.name, one]));
  const pool = prepared.masks.filter(({ part }) => part === "pool");
  const bestOf = (worth: (mask: PreparedMask) => number, least: number): PreparedMask[] =>
    [...Map.groupBy(pool, ({ caseName }) => caseName).values()].flatMap((own) => {
      const best = own.reduce((a, b) => (worth(b) > worth(a) ? b : a));
      return worth(best) >= least ? [best] : [];
    });
  const accepted = bestOf(({ name }) => scores.get(name) ?? 0, 0.5);
  const chosen = {
    all: () => pool,
    random: (seed: number) => shuffled(pool, createRng(seed, "random subset")).slice(0, accepted.length),
    accepted: () => accepted,
    oracle: () => bestOf(({ dice }) => dice, prepared.set.goodDice),
  };
  const tested: PreparedCase[] = prepared.cases.filter(({ part }) => part === "test");
  const subjects = tested.map(({ image }) => image.subject);
  const arms: Arm[] = [];
  const perCase = new Map<string, number[]>();
  for (const name of ["all", "random", "accepted", "oracle", "true"] as const) {
    const bySeed: number[][] = [];
    let [nExamples, meanTrueDice] = [trueExamples.length, 1];
    for (let seed = 1; seed <= unetSeeds; seed += 1) {
      const own = name === "true" ? null : chosen[name](seed);
      if (own) [nExamples, meanTrueDice] = [own.length, mean(own.map(({ dice }) => dice))];
      const examples =
        own?.map((mask): Example => ({ one: caseOf.get(mask.caseName)!, mask: mask.mask })) ?? trueExamples;
      if (examples.length === 0) continue;
      bySeed.push(await unetDice(prepared, work, examples, { seed, steps }));
    }
    const each = subjects.map((_, index) => mean(bySeed.map((dice) => dice[index]!)));
    perCase.set(name, each);
    arms.push({
      name,
      nExamples,
      meanTrueDice,
      bySeed: bySeed.map(mean),
      mean: mean(each),
      interval: intervalOf(subjects, each),
    });
    say(`  U-Net on ${name} (${nExamples} masks, true Dice ${meanTrueDice.toFixed(2)}): Dice ${mean(each).toFixed(3)}`);
  }
  const minus = (a: string, b: string): (Interval & { mean: number }) | null => {
    const difference = subjects.map((_, index) => perCase.get(a)![index]! - perCase.get(b)![index]!);
    const interval = intervalOf(subjects, difference);
    return interval && { ...interval, mean: mean(difference) };
  };
  return { arms, benefit: { overRandom: minus("accepted", "random"), overAll: minus("accepted", "all") } };
}

/** The AUC that the product states, cross-fitted, where the labels given to it are shuffled. */
async function shuffledAuc(prepared: Prepared, { labels }: AdagssSettings, say: Say): Promise<number[]> {
  const result: number[] = [];
  for (let seed = 1; seed <= N_SHUFFLES; seed += 1) {
    const drawn = drawMasks(prepared, Math.max(...labels), seed);
    const words = shuffled(
      drawn.map(({ isGood }) => isGood),
      createRng(seed, "shuffled labels"),
    );
    const { crossFittedAuc } = await scoresAfter(
      prepared,
      drawn.map(({ name }, index) => ({ name, isGood: words[index]! })),
      seed,
    );
    result.push(crossFittedAuc ?? Number.NaN);
    say(`  shuffled labels: ROC AUC ${result.at(-1)!.toFixed(3)}`);
  }
  return result;
}

function intervalOf(subjects: readonly string[], values: readonly number[]): Interval | null {
  return groupedBootstrap(subjects, (indices) => mean(indices.map((index) => values[index]!)), {
    nRepeats: 1000,
    seed: 1,
    confidence: 0.95,
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function share<T>(values: readonly T[], test: (value: T) => boolean): number {
  return values.filter(test).length / Math.max(1, values.length);
}
