import { writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { table } from "#cli/text.ts";
import { peerPython, runPeer } from "./python-peers.ts";
import { skip } from "./report.ts";
import { GOOD_DICE, type VolumeMask } from "./write-volumes.ts";

/** What bench/peers/judge.py prints: wall seconds and rates of the same work in Python. */
interface PeerSpeed {
  readonly train: {
    /** Of the reference network; `plain` as PyTorch does it unless it is told otherwise. */
    readonly picturesPerSecond: { readonly plain: number; readonly channelsLast: number };
    readonly newVersion: { readonly seconds: { readonly all: number } };
    readonly moreLabels: { readonly seconds: { readonly all: number } };
  };
  /** With modules loaded, processes started and all of it done once on a few cases. */
  readonly score: {
    readonly masksPerSecond: number;
    readonly masksPerSecondMeasured: number;
    readonly seconds: { readonly all: number };
  };
  /** Imports and starting processes: in none of the other figures. */
  readonly startSeconds: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Figures of scoring with nothing measured: starting included, and with everything running. */
export const FROM_FILES = {
  justStarted: "scoring, from files, just started",
  running: "scoring, from files",
} as const;

/** Masks that are labelled when the first version is trained, and the ones that are labelled after it. */
interface Labelled {
  readonly first: readonly string[];
  readonly later: readonly string[];
}

/** A figure of Winnow beside that of the peer. */
interface Comparison {
  readonly figure: string;
  readonly winnow: number;
  readonly python: number;
  readonly unit: string;
  readonly ratio: number;
}

/**
 * Has the judge's work done in Python, on the folder that Winnow has worked on.
 * @param work holds that folder as `folder`
 * @returns null where the packages cannot be had
 */
export function peerSpeed(work: string, masks: ReadonlyMap<string, VolumeMask>, labelled: Labelled): PeerSpeed | null {
  const found = peerPython("requirements-judge.txt");
  if ("why" in found) {
    skip(`the comparison with Python: ${found.why}`);
    return null;
  }
  const cases = join(work, "cases.json");
  writeFileSync(cases, JSON.stringify(casesOf(masks, labelled)));
  return runPeer(found.python, "judge.py", ["train", "score", "--folder", join(work, "folder"), "--cases", cases]);
}

/** Images with their masks, as judge.py reads them. */
function casesOf(masks: ReadonlyMap<string, VolumeMask>, { first, later }: Labelled): unknown[] {
  const isLater = new Map([
    ...first.map((path) => [path, false] as const),
    ...later.map((path) => [path, true] as const),
  ]);
  const byImage = Map.groupBy(masks, ([path]) => basename(path));
  return [...byImage].map(([name, own]) => ({
    image: `images/${name}`,
    masks: own.map(([path, { dice, isSpoiled }]) => ({
      path,
      votes: !isSpoiled,
      label: isLater.has(path) ? dice >= GOOD_DICE : null,
      isLater: isLater.get(path) ?? false,
    })),
  }));
}

/**
 * Figures side by side. Where Winnow is just started, so is Python.
 * @param nMasks that were scored
 * @param figures of Winnow, by their names in bench/speed.ts
 */
export function comparePeer(
  { train, score, startSeconds }: PeerSpeed,
  nMasks: number,
  figures: ReadonlyMap<string, number>,
): Comparison[] {
  const own = "training, own gradient kernels";
  const beside = (figure: string, python: number, unit: string, like = figure): Comparison => {
    const winnow = figures.get(like)!;
    return { figure, winnow, python, unit, ratio: unit === "s" ? python / winnow : winnow / python };
  };
  return [
    beside("50 labels: train", train.newVersion.seconds.all, "s"),
    beside("10 more labels: train", train.moreLabels.seconds.all, "s"),
    beside("scoring, everything measured", score.masksPerSecondMeasured, "masks/s"),
    beside(FROM_FILES.running, score.masksPerSecond, "masks/s"),
    beside(FROM_FILES.justStarted, nMasks / (startSeconds + score.seconds.all), "masks/s"),
    beside("training", train.picturesPerSecond.plain, "pictures/s", own),
    beside("training, channels last", train.picturesPerSecond.channelsLast, "pictures/s", own),
  ];
}

export function printComparison(rows: readonly Comparison[]): void {
  process.stdout.write(
    `\n${table(
      rows.map(({ figure, winnow, python, unit, ratio }) => [
        figure,
        winnow.toFixed(1),
        python.toFixed(1),
        unit,
        ratio.toFixed(2),
      ]),
      ["figure", "Winnow", "PyTorch, scikit-learn, nibabel", "unit", "times as fast"],
    )}\n`,
  );
}
