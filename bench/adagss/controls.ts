import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { distanceTo } from "#domain/mask/distance-transform.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { readMask } from "#core/io/image/read-mask.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { type AdagssSet, writeGrey } from "./sets.ts";

/** Masks of these sources are judged, but neither labelled, tested nor heard. */
const PREFIX = "control-";
/** Pixels by which true masks are grown (methods 1.4). */
const GROWN = [0, 1, 2, 4, 8];
const N_CASES = 30;
/** A swapped mask is no control where it happens to fit. */
const SWAPPED = "control-swapped";

export function isControl(source: string): boolean {
  return source.startsWith(PREFIX);
}

export const controlSources = [SWAPPED, ...GROWN.map((pixels) => `${PREFIX}grown-${pixels}`)];

/** Lays beside some pictures of a set their true mask, grown ones, and the true mask of another picture of that size. */
export async function writeControls({ folder, truths }: AdagssSet, seed: number): Promise<void> {
  const stems = shuffled([...truths.keys()].toSorted(), createRng(seed, "controls")).slice(0, N_CASES);
  const sizes = new Map<string, string>();
  const masks = new Map<string, Uint8Array>();
  for (const stem of stems) {
    const truth = truths.get(stem)!;
    sizes.set(stem, (await readImage(truth.path, defaultLimits)).geometry.size.join("×"));
    masks.set(stem, await readMask(truth, defaultLimits));
  }
  const write = (source: string, stem: string, mask: Uint8Array): void => {
    const [width, height] = sizes.get(stem)!.split("×").map(Number) as [number, number];
    const path = join(folder, `masks_${source}`, `${stem}.png`);
    mkdirSync(dirname(path), { recursive: true });
    writeGrey(
      path,
      mask.map((value) => 255 * value),
      width,
      height,
    );
  };
  for (const [index, stem] of stems.entries()) {
    const mask = masks.get(stem)!;
    const distance = distanceTo(mask, sizes.get(stem)!.split("×").map(Number), [1, 1]);
    for (const pixels of GROWN) {
      const grown = Uint8Array.from(distance, (value) => (value <= pixels ? 1 : 0));
      if (grown.includes(0)) write(`${PREFIX}grown-${pixels}`, stem, grown);
    }
    const other = [...stems.slice(index + 1), ...stems.slice(0, index)].find(
      (one) => sizes.get(one) === sizes.get(stem),
    );
    if (other) write(SWAPPED, stem, masks.get(other)!);
  }
}

export interface ControlFigures {
  /** AUC of true masks on their own picture against true masks of another one. */
  readonly swappedAuc: number | null;
  /** By the pixels that true masks are grown: the mean score, over pictures that have all of them. */
  readonly grown: readonly { readonly pixels: number; readonly meanScore: number }[];
  readonly isMonotone: boolean;
}

/**
 * What a judge says of the controls.
 * @param scores by the names of masks
 */
export function controlFigures(
  controls: readonly { readonly name: string; readonly source: string; readonly caseName: string }[],
  scores: ReadonlyMap<string, number>,
): ControlFigures {
  const scoreOf = (source: string, caseName: string): number | undefined => {
    const mask = controls.find((one) => one.source === source && one.caseName === caseName);
    return mask && scores.get(mask.name);
  };
  const names = [...new Set(controls.map(({ caseName }) => caseName))];
  const pairs = names.flatMap((name) => {
    const [own, swapped] = [scoreOf(`${PREFIX}grown-0`, name), scoreOf(SWAPPED, name)];
    return own === undefined || swapped === undefined ? [] : [{ own, swapped }];
  });
  const whole = names.filter((name) =>
    GROWN.every((pixels) => scoreOf(`${PREFIX}grown-${pixels}`, name) !== undefined),
  );
  const grown = GROWN.map((pixels) => ({
    pixels,
    meanScore:
      whole.reduce((sum, name) => sum + scoreOf(`${PREFIX}grown-${pixels}`, name)!, 0) / Math.max(1, whole.length),
  }));
  return {
    swappedAuc: rocAuc(
      pairs.flatMap(({ own, swapped }) => [own, swapped]),
      pairs.flatMap(() => [true, false]),
    ),
    grown,
    isMonotone: grown.every(({ meanScore }, index) => index === 0 || meanScore <= grown[index - 1]!.meanScore),
  };
}
