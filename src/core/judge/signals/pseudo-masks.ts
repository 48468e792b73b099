import { createHash } from "node:crypto";
import type { Classifier } from "#domain/learning/classifier.ts";
import { sigmoid } from "#domain/calibration/platt.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import type { SelfTrainingTask } from "../../engine/self-training.ts";
import type { CaseSignals } from "./signal-source.ts";
import type { MaskSignals } from "./read-signals.ts";

const AREA = PLANE_SIDE * PLANE_SIDE;
/** Inside and outside of a mask differ in brightness by more than this (deviations of the image): it has a polarity. */
const CLEAR_CONTRAST = 0.4;
/** Share of images of either polarity from which on a class counts as mixed. */
const MIXED_SHARE = 0.08;

interface Chosen {
  readonly group: 0 | 1;
  readonly images: Uint8Array;
  readonly mask: Uint8Array;
  readonly weight: number;
  /** Inside − outside, in deviations of the image. */
  readonly contrast: number;
}

/**
 * Gathers, for one class, the best mask of every case as what self-training takes for true.
 */
export class PseudoMasks {
  readonly #chosen: Chosen[] = [];

  /** @param labelOf true good, false bad, undefined where nobody said */
  add(
    { candidates, signals }: CaseSignals,
    classId: number,
    rank: Classifier,
    labelOf: (candidateId: number) => boolean | undefined,
  ): void {
    const image = signals.images.find((entry) => entry.classId === classId);
    if (!image) return;
    let best: { mask: MaskSignals; logit: number } | null = null;
    for (const [index, candidate] of candidates.entries()) {
      const mask = signals.masks[index]!;
      if (candidate.classId !== classId || "problem" in mask) continue;
      const label = labelOf(candidate.id);
      if (label === false) continue;
      const logit = label === true ? Infinity : rank.logit(mask.values);
      if (!best || logit > best.logit) best = { mask, logit };
    }
    if (!best) return;
    this.#chosen.push({
      group: groupOf(candidates[0]!.subject),
      images: image.planes,
      mask: best.mask.planes,
      // Squared: a doubtful mask teaches little beside a sure one, and something where all are doubtful.
      weight: best.logit === Infinity ? 1 : Math.max(0.02, sigmoid(best.logit) ** 2),
      contrast: polarityOf(image.planes, best.mask.planes),
    });
  }

  get nCases(): number {
    return this.#chosen.length;
  }

  /** Objects are dark in some images and bright in others. */
  get turnsPolarity(): boolean {
    const n = Math.max(1, this.#chosen.length);
    const dark = this.#chosen.filter(({ contrast }) => contrast < -CLEAR_CONTRAST).length / n;
    const bright = this.#chosen.filter(({ contrast }) => contrast > CLEAR_CONTRAST).length / n;
    return dark > MIXED_SHARE && bright > MIXED_SHARE;
  }

  task(seed: number, steps: number): SelfTrainingTask {
    const turns = this.turnsPolarity;
    const nPlanes = this.#chosen.reduce((sum, { mask }) => sum + mask.length / AREA, 0);
    const images = new Uint8Array(nPlanes * AREA);
    const masks = new Uint8Array(nPlanes * AREA);
    const weights = new Float32Array(nPlanes);
    const groups = new Uint8Array(nPlanes);
    let at = 0;
    for (const chosen of this.#chosen) {
      const planes = chosen.mask.length / AREA;
      images.set(turns && chosen.contrast < 0 ? inverted(chosen.images) : chosen.images, at * AREA);
      masks.set(chosen.mask, at * AREA);
      weights.fill(chosen.weight, at, at + planes);
      groups.fill(chosen.group, at, at + planes);
      at += planes;
    }
    return { side: PLANE_SIDE, images, masks, weights, groups, seed, steps };
  }
}

/** Which of two groups a subject belongs to: by its name alone, so that it stays there as the project grows. */
export function groupOf(subject: string): 0 | 1 {
  return (createHash("sha256").update(subject).digest()[0]! & 1) as 0 | 1;
}

/** Mean inside − mean outside, in standard deviations of the image. */
export function polarityOf(image: Uint8Array, mask: Uint8Array): number {
  let [inside, nInside, outside, nOutside, squares] = [0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const value = image[i]!;
    squares += value * value;
    if (mask[i]! >= 128) {
      inside += value;
      nInside += 1;
    } else {
      outside += value;
      nOutside += 1;
    }
  }
  if (nInside === 0 || nOutside === 0) return 0;
  const mean = (inside + outside) / mask.length;
  const deviation = Math.sqrt(Math.max(1e-6, squares / mask.length - mean * mean));
  return (inside / nInside - outside / nOutside) / deviation;
}

export function inverted(planes: Uint8Array): Uint8Array {
  return planes.map((value) => 255 - value);
}
