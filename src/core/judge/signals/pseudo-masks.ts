import { createHash } from "node:crypto";
import { sigmoid } from "#domain/calibration/sigmoid.ts";
import { FINE_SIDE, PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { planesAtSide } from "#domain/signals/plane-side.ts";
import type { SelfTrainingTask, TeachingSteps } from "../../engine/self-training.ts";
import { joinBytes } from "../../io/files/join-bytes.ts";
import type { CaseSignals } from "./signal-source.ts";

const AREA = PLANE_SIDE * PLANE_SIDE;
/** Inside and outside of a mask differ in brightness by more than this (deviations of the image): it has a polarity. */
const CLEAR_CONTRAST = 0.4;
/** Share of images of either polarity from which on a class counts as mixed. */
const MIXED_SHARE = 0.08;

interface Chosen {
  readonly group: 0 | 1;
  /** Pixels along an edge of the planes. */
  readonly side: number;
  readonly images: Uint8Array;
  /** What the masks of the case say together, each with its weight: 0 … 255. */
  readonly mask: Uint8Array;
  /** Some of the masks as they were proposed, on coarse planes. */
  readonly proposed: readonly Uint8Array[];
  readonly weight: number;
  /** Inside − outside, in deviations of the image. */
  readonly contrast: number;
}

/** Cases that are gathered for one class; what more of them would teach is not worth the memory. */
const MOST_CASES = 2000;
/** Proposed masks of a case that the quality network may be shown. */
const MOST_PROPOSED = 5;
/** How steeply a mask's weight falls with its logit below the best one of its case. */
const FALL = 0.5;

/**
 * Gathers, for one class, what self-training takes for true: of every case its masks together, the better ones counting
 * more. That is nearer to the truth than the best mask alone, since different masks are wrong in different places.
 */
export class PseudoMasks {
  readonly #chosen: Chosen[] = [];

  /**
   * @param logits of the case's masks, in their order; NaN where there is none
   * @param labelOf true good, false bad, undefined where nobody said
   * @param speaks whether a mask may speak for others: altered copies may not
   */
  add(
    { candidates, signals }: CaseSignals,
    classId: number,
    logits: ArrayLike<number>,
    labelOf: (candidateId: number) => boolean | undefined,
    speaks: (source: string) => boolean,
  ): void {
    const image = signals.images.find((entry) => entry.classId === classId);
    if (!image || this.#chosen.length >= MOST_CASES) return;
    const usable = candidates.flatMap((candidate, index) => {
      const mask = signals.masks[index]!;
      const label = labelOf(candidate.id);
      if (candidate.classId !== classId || "problem" in mask || label === false) return [];
      return [{ planes: mask.planes, logit: label === true ? Infinity : logits[index]!, source: candidate.source }];
    });
    const speaking = usable.filter(({ source, logit }) => speaks(source) || logit === Infinity);
    const heard = speaking.length > 0 ? speaking : usable;
    if (heard.length === 0) return;
    const best = heard.reduce((high, { logit }) => Math.max(high, logit), -Infinity);
    // A person's word ends the discussion.
    const mask = blend(
      heard.map(({ planes }) => planes),
      heard.map(({ logit }) => (best === Infinity ? Number(logit === Infinity) : Math.exp(FALL * (logit - best)))),
    );
    this.#chosen.push({
      group: groupOf(candidates[0]!.subject),
      side: image.side,
      images: image.planes,
      mask,
      proposed: usable.slice(0, MOST_PROPOSED).map(({ planes }) => planesAtSide(planes, image.side, PLANE_SIDE)),
      // Squared: a doubtful mask teaches little beside a sure one, and something where all are doubtful.
      weight: best === Infinity ? 1 : Math.max(0.02, sigmoid(best) ** 2),
      contrast: polarityOf(image.planes, mask),
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

  /** Pixels along an edge of the planes that segmenters are to see: fine ones where those show more of most images. */
  get segmenterSide(): number {
    const nFine = this.#chosen.filter(({ side }) => side === FINE_SIDE).length;
    return nFine > this.#chosen.length / 2 ? FINE_SIDE : PLANE_SIDE;
  }

  task(seed: number, steps: TeachingSteps, start: SelfTrainingTask["start"]): SelfTrainingTask {
    const { segmenterSide: side, turnsPolarity: turns } = this;
    const chosen = this.#chosen.map((one) => {
      const images = turns && one.contrast < 0 ? inverted(one.images) : one.images;
      return { ...one, images: planesAtSide(images, one.side, side), mask: planesAtSide(one.mask, one.side, side) };
    });
    const perPlane = chosen.flatMap((one) =>
      Array.from({ length: one.mask.length / (side * side) }, (_, plane) => ({ one, plane })),
    );
    return {
      side,
      images: joinBytes(chosen.map(({ images }) => images)),
      masks: joinBytes(chosen.map(({ mask }) => mask)),
      weights: Float32Array.from(perPlane, ({ one }) => one.weight),
      groups: Uint8Array.from(perPlane, ({ one }) => one.group),
      others: perPlane.map(({ one, plane }) =>
        joinBytes(one.proposed.map((planes) => planes.subarray(plane * AREA, (plane + 1) * AREA))),
      ),
      seed,
      steps,
      start,
    };
  }
}

/** The weighted mean of masks. */
function blend(masks: readonly Uint8Array[], weights: readonly number[]): Uint8Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = new Float32Array(masks[0]!.length);
  for (const [index, mask] of masks.entries()) {
    const share = weights[index]! / sum;
    if (share > 0) for (let i = 0; i < mean.length; i += 1) mean[i]! += share * mask[i]!;
  }
  return Uint8Array.from(mean, (value) => Math.round(value));
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
