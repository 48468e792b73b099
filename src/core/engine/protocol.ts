import type { WireError } from "#contract/errors.ts";
import type { EpochReport, TrainingBags, TrainingSettings, TrainingState } from "./judge-training.ts";
import type { BagShape } from "./networks/quality-cnn.ts";
import type { WeightArray } from "./parameters.ts";
import type { SegmentationCase } from "./segmentation/patches.ts";
import type { Segmenter } from "./segmentation/segment-cases.ts";
import type { SegmenterTraining } from "./segmentation/supervised.ts";
import type { UnetTrainingState } from "./segmentation/train-unet.ts";
import type { TaughtNetworks, SelfTrainingTask } from "./self-training.ts";

/** What the engine can be asked, and what it answers. Typed arrays travel by structured clone. */
export interface EngineTasks {
  /** Versions and device; loads TensorFlow. */
  info: { input: Record<string, never>; output: EngineInfo };
  selfTest: { input: Record<string, never>; output: { what: string; good: boolean; detail: string }[] };
  /** Trains a quality classifier; sends an `epoch` after every epoch, a `checkpoint` when it asked for one. */
  trainJudge: {
    input: {
      data: TrainingBags;
      /** Masks that are not taught, whose loss is reported. */
      heldOut?: TrainingBags | null;
      settings: TrainingSettings;
      start: TrainingState | null;
      checkpointEveryMs: number;
    };
    output: { weights: readonly WeightArray[] };
  };
  /** Segmenters taught on masks that nobody has checked, cross-fitted over two groups; sends an `epoch` every few steps. */
  selfTrain: { input: SelfTrainingTask; output: TaughtNetworks };
  /** What such segmenters make of further pictures: the mean of both. */
  segment: {
    input: { weights: TaughtNetworks["segmenters"]; side: number; images: Uint8Array };
    output: { probabilities: Uint8Array };
  };
  /** Where a quality network sees the object, mask by mask; `imageOf` says which image each mask lies on. */
  correct: {
    input: {
      weights: readonly WeightArray[];
      side: number;
      images: Uint8Array;
      masks: Uint8Array;
      imageOf: Uint32Array;
    };
    output: { probabilities: Uint8Array };
  };
  /** Teaches a segmenter of several classes; sends an `epoch` every few steps, a `checkpoint` when it asked for one. */
  trainSegmenter: {
    input: {
      cases: readonly SegmentationCase[];
      settings: SegmenterTraining;
      start: UnetTrainingState | null;
      checkpointEveryMs: number;
    };
    output: { weights: readonly WeightArray[] };
  };
  /** Per image the probability of each class but the background, in 255ths. */
  runSegmenter: {
    input: { segmenter: Segmenter; cases: readonly Pick<SegmentationCase, "size" | "image">[] };
    output: { probabilities: readonly Uint8Array[] };
  };
  /** Keeps a judge's weights for `score`, until another is loaded. */
  loadJudge: { input: { key: string; weights: readonly WeightArray[] }; output: Record<string, never> };
  score: {
    /** `viewsAtOnce`: how many go through the network together, where fewer than usual are wanted. */
    input: { key: string; bag: BagShape; viewSide: number; views: Uint8Array; n: number; viewsAtOnce?: number };
    output: { logits: Float32Array };
  };
}

export interface EngineInfo {
  readonly tensorflow: string;
  readonly tfjs: string;
  readonly backend: string;
  readonly device: string;
  /** Whether it is the CUDA build; `device` says whether that found a GPU. */
  readonly hasGpuLibrary: boolean;
  readonly node: string;
  readonly pid: number;
}

/** What the engine's process ends with when an operation found no memory: on a GPU that is an error, not a signal. */
export const NO_MEMORY_CODE = 78;

export type EngineTaskName = keyof EngineTasks;

export type EngineRequest =
  | { readonly kind: "ask"; readonly id: number; readonly task: EngineTaskName; readonly input: unknown }
  | { readonly kind: "cancel"; readonly id: number };

export type EngineMessage =
  | { readonly kind: "answer"; readonly id: number; readonly output: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: WireError }
  | { readonly kind: "epoch"; readonly id: number; readonly report: EpochReport }
  | { readonly kind: "checkpoint"; readonly id: number; readonly state: unknown };

export interface EngineEvents {
  readonly onEpoch?: (report: EpochReport) => void;
  readonly onCheckpoint?: (state: unknown) => void;
}
