import type { Dimensions } from "../engine/segmentation/patches.ts";
import type { SegmenterTraining } from "../engine/segmentation/supervised.ts";
import { type WorkGrid, workSize } from "./read-work-case.ts";
import type { Teaching } from "./taught-cases.ts";

const CHANNELS = [16, 32, 64];
const BATCH = 8;
const LEARNING_RATE = 5e-3;
/** Voxels along an edge of what a network is shown in training. */
const PATCH = 96;
const BLOCK = 32;
const LONGEST = 256;
const LONGEST_BLOCK = 96;

/** Everything about a training that follows from what there is to learn from. */
export function planTraining(
  asked: {
    readonly seed: number;
    readonly steps: number;
    readonly dimensions?: Dimensions | undefined;
    readonly mirror?: boolean | undefined;
  },
  { classes, cases }: Teaching,
): { settings: SegmenterTraining; grid: WorkGrid } {
  const hasVolumes = cases.some(({ masks }) => (masks[0]!.size[2] ?? 1) > 1);
  const dimensions = asked.dimensions ?? (hasVolumes ? "2.5" : "2");
  const isBlock = dimensions === "3";
  const grid: WorkGrid = isBlock
    ? { longest: LONGEST_BLOCK, mostSlices: LONGEST_BLOCK }
    : { longest: LONGEST, mostSlices: Number.MAX_SAFE_INTEGER };
  const sizes = cases.map(({ masks }) => workSize(masks[0]!.size, grid));
  const step = 2 ** (CHANNELS.length - 1);
  const edge = (axis: 0 | 1 | 2, most: number): number => {
    const usual = sizes.map((size) => size[axis]).toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)]!;
    return Math.max(2 * step, Math.min(most, Math.ceil(usual / step) * step));
  };
  const most = isBlock ? BLOCK : PATCH;
  const inPlane = [edge(1, most), edge(0, most)];
  const nClasses = classes.length + 1;
  return {
    grid,
    settings: {
      seed: asked.seed,
      steps: asked.steps,
      dimensions,
      size: isBlock ? [edge(2, BLOCK), ...inPlane] : inPlane,
      nClasses,
      batchSize: isBlock ? 2 : BATCH,
      learningRate: LEARNING_RATE,
      mirror: asked.mirror ?? !hasVolumes,
      shape: { channels: CHANNELS, nClasses },
    },
  };
}
