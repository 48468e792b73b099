import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dice } from "#domain/mask/overlap.ts";
import type { Output } from "#contract/commands.ts";
import { readMask } from "#core/io/image/read-mask.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { Project } from "#core/project/project.ts";
import { candidateSources } from "#core/project/queries/candidates.ts";
import { caseImages } from "#core/project/queries/case-images.ts";
import { maskSource } from "#core/project/queries/mask-reference.ts";
import { giveLabels } from "./judge.ts";
import { withProject } from "../support/with-project.ts";
import { type AdagssSet, stemOf } from "./sets.ts";

const [ALPHA, DELTA] = [0.1, 0.1];
/** Labels between one version and the next while the judge is taught. */
const ROUND = 30;
/** Proofs that may be tried with what is left; each takes up to twice the checks of its first look. */
const TRIES = 2;

/** What comes out of a folder of bare pictures and so many labels. */
export interface LoopReport {
  readonly set: string;
  readonly seed: number;
  readonly labels: number;
  readonly nTeaching: number;
  readonly nChecks: number;
  /** Lists that their checks spoke against. */
  readonly nFailed?: number;
  readonly nCases: number;
  readonly nMasks: number;
  /** Mean over cases of the mean Dice of their candidates: what a release without a judge would hold. */
  readonly meanOfAll: number;
  /** Of what is released and no person has looked at; null where nothing is. */
  readonly meanOfUnseen: number | null;
  readonly gain: number | null;
  readonly nUnseen: number;
  readonly badUnseen: number;
  /** Cases with a candidate that is good, and the share of them that is released. */
  readonly nSolvable: number;
  readonly solvableReleased: number;
  /** The same, with the lowest threshold on the judge's scores that lets at most α of bad ones pass. */
  readonly solvableByOracle: number;
  readonly guarantee: Output<"judge.apply">["guarantee"];
  readonly seconds: number;
}

/**
 * The loop on a folder of bare pictures by the commands of the contract: add, propose, label what the queue asks, train,
 * judge, prove by random checks, release. The answers come from the truth.
 */
