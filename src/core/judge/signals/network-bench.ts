import { consensusOf } from "#domain/signals/agreement.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { selfAgreement } from "#domain/signals/self-agreement.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { WorkContext } from "../judge-kind.ts";
import { outliveEngine, StepSize } from "../../engine/outlive-engine.ts";
import { groupOf, inverted, polarityOf } from "./pseudo-masks.ts";
import { correctedBy } from "./shipped-network.ts";
import { joinBytes } from "../../io/files/join-bytes.ts";
import type { CaseSignals } from "./signal-source.ts";
import type { ClassNetworks } from "./signals-model.ts";

/** What taught networks say of a mask: agreement with the segmenter's object, and the quality network's figures. */
export interface TaughtOpinion {
  readonly self: Float64Array;
  readonly quality: Float64Array;
}

/** Holds what the networks of a version make of images against the masks of their cases. */
export class NetworkBench {
  readonly #engine: EngineClient;
  readonly #networks: readonly ClassNetworks[];
  readonly #context: WorkContext;

  constructor(engine: EngineClient, networks: readonly ClassNetworks[], context: WorkContext) {
    this.#engine = engine;
    this.#networks = networks;
    this.#context = context;
  }

  /** Per case and mask the word of the networks that have not been taught on its subject; null where its class has none. */
  async of(cases: readonly CaseSignals[]): Promise<(TaughtOpinion | null)[][]> {
    const answers = cases.map(({ candidates }) => candidates.map((): TaughtOpinion | null => null));
    for (const own of this.#networks) {
      for (const group of [0, 1] as const) {
        const places = cases.flatMap((one, at) => (groupOf(one.candidates[0]!.subject) === group ? [at] : []));
        const asked = places.map((at) => cases[at]!);
        const planes = new Map(asked.map((one) => [one, planesFor(one, own)]));
        const quality = await correctedBy(this.#engine, own.quality[group]!, asked, this.#context, (one, classId) =>
          classId === own.classId ? planes.get(one)! : null,
        );
        const self = await this.#segmented(own, group, asked, planes);
        for (const [row, at] of places.entries())
          for (const [index, figures] of quality[row]!.entries())
            if (figures) answers[at]![index] = { quality: figures, self: self[row]![index]! };
      }
    }
    return answers;
  }

  async #segmented(
    { classId, segmenters }: ClassNetworks,
    group: 0 | 1,
    cases: readonly CaseSignals[],
    planes: ReadonlyMap<CaseSignals, Uint8Array | null>,
  ): Promise<(Float64Array | null)[][]> {
    const images = joinBytes(cases.flatMap((one) => planes.get(one) ?? []));
    if (images.length === 0) return cases.map(({ candidates }) => candidates.map(() => null));
    const { probabilities } = await outliveEngine(this.#context, new StepSize(), () =>
      this.#engine.ask(
        "segment",
        { weights: [segmenters[group]!], side: PLANE_SIDE, images },
        { signal: this.#context.signal },
      ),
    );
    let at = 0;
    return cases.map((one) => {
      const length = planes.get(one)?.length ?? 0;
      const object = probabilities.subarray(at, at + length);
      at += length;
      return one.candidates.map((candidate, index) => {
        const mask = one.signals.masks[index]!;
        if (candidate.classId !== classId || "problem" in mask || length === 0) return null;
        return selfAgreement(mask.planes, object, mask.insideShare);
      });
    });
  }
}

/** The image of a case as the networks of a class see it; null where the case has no mask of the class. */
export function planesFor(
  { candidates, signals }: CaseSignals,
  { classId, turnsPolarity }: ClassNetworks,
): Uint8Array | null {
  const image = signals.images.find((entry) => entry.classId === classId);
  if (!image) return null;
  if (!turnsPolarity) return image.planes;
  const masks = candidates.flatMap((candidate, index) => {
    const mask = signals.masks[index]!;
    return candidate.classId === classId && !("problem" in mask) ? [mask] : [];
  });
  return isDark(
    image.planes,
    masks.map((mask) => mask.planes),
  )
    ? inverted(image.planes)
    : image.planes;
}

/** Whether the object is darker than what surrounds it, by what the masks of the case say together. */
export function isDark(image: Uint8Array, masks: readonly Uint8Array[]): boolean {
  const together = consensusOf(masks.map((mask) => ({ mask, votes: true })));
  return (
    together !== null &&
    polarityOf(
      image,
      Uint8Array.from(together, (value) => 255 * value),
    ) < 0
  );
}
