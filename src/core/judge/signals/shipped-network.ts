import { readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { qualityAgreement } from "#domain/signals/quality-agreement.ts";
import type { Engine } from "../../engine/engine-client.ts";
import type { WeightArray } from "../../engine/parameters.ts";
import { unpackWeights } from "../../engine/weights-file.ts";
import { sha256Of } from "../../io/files/hash.ts";
import { joinBytes } from "../../io/files/join-bytes.ts";
import type { WorkContext } from "../judge-kind.ts";
import { outliveEngine, StepSize } from "../../engine/outlive-engine.ts";
import { planesOfCase, type SeenCase, type SeenMask } from "./planes-of-case.ts";
import type { CaseSignals, SignalStore } from "./signal-source.ts";

/** The quality network that comes with Winnow (resources/judge/README.md). */
export interface ShippedNetwork {
  readonly weights: readonly WeightArray[];
  readonly sha256: string;
}

export function readShippedNetwork(path: string): ShippedNetwork {
  const bytes = readFileSync(path);
  const sha256 = sha256Of(bytes);
  return { weights: unpackWeights(bytes, sha256), sha256 };
}

/** What the shipped network says of masks; remembered by content, since neither it nor they change. */
export class ShippedOpinions {
  readonly #engine: Engine;
  readonly #network: ShippedNetwork;
  readonly #store: SignalStore;

  constructor(engine: Engine, network: ShippedNetwork, store: SignalStore) {
    this.#engine = engine;
    this.#network = network;
    this.#store = store;
  }

  get sha256(): string {
    return this.#network.sha256;
  }

  get weights(): ShippedNetwork["weights"] {
    return this.#network.weights;
  }

  /** Per case and mask the figures of `qualityAgreement`; null where a mask could not be read. */
  async of(cases: readonly CaseSignals[], context: WorkContext): Promise<(Float64Array | null)[][]> {
    const keys = cases.map(({ key }) => `shipped:${this.#network.sha256}:${key}`);
    const answers = keys.map((key) => {
      const stored = this.#store.get(key);
      return stored ? (deserialize(stored) as (Float64Array | null)[]) : null;
    });
    const missing = cases.flatMap((_, index) => (answers[index] ? [] : [index]));
    const asked = await this.#ask(
      missing.map((index) => cases[index]!),
      context,
    );
    for (const [row, index] of missing.entries()) {
      answers[index] = asked[row]!;
      if (asked[row]!.every((one) => one !== null)) this.#store.put(keys[index]!, serialize(asked[row]));
    }
    return answers as (Float64Array | null)[][];
  }

  async #ask(cases: readonly CaseSignals[], context: WorkContext): Promise<(Float64Array | null)[][]> {
    const network = { weights: this.#network.weights, side: PLANE_SIDE };
    return correctedBy(this.#engine, network, cases, context, (one, classId) => planesOfCase(one, classId, PLANE_SIDE));
  }
}

/**
 * Has a quality network look at every mask of some cases.
 * @param seenOf a case and its masks of a class as the network is to see them; null: it is not asked
 * @returns per case and mask the figures of `qualityAgreement`, null where it was not asked
 */
export async function correctedBy(
  engine: Engine,
  { weights, side }: { readonly weights: readonly WeightArray[]; readonly side: number },
  cases: readonly CaseSignals[],
  context: WorkContext,
  seenOf: (one: CaseSignals, classId: number) => SeenCase | null,
): Promise<(Float64Array | null)[][]> {
  const answers = cases.map(({ candidates }) => candidates.map((): Float64Array | null => null));
  const images: Uint8Array[] = [];
  const asked: (SeenMask & { at: number; firstImage: number })[] = [];
  let nImages = 0;
  for (const [at, one] of cases.entries()) {
    for (const classId of new Set(one.candidates.map((candidate) => candidate.classId))) {
      const seen = seenOf(one, classId);
      if (!seen) continue;
      for (const mask of seen.masks) asked.push({ ...mask, at, firstImage: nImages });
      images.push(seen.image);
      nImages += seen.image.length / (side * side);
    }
  }
  if (asked.length === 0) return answers;
  const imageOf = asked.flatMap(({ planes, firstImage }) =>
    Array.from({ length: planes.length / (side * side) }, (_, plane) => firstImage + plane),
  );
  const masks = asked.map(({ planes }) => planes);
  const { probabilities } = await outliveEngine(context, new StepSize(), () =>
    engine.ask(
      "correct",
      {
        weights,
        side,
        images: joinBytes(images),
        masks: joinBytes(masks),
        imageOf: Uint32Array.from(imageOf),
      },
      { signal: context.signal },
    ),
  );
  let from = 0;
  for (const { at, index, planes, insideShare } of asked) {
    const object = probabilities.subarray(from, from + planes.length);
    answers[at]![index] = qualityAgreement(planes, object, insideShare);
    from += planes.length;
  }
  return answers;
}