export async function loop(
  set: AdagssSet,
  work: string,
  labels: number,
  seed: number,
  say: (text: string) => void,
): Promise<LoopReport> {
  const startedAt = performance.now();
  const home = join(work, `${set.name}-loop`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  cpSync(join(set.folder, "images"), join(home, "folder", "images"), { recursive: true });
  const path = join(home, "p.winnow");
  await withProject(path, set.network, async ({ call }) => {
    await call("intake.add", { folder: join(home, "folder") });
    const made = await call("propose.run", { methods: "all", seed });
    say(`${set.name}, the loop: ${made.nMasks} masks of ${made.nCases} bare pictures`);
  });
  const truth = await trueDice(path, set);
  const word = (name: string): boolean => truth.get(name)!.dice >= set.goodDice;
  return withProject(path, set.network, async (client) => {
    const { call } = client;
    const file = join(home, "labels.csv");
    let [nTeaching, nChecks, nFailed] = [0, 0, 0];
    const mark = async (items: Output<"review.queue">): Promise<number> => {
      const own = items.slice(0, labels - nTeaching - nChecks);
      if (own.length > 0)
        await giveLabels(
          client,
          file,
          own.map(({ candidate }) => ({ name: candidate, isGood: word(candidate) })),
        );
      return own.length;
    };
    const newVersion = async (): Promise<Output<"judge.apply">> => {
      await call("judge.train", { seed });
      const next = await call("judge.apply", { alpha: ALPHA, delta: DELTA });
      const { n_more_needed: needed, n_automatic: n } = next.guarantee;
      const bad = badShare(await call("review.results", {}), truth, set.goodDice, n);
      say(
        `  ${nTeaching} + ${nChecks} labels: version ${next.version}, ${needed} checks would prove its list of ${n} (in truth ${Math.round(100 * bad)} % bad)`,
      );
      return next;
    };
    let judged: Output<"judge.apply"> | null = null;
    for (;;) {
      const left = labels - nTeaching - nChecks;
      if (left <= 0 || isDone(judged?.guarantee ?? null, left)) break;
      const needed = judged?.guarantee.n_more_needed ?? 0;
      // Winnow says how many checks a proof takes. They are asked for as soon as what is left is no more than two tries,
      // and a proof that was begun is seen to its end.
      const isBegun = (judged?.guarantee.n_random_checks ?? 0) > 0;
      if (
        judged &&
        (judged.guarantee.growth || (needed > 0 && needed <= left && (isBegun || left <= 2 * TRIES * needed)))
      ) {
        nChecks += await mark(await call("review.queue", { random: "next-batch" }));
        judged = await call("judge.apply", {});
        say(`  ${nTeaching} + ${nChecks} labels: ${judged.guarantee.sentence}`);
        // What has failed to prove a list teaches: the next version needs no new labels.
        if (judged.guarantee.threshold === null && judged.guarantee.n_more_needed === 0) {
          nFailed += 1;
          if (nTeaching + nChecks < labels) judged = await newVersion();
        }
        continue;
      }
      const asked = await call("review.queue", { n: Math.min(ROUND, left), seed });
      if (asked.length === 0) break;
      nTeaching += await mark(asked);
      judged = await newVersion();
    }
    await call("release.write", { to: join(home, "release"), layout: "flat" }).catch(() => null);
    const rows = await call("review.results", {});
    return {
      set: set.name,
      seed,
      labels,
      nTeaching,
      nChecks,
      nFailed,
      nMasks: rows.length,
      ...figures(rows, truth, set.goodDice),
      guarantee: judged!.guarantee,
      seconds: (performance.now() - startedAt) / 1000,
    };
  });
}

/** A proven list grows for as long as labels are left for it. */
function isDone(guarantee: Output<"judge.apply">["guarantee"] | null, left: number): boolean {
  if (!guarantee || guarantee.threshold === null) return false;
  return guarantee.growth === null || guarantee.growth.n_more_needed > left;
}

/** Share of bad ones among the n open masks, one a case that has none accepted, that the judge puts first. */
function badShare(rows: Output<"review.results">, truth: Truth, goodDice: number, n: number): number {
  const settled = new Set(rows.filter((row) => row.label === "accept").map((row) => row.case));
  const open = [
    ...Map.groupBy(
      rows.filter((row) => row.label === null && !settled.has(row.case)),
      (row) => row.case,
    ).values(),
  ]
    .map((own) => own.reduce((a, b) => ((b.p_good ?? 0) > (a.p_good ?? 0) ? b : a)))
    .toSorted((a, b) => (b.p_good ?? 0) - (a.p_good ?? 0))
    .slice(0, n);
  return open.filter((row) => truth.get(row.candidate)!.dice < goodDice).length / Math.max(1, open.length);
}

type Truth = ReadonlyMap<string, { readonly dice: number; readonly caseName: string }>;

function figures(rows: Output<"review.results">, truth: Truth, goodDice: number) {
  const byCase = [...Map.groupBy(rows, (row) => row.case).values()];
  const diceOf = (row: (typeof rows)[number]): number => truth.get(row.candidate)!.dice;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanOfAll = mean(byCase.map((own) => mean(own.map(diceOf))));
  // As a release takes them: at most one a case, a person's choice before the judge's, the higher score first.
  const released = byCase.flatMap((own) => {
    const accepted = own.filter((row) => row.verdict === "accepted");
    const byPerson = accepted.filter((row) => row.label === "accept");
    const from = byPerson.length > 0 ? byPerson : accepted;
    return from.toSorted((a, b) => (b.p_good ?? 0) - (a.p_good ?? 0)).slice(0, 1);
  });
  const unseen = released.filter((row) => row.label === null);
  const solvable = new Set(
    byCase.filter((own) => own.some((row) => diceOf(row) >= goodDice)).map((own) => own[0]!.case),
  );
  const goodOf = (some: typeof rows): number =>
    some.filter((row) => solvable.has(row.case) && diceOf(row) >= goodDice).length / Math.max(1, solvable.size);
  const best = byCase
    .map((own) => own.toSorted((a, b) => (b.p_good ?? 0) - (a.p_good ?? 0))[0]!)
    .toSorted((a, b) => (b.p_good ?? 0) - (a.p_good ?? 0));
  let nByOracle = 0;
  for (let n = 1, nBad = 0; n <= best.length; n += 1) {
    if (diceOf(best[n - 1]!) < goodDice) nBad += 1;
    if (nBad <= ALPHA * n) nByOracle = n;
  }
  const meanOfUnseen = unseen.length > 0 ? mean(unseen.map(diceOf)) : null;
  return {
    nCases: byCase.length,
    meanOfAll,
    meanOfUnseen,
    gain: meanOfUnseen === null ? null : meanOfUnseen - meanOfAll,
    nUnseen: unseen.length,
    badUnseen: unseen.filter((row) => diceOf(row) < goodDice).length,
    nSolvable: solvable.size,
    solvableReleased: goodOf(released),
    solvableByOracle: goodOf(best.slice(0, nByOracle)),
  };
}

async function trueDice(path: string, set: AdagssSet): Promise<Truth> {
  const project = Project.open(path, "read");
  try {
    const images = new Map(caseImages(project).map((image) => [image.id, image]));
    const result = new Map<string, { dice: number; caseName: string }>();
    for (const candidate of candidateSources(project)) {
      const image = images.get(candidate.caseId)!;
      const truth = await readMask(set.truths.get(stemOf(image.file))!, defaultLimits);
      const mask = await readMask(maskSource(candidate.mask), defaultLimits);
      result.set(candidate.name, { dice: dice(mask, truth), caseName: image.name });
    }
    return result;
  } finally {
    project.close();
  }
}
