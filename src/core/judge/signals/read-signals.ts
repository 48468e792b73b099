import { IN_PLANE, sliceOf } from "#domain/image/slices.ts";
import { agreementFeatures } from "#domain/signals/agreement.ts";
import {
  type CasePlan,
  FINE_SIDE,
  PLANE_SIDE,
  planCase,
  samplePlanes,
  sampleVoters,
  showsMore,
} from "#domain/signals/case-planes.ts";
import { maskExtent } from "#domain/signals/mask-extent.ts";
import { maskFeatures } from "#domain/signals/mask-features.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import type { CaseTask, Unread } from "../read-case.ts";
import { readCaseVoxels } from "./read-case-voxels.ts";

/** All masks of one case, to be measured. Runs in a reader thread. */
export interface SignalsTask extends CaseTask {
  /** Per mask its class, and whether it speaks for other masks of its case. */
  readonly about: readonly { readonly classId: number; readonly votes: boolean }[];
  /** Planes are fine where that shows more of the image. */
  readonly isFine: boolean;
}

/** What is measured of one mask. */
export interface MaskSignals {
  /** Features of the mask in its image, then its agreement with the others of its case and class. */
  readonly values: Float64Array;
  /** The mask on the planes of its case and class, coverage 0 … 255. */
  readonly planes: Uint8Array;
  /** Share of the mask that lies on those planes' part of the image. */
  readonly insideShare: number;
}

/** The image of a case as networks see it for the masks of a class. */
export interface ImageSignals {
  readonly classId: number;
  readonly planes: Uint8Array;
  /** Pixels along an edge of the planes, of the image's and of the masks'. */
  readonly side: number;
}

export interface SignalsAnswer {
  readonly masks: readonly (MaskSignals | Unread)[];
  /** Per class: the image on the same planes, 0 … 255 in its window, and how many pixels their edges have. */
  readonly images: readonly ImageSignals[];
}

/** Reads a case's image and masks and measures everything that needs no network. */
export async function readSignals(task: SignalsTask): Promise<SignalsAnswer> {
  const { grey, size, masks: read } = await readCaseVoxels(task);
  const masks: SignalsAnswer["masks"][number][] = read.map((mask) =>
    mask instanceof UnreadableFile
      ? { problem: mask.problem }
      : { values: new Float64Array(), planes: new Uint8Array(), insideShare: 1 },
  );
  const images: SignalsAnswer["images"][number][] = [];
  for (const classId of new Set(task.about.map((mask) => mask.classId))) {
    const indices = task.about.flatMap((mask, index) =>
      mask.classId === classId && !(read[index] instanceof UnreadableFile) ? [index] : [],
    );
    if (indices.length === 0) continue;
    const voxels = indices.map((index) => read[index] as Uint8Array);
    const extents = voxels.map((mask) => maskExtent(mask, size));
    const plan = planCase(extents, size, task.spacing);
    const side = task.isFine && showsMore(plan) ? FINE_SIDE : PLANE_SIDE;
    const votes = indices.map((index) => task.about[index]!.votes);
    const agreement = agreementFeatures(
      sampleVoters(voxels, extents, size).map((mask, index) => ({ mask, votes: votes[index]! })),
    );
    for (const [row, index] of indices.entries()) {
      const mask = voxels[row]!;
      const own = maskFeatures({ image: grey, mask, size, spacing: task.spacing }, extents[row]);
      masks[index] = {
        values: Float64Array.from([...own, ...agreement[row]!]),
        ...maskOn(plan, mask, size, side),
      };
    }
    images.push({ classId, planes: samplePlanes(grey, size, plan, 255, side), side });
  }
  return { masks, images };
}

function maskOn(
  plan: CasePlan,
  mask: Uint8Array,
  size: readonly number[],
  side: number,
): { planes: Uint8Array; insideShare: number } {
  let [inside, all] = [0, 0];
  for (const { axis, index, frame } of plan.planes) {
    const plane = sliceOf(mask, size, axis, index);
    const [across, down] = IN_PLANE[axis];
    for (let y = 0; y < size[down]!; y += 1) {
      for (let x = 0; x < size[across]!; x += 1) {
        if (mask[plane.offset + x * plane.strideX + y * plane.strideY] === 0) continue;
        all += 1;
        if (x + 0.5 >= frame.x0 && x + 0.5 < frame.x1 && y + 0.5 >= frame.y0 && y + 0.5 < frame.y1) inside += 1;
      }
    }
  }
  return { planes: samplePlanes(mask, size, plan, 255, side), insideShare: all > 0 ? inside / all : 1 };
}
