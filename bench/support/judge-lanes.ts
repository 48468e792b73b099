import { measureTask } from "../rivals/measure-task.ts";
import type { Rival } from "../rivals/rival.ts";
import type { Task } from "../tasks/task.ts";
import type { Draw, Split } from "./judge-draws.ts";
import { WINNOW } from "./judge-figures.ts";
import type { ProjectScores, RunStore } from "./judge-runs.ts";
import type { WinnowJudge } from "./winnow-judge.ts";
import type { TaskMask } from "./write-task.ts";

/** One task, and the lots of labels that every way of judging gets. */
export interface Bench {
  readonly title: string;
  readonly task: Task;
  readonly masks: readonly TaskMask[];
  /** Places of the masks that figures are taken on. */
  readonly tested: readonly number[];
  readonly isFolded: boolean;
  readonly draws: readonly Draw[];
  readonly store: RunStore;
}

/**
 * Has the product's judge learn from one lot of labels after the other.
 * @param keepOld takes what was kept of an earlier bench: right only where the judge is still the same
 */
export async function runWinnow(bench: Bench, winnow: WinnowJudge, keepOld: boolean): Promise<void> {
  for (const draw of bench.draws) {
    const kept = keepOld ? bench.store.kept(WINNOW, draw) : undefined;
    if (kept) {
      bench.store.add(kept);
      continue;
    }
    let project: ProjectScores | undefined;
    const score = async (split: Split): Promise<number[] | null> => {
      const answer = await winnow.judge(split.taught, draw.seed, undefined);
      if (!answer) return null;
      const entries = answer.project.entries.filter(({ mask }) => bench.masks[mask]!.part === "test");
      if (!bench.isFolded) project = { ...answer.project, entries };
      return split.tested.map((index) => answer.pGood[index]!);
    };
    await runOnce(bench, draw, WINNOW, score, () => project);
  }
}

/**
 * Has the rivals learn from the same lots.
 * @param slowSeeds so many seeds are enough for those that take long
 * @param keepOld takes what was kept of an earlier bench on the same task, labels and seed
 */
export async function runRivals(
  bench: Bench,
  rivals: readonly Rival[],
  { slowSeeds, keepOld }: { slowSeeds: number; keepOld: boolean },
): Promise<void> {
  const wanted = bench.draws.flatMap((draw) =>
    rivals.flatMap((rival) =>
      draw.labels < rival.leastLabels || (rival.isSlow === true && draw.seed > slowSeeds) ? [] : [{ draw, rival }],
    ),
  );
  const missing = wanted.filter(({ draw, rival }) => {
    const kept = keepOld ? bench.store.kept(rival.name, draw) : undefined;
    if (kept) bench.store.add(kept);
    return !kept;
  });
  if (missing.length === 0) return;
  const measured = measureTask(bench.task, bench.masks);
  for (const { draw, rival } of missing)
    await runOnce(bench, draw, rival.name, (split) => rival.score({ measured, ...split, seed: draw.seed }));
}

/** Has one way of judging score the masks tested, split by split. */
async function runOnce(
  { title, tested, store }: Bench,
  { labels, seed, id, splits }: Draw,
  method: string,
  score: (split: Split) => Promise<ArrayLike<number> | null>,
  projectOf: () => ProjectScores | undefined = () => undefined,
): Promise<void> {
  const startedAt = performance.now();
  const placeOf = new Map(tested.map((index, place) => [index, place]));
  const scores = new Array<number>(tested.length);
  let hasAnswer = true;
  for (const split of splits) {
    const own = await score(split);
    if (!own) hasAnswer = false;
    else for (const [row, index] of split.tested.entries()) scores[placeOf.get(index)!] = own[row]!;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const project = projectOf();
  const said = hasAnswer ? scores : null;
  store.add({ method, labels, seed, draw: id, seconds, scores: said, ...(project && { project }) });
  process.stdout.write(
    `${title}, ${labels} labels, seed ${seed}, ${method}: ${said ? "done" : "none"} in ${seconds.toFixed(0)} s\n`,
  );
}
