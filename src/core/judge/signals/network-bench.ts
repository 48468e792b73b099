import { deserialize, serialize } from "node:v8";
import { consensusOf } from "#domain/signals/agreement.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { selfAgreement } from "#domain/signals/self-agreement.ts";
import type { Engine } from "../../engine/engine-client.ts";
import type { WorkContext } from "../judge-kind.ts";
import { outliveEngine, StepSize } from "../../engine/outlive-engine.ts";
import { packWeights } from "../../engine/weights-file.ts";
import { groupOf, inverted, polarityOf } from "./pseudo-masks.ts";
import { planesOfCase, type SeenCase } from "./planes-of-case.ts";
import { correctedBy } from "./shipped-network.ts";
import { joinBytes } from "../../io/files/join-bytes.ts";
import type { CaseSignals, SignalStore } from "./signal-source.ts";
import type { ClassNetworks } from "./signals-model.ts";

/** What taught networks say of a mask: agreement with the segmenter's object, and the quality network's figures. */
export interface TaughtOpinion {
  readonly self: Float64Array;
  readonly quality: Float64Array;
}

/** Grows when another opinion is formed of the same: what was said before is then asked again. */
const SAID_BY = 1;

/** Holds what the networks of a version make of images against the masks of their cases; remembered by content. */
export class NetworkBench {
  readonly #engine: Engine;
  readonly #networks: readonly ClassNetworks[];
  readonly #store: SignalStore;
  readonly #context: WorkContext;

  constructor(engine: Engine, networks: readonly ClassNetworks[], store: SignalStore, context: WorkContext) {
    this.#engine = engine;
    this.#networks = networks;
    this.#store = store;
    this.#context = context;
  }

  /** Per case and mask the word of the networks that have not been taught on its subject; null where its class has none. */
  async of(cases: readonly CaseSignals[]): Promise<(TaughtOpinion | null)[][]> {
    const answers = cases.map(({ candidates }) => candidates.map((): TaughtOpinion | null => null));
    const both = this.#networks.flatMap((own) => ([0, 1] as const).map((group) => [own, group] as const));
    await Promise.all(both.map(([own, group]) => this.#sayOf(own, group, cases, answers)));
    return answers;
  }

  /** Puts what is said of the cases of a group among the answers. */
  async #sayOf(
    own: ClassNetworks,
    group: 0 | 1,
    cases: readonly CaseSignals[],
    answers: readonly (TaughtOpinion | null)[][],
  ): Promise<void> {
    const name = nameOf(own, group);
    const missing: number[] = [];
    for (const [at, one] of cases.entries()) {
      if (groupOf(one.candidates[0]!.subject) !== group) continue;
      const stored = this.#store.get(`${name}:${one.key}`);
      if (stored) take(answers[at]!, deserialize(stored) as (TaughtOpinion | null)[]);
      else missing.push(at);
    }
    const said = await this.#ask(
      own,
      group,
      missing.map((at) => cases[at]!),
    );
    for (const [row, at] of missing.entries()) {
      const { key, signals } = cases[at]!;
      take(answers[at]!, said[row]!);
      if (signals.masks.every((mask) => !("problem" in mask))) this.#store.put(`${name}:${key}`, serialize(said[row]));
    }
  }

  async #ask(own: ClassNetworks, group: 0 | 1, cases: readonly CaseSignals[]): Promise<(TaughtOpinion | null)[][]> {
    const network = { weights: own.quality[group]!, side: PLANE_SIDE };
    const coarse = new Map(cases.map((one) => [one, seenBy(own, one, PLANE_SIDE)]));
    const isCoarse = own.segmenterSide === PLANE_SIDE;
    const seen = isCoarse ? [...coarse.values()] : cases.map((one) => seenBy(own, one, own.segmenterSide));
    const [quality, self] = await Promise.all([
      correctedBy(this.#engine, network, cases, this.#context, (one, classId) =>
        classId === own.classId ? coarse.get(one)! : null,
      ),
      this.#segmented(own, group, cases, seen),
    ]);
    return quality.map((row, at) =>
      row.map((figures, index) => figures && { quality: figures, self: self[at]![index]! }),
    );
  }

  async #segmented(
    { segmenters, segmenterSide: side }: ClassNetworks,
    group: 0 | 1,
    cases: readonly CaseSignals[],
    seen: readonly (SeenCase | null)[],
  ): Promise<(Float64Array | null)[][]> {
    const answers = cases.map(({ candidates }) => candidates.map((): Float64Array | null => null));
    const images = joinBytes(seen.flatMap((one) => one?.image ?? []));
    if (images.length === 0) return answers;
    const { probabilities } = await outliveEngine(this.#context, new StepSize(), () =>
      this.#engine.ask("segment", { weights: [segmenters[group]!], side, images }, { signal: this.#context.signal }),
    );
    let from = 0;
    for (const [at, own] of seen.entries()) {
      if (!own) continue;
      const object = probabilities.subarray(from, from + own.image.length);
      from += own.image.length;
      for (const { index, planes, insideShare } of own.masks)
        answers[at]![index] = selfAgreement(planes, object, insideShare);
    }
    return answers;
  }
}

/** Puts what is known of some masks of a case where it belongs. */
function take(answers: (TaughtOpinion | null)[], known: readonly (TaughtOpinion | null)[]): void {
  for (const [index, opinion] of known.entries()) answers[index] = opinion ?? answers[index]!;
}

const names = new WeakMap<ClassNetworks, readonly [string, string]>();

/** Names the networks that judge a group by their content. */
function nameOf(own: ClassNetworks, group: 0 | 1): string {
  let both = names.get(own);
  if (!both) {
    const [first, second] = ([0, 1] as const).map((one) => {
      const parts = [own.quality[one]!, own.segmenters[one]!].map((weights) => packWeights(weights).sha256);
      return `taught:${SAID_BY}:${own.classId}:${own.segmenterSide}:${own.turnsPolarity}:${parts.join(":")}`;
    });
    both = [first!, second!];
    names.set(own, both);
  }
  return both[group];
}

/** A case as the networks of a class see it, `side` pixels along an edge; null where it has no mask of the class. */
function seenBy({ classId, turnsPolarity }: ClassNetworks, one: CaseSignals, side: number): SeenCase | null {
  const seen = planesOfCase(one, classId, side);
  if (!seen || !turnsPolarity) return seen;
  const masks = seen.masks.map(({ planes }) => planes);
  return isDark(seen.image, masks) ? { ...seen, image: inverted(seen.image) } : seen;
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
