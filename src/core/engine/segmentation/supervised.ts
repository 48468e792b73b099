import type { UnetShape } from "../networks/unet.ts";
import type { WeightArray } from "../parameters.ts";
import type { TensorFlow } from "../tensorflow.ts";
import { classesLoss } from "./losses.ts";
import { channelsOf, type PatchPlan, patchDrawer, type SegmentationCase } from "./patches.ts";
import { trainUnet, type UnetTrainingState } from "./train-unet.ts";

export interface SegmenterTraining extends PatchPlan {
  readonly steps: number;
  readonly learningRate: number;
  /** `nClasses` as in the plan. */
  readonly shape: UnetShape;
}

/** Teaches a segmenter on masks that are taken for true. */
export async function trainSupervised(
  tf: TensorFlow,
  cases: readonly SegmentationCase[],
  settings: SegmenterTraining,
  start: UnetTrainingState | null,
  onStep: (step: number, loss: number, state: () => UnetTrainingState) => Promise<"stop" | "go-on">,
): Promise<readonly WeightArray[]> {
  const training = {
    ...settings,
    channels: channelsOf(settings.dimensions),
    loss: classesLoss,
    drawBatch: patchDrawer(cases, settings),
  };
  return trainUnet(tf, training, async (step, loss, { state }) => onStep(step, loss, state), start);
}
