import { type Axis, countSlices } from "#domain/image/slices.ts";
import type { Rectangle } from "#domain/image/resample.ts";
import { planCase, samplePlanes } from "#domain/signals/case-planes.ts";
import { maskExtent } from "#domain/signals/mask-extent.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import type { CaseTask } from "../read-case.ts";
import { readCaseVoxels } from "../signals/read-case-voxels.ts";

/** A case whose masks are all of one class, and the one that is asked about. */
export interface ErrorPlanesTask extends CaseTask {
  readonly asked: number;
  /** Pixels along an edge of the planes. */
  readonly side: number;
  /** Per mask how likely it is good, 0 … 1; 0 where it has no say in where the object is. */
  readonly voices: readonly number[];
}

/** Every slice of a case as the networks see it, and the mask asked about on them. */
export interface ErrorPlanes {
  readonly axis: Axis;
  readonly frame: Rectangle;
  /** Slices in their order. */
  readonly indices: readonly number[];
  /** indices · side · side, grey values. */
  readonly image: Uint8Array;
  /** The same, coverage of the mask 0 … 255. */
  readonly mask: Uint8Array;
  /** Where the other masks see the object, the likelier good the more: the same, 0 … 255; empty where none has a say. */
  readonly others: Uint8Array;
  /** How likely the best of them is good. */
  readonly bestVoice: number;
  /** Coverage of what the masks of the case say together, to tell the polarity by: of the middle slice. */
  readonly masksInTheMiddle: readonly Uint8Array[];
}

/** Slices beyond the masks of the case that are looked at, as a share of their extent. */
const BEYOND = 0.25;
/** More slices are not looked at: every second, third, … one is. */
const MOST_SLICES = 256;

/**
 * Reads a case for its error map. Runs in a reader thread.
 * @throws UnreadableFile
 */
export async function readErrorPlanes(task: ErrorPlanesTask): Promise<ErrorPlanes> {
  const { grey, size, masks: read } = await readCaseVoxels(task);
  const asked = read[task.asked]!;
  if (asked instanceof UnreadableFile) throw asked;
  const masks = read.filter((mask) => !(mask instanceof UnreadableFile)) as Uint8Array[];
  const plan = planCase(
    masks.map((mask) => maskExtent(mask, size)),
    size,
    task.spacing,
  );
  const { axis, frame } = plan.planes[0]!;
  const indices = slicesToSee(masks, size, axis);
  const all = { planes: indices.map((index) => ({ axis, index, frame })) };
  const middle = { planes: [{ axis, index: plan.planes[Math.floor(plan.planes.length / 2)]!.index, frame }] };
  return {
    axis,
    frame,
    indices,
    image: samplePlanes(grey, size, all, 255, task.side),
    mask: samplePlanes(asked, size, all, 255, task.side),
    ...heard(
      read.flatMap((mask, index) =>
        index === task.asked || mask instanceof UnreadableFile || !(task.voices[index]! > 0)
          ? []
          : [{ planes: samplePlanes(mask, size, all, 255, task.side), voice: task.voices[index]! }],
      ),
    ),
    masksInTheMiddle: masks.map((mask) => samplePlanes(mask, size, middle, 255, task.side)),
  };
}

/** To this power a mask's chance to be good is its weight beside others: the best has the most to say. */
const VOICE_POWER = 4;

/** What masks say together. */
export function heard(
  masks: readonly { readonly planes: Uint8Array; readonly voice: number }[],
): Pick<ErrorPlanes, "others" | "bestVoice"> {
  const bestVoice = masks.reduce((best, { voice }) => Math.max(best, voice), 0);
  // Relative to the best: powers of small chances could come to nothing.
  const weights = masks.map(({ voice }) => (voice / bestVoice) ** VOICE_POWER);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = new Float32Array(masks[0]?.planes.length ?? 0);
  for (const [index, { planes }] of masks.entries())
    for (let i = 0; i < mean.length; i += 1) mean[i]! += (weights[index]! / sum) * planes[i]!;
  return { others: Uint8Array.from(mean, (value) => Math.round(value)), bestVoice };
}

function slicesToSee(masks: readonly Uint8Array[], size: readonly number[], axis: Axis): number[] {
  const length = size[axis] ?? 1;
  let [first, last] = [length, -1];
  for (const mask of masks) {
    const counts = countSlices(mask, size)[axis];
    const from = counts.findIndex((value) => value > 0);
    if (from < 0) continue;
    first = Math.min(first, from);
    last = Math.max(
      last,
      counts.findLastIndex((value) => value > 0),
    );
  }
  if (last < 0) [first, last] = [0, length - 1];
  const beyond = Math.ceil((last - first + 1) * BEYOND);
  [first, last] = [Math.max(0, first - beyond), Math.min(length - 1, last + beyond)];
  const step = Math.ceil((last - first + 1) / MOST_SLICES);
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, row) => first + row * step);
}
