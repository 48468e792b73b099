import { setImmediate } from "node:timers/promises";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { dice } from "#domain/mask/overlap.ts";
import type { SegmentationCase } from "#core/engine/segmentation/patches.ts";
import { segmentCases } from "#core/engine/segmentation/segment-cases.ts";
import { trainSupervised } from "#core/engine/segmentation/supervised.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { readWorkCase } from "#core/segment/read-work-case.ts";
import type { Prepared, PreparedCase } from "./prepare.ts";

/** What a U-Net is taught: a case and the mask that is taken for its truth. */
export interface Example {
  readonly one: PreparedCase;
  readonly mask: MaskSource;
}

const CHANNELS = [16, 32, 64];
const PATCH = 96;

/** Reads each case and mask once. */
export class WorkCases {
  readonly #longest: number;
  readonly #known = new Map<string, SegmentationCase>();

  constructor({ set }: Prepared) {
    this.#longest = set.longest;
  }

  async get({ one, mask }: Example): Promise<SegmentationCase> {
    const key = `${one.image.id} ${mask.sha256} ${mask.path}`;
    let found = this.#known.get(key);
    if (!found) {
      found = await readWorkCase({
        image: one.source,
        window: one.image.window,
        masks: [{ ...mask, classIndex: 1 }],
        isWhole: true,
        grid: { longest: this.#longest, mostSlices: 1 },
        limits: defaultLimits,
      });
      this.#known.set(key, found);
    }
    return found;
  }
}

/**
 * Teaches the U-Net of `winnow segment` on examples, and tests it on the cases set apart.
 * @returns true Dice, case by case in their order
 */
export async function unetDice(
  prepared: Prepared,
  work: WorkCases,
  examples: readonly Example[],
  { seed, steps }: { seed: number; steps: number },
): Promise<number[]> {
  const tf = loadTensorFlow();
  const taught: SegmentationCase[] = [];
  for (const example of examples) taught.push(await work.get(example));
  const shape = { channels: CHANNELS, nClasses: 2 };
  const weights = await trainSupervised(
    tf,
    taught,
    {
      seed,
      steps,
      shape,
      nClasses: 2,
      dimensions: "2",
      size: [PATCH, PATCH],
      batchSize: 8,
      learningRate: 5e-3,
      mirror: prepared.set.mirror,
    },
    null,
    async () => setImmediate("go-on" as const),
  );
  const result: number[] = [];
  for (const one of prepared.cases) {
    if (one.part !== "test") continue;
    const truth = await work.get({ one, mask: one.truth });
    const [seen] = segmentCases(tf, { weights, shape, dimensions: "2" }, [truth]);
    const overlap = dice(
      seen!.map((value) => (value >= 128 ? 1 : 0)),
      truth.labels,
    );
    result.push(Number.isNaN(overlap) ? 1 : overlap);
  }
  return result;
}
