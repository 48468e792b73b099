import { consensusOf } from "#domain/signals/agreement.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { selfAgreement } from "#domain/signals/self-agreement.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { WorkContext } from "../judge-kind.ts";
import { outliveEngine, StepSize } from "../outlive-engine.ts";
import { groupOf, inverted, polarityOf } from "./pseudo-masks.ts";
import type { MaskSignals } from "./read-signals.ts";
import type { CaseSignals } from "./signal-source.ts";
import type { SignalsModel } from "./signals-model.ts";

/** The masks of one case and class, and what a segmenter is to make of their image. */
interface Question {
  readonly answers: (Float64Array | null)[];
  readonly masks: readonly { readonly index: number; readonly signals: MaskSignals }[];
  readonly planes: Uint8Array;
}

/** Holds what the segmenters of a version make of images against the masks of their cases. */
export class SegmenterBench {
  readonly #engine: EngineClient;
  readonly #segmenters: SignalsModel["segmenters"];
  readonly #context: WorkContext;

  constructor(engine: EngineClient, segmenters: SignalsModel["segmenters"], context: WorkContext) {
    this.#engine = engine;
    this.#segmenters = segmenters;
    this.#context = context;
  }

  /**
   * Per case and mask the agreement with the segmenter that has not been taught on its subject; null where its class has
   * none.
   */
  async agreementOf(cases: readonly CaseSignals[]): Promise<(Float64Array | null)[][]> {
    const answers = cases.map(({ candidates }) => candidates.map((): Float64Array | null => null));
    for (const [position, { classId, turnsPolarity }] of this.#segmenters.entries()) {
      for (const group of [0, 1] as const) {
        const questions = cases.flatMap((one, index) =>
          groupOf(one.candidates[0]!.subject) === group ? questionOf(one, classId, turnsPolarity, answers[index]!) : [],
        );
        if (questions.length > 0) await this.#answer(position, group, questions);
      }
    }
    return answers;
  }

  async #answer(position: number, group: 0 | 1, questions: readonly Question[]): Promise<void> {
    const images = new Uint8Array(questions.reduce((sum, { planes }) => sum + planes.length, 0));
    let at = 0;
    for (const { planes } of questions) {
      images.set(planes, at);
      at += planes.length;
    }
    const weights = [this.#segmenters[position]!.weights[group]!];
    const { probabilities } = await outliveEngine(this.#context, new StepSize(), () =>
      this.#engine.ask("segment", { weights, side: PLANE_SIDE, images }, { signal: this.#context.signal }),
    );
    at = 0;
    for (const { answers, masks, planes } of questions) {
      const own = probabilities.subarray(at, at + planes.length);
      for (const { index, signals } of masks) answers[index] = selfAgreement(signals.planes, own, signals.insideShare);
      at += planes.length;
    }
  }
}

function questionOf(
  { candidates, signals }: CaseSignals,
  classId: number,
  turnsPolarity: boolean,
  answers: (Float64Array | null)[],
): Question[] {
  const image = signals.images.find((entry) => entry.classId === classId);
  if (!image) return [];
  const masks = candidates.flatMap((candidate, index) => {
    const own = signals.masks[index]!;
    return candidate.classId === classId && !("problem" in own) ? [{ index, signals: own }] : [];
  });
  const planes = turnsPolarity
    ? turned(
        image.planes,
        masks.map((mask) => mask.signals.planes),
      )
    : image.planes;
  return [{ answers, masks, planes }];
}

/** The image with its object bright, by what the masks of the case say together. */
function turned(image: Uint8Array, masks: readonly Uint8Array[]): Uint8Array {
  const together = consensusOf(masks.map((mask) => ({ mask, votes: true })));
  if (!together) return image;
  const object = Uint8Array.from(together, (value) => 255 * value);
  return polarityOf(image, object) < 0 ? inverted(image) : image;
}
