import type { Remedy } from "#contract/remedies.ts";
import type { ImageSource } from "#domain/image/image-source.ts";
import { chooseSlice, drawTile } from "#domain/image/tile.ts";
import { applyNothing } from "#domain/remedy/apply-grid.ts";
import { asUnreadable, type FileProblem } from "../../io/file-problem.ts";
import { readCaseImage, readImage } from "../../io/image/read-image.ts";
import type { AnyImage } from "../../io/image/decoded-image.ts";
import type { ReadLimits } from "../../io/limits.ts";
import { encodeTile } from "../../io/png/encode-tile.ts";
import { mend } from "./mend-mask.ts";

/** A mask on its image, before and after a remedy, to be looked at. Runs in a reader thread. */
export interface MendPreviewTask {
  readonly image: ImageSource;
  readonly window: readonly [number, number];
  readonly path: string;
  readonly areInstances: boolean;
  readonly remedy: Remedy;
  /** Number of the one class that is shown; null: all of them. */
  readonly shown: number | null;
  readonly limits: ReadLimits;
}

export interface MendPreview {
  /** Tiles of the same slice: the image above, the mask below. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** In the order of the classes of the remedy. */
  readonly nVoxels: readonly number[];
  /** Why the remedy cannot be used on this mask. */
  readonly problem: FileProblem | null;
}

const TILE_SIDE = 512;
/** Level of packing: the picture goes no further than this computer, and is seen once. */
const QUICKLY = 1;

/** @throws UnreadableFile where image or mask cannot be read */
export async function previewMend(task: MendPreviewTask): Promise<MendPreview> {
  const image = await readCaseImage(task.image, task.limits);
  const mask = await readImage(task.path, { ...task.limits, firstLook: { expectedSize: null } });
  const before = applyNothing(anything(mask), mask.geometry, image.geometry) as Uint8Array;
  const { after, nVoxels, problem } = afterRemedy(mask, image, task);
  const slice = chooseSlice(image.geometry, after.includes(1) ? after : before);
  const draw = (inside: Uint8Array): Uint8Array =>
    encodeTile(drawTile(image, inside, slice, { window: task.window, maxSide: TILE_SIDE }), QUICKLY);
  return { before: draw(before), after: draw(after), nVoxels, problem };
}

function afterRemedy(
  mask: AnyImage,
  { geometry }: AnyImage,
  { remedy, areInstances, shown }: MendPreviewTask,
): { after: Uint8Array; nVoxels: number[]; problem: FileProblem | null } {
  try {
    const { names, labels } = mend(mask, { remedy, imageGeometry: geometry, areInstances });
    const nVoxels = names.map(() => 0);
    for (const label of labels) if (label > 0) nVoxels[label - 1]! += 1;
    const after = new Uint8Array(labels.length);
    for (let i = 0; i < labels.length; i += 1) {
      const label = labels[i]!;
      if (shown === null ? label > 0 : label === shown + 1) after[i] = 1;
    }
    return { after, nVoxels, problem: null };
  } catch (error) {
    const unreadable = asUnreadable(error);
    if (!unreadable) throw error;
    const n = geometry.size.reduce((product, length) => product * length, 1);
    return { after: new Uint8Array(n), nVoxels: [], problem: unreadable.problem };
  }
}

/** 1 where the file has any value: of a picture in colours any but that of its first corner. */
function anything({ data, channels }: AnyImage): Uint8Array {
  const ground = channels >= 3 ? Array.from(data.slice(0, 3)) : [0];
  const result = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < result.length; i += 1, at += channels) {
    for (let c = 0; c < ground.length; c += 1) {
      if (data[at + c] !== ground[c]) result[i] = 1;
    }
  }
  return result;
}
