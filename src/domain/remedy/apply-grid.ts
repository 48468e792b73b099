import type { GridRemedy } from "#contract/remedies.ts";
import type { Geometry } from "../geometry/geometry.ts";
import { cropToSize, resampleByExtent, resampleByPosition } from "./resample-nearest.ts";
import { turnedSize, turnVoxels } from "./turn-axes.ts";

type Labels = Uint8Array | Uint16Array;

/**
 * Brings the labels of a mask onto the grid of its image.
 * @returns null where the remedy does not fit: turned, it is of another size than the image
 */
export function applyGrid(labels: Labels, mask: Geometry, image: Geometry, remedy: GridRemedy | null): Labels | null {
  switch (remedy?.kind) {
    case "resample":
      if (remedy.by === "extent") return resampleByExtent(labels, mask.size, image.size);
      return mask.affine && image.affine ? resampleByPosition(labels, mask, image) : null;
    case "reorient":
    case "swap":
    case "flip":
      return isSameSize(turnedSize(mask.size, remedy.axes), image.size)
        ? turnVoxels(labels, mask.size, remedy.axes)
        : null;
    default:
      return isSameSize(mask.size, image.size) ? labels : null;
  }
}

/** The labels as they would lie without any remedy: by position in space where that is known, else by index. */
export function applyNothing(labels: Labels, mask: Geometry, image: Geometry): Labels {
  if (isSameSize(mask.size, image.size)) return labels;
  return mask.affine && image.affine && mask.orientationKnown && image.orientationKnown
    ? resampleByPosition(labels, mask, image)
    : cropToSize(labels, mask.size, image.size);
}

function isSameSize(a: readonly number[], b: readonly number[]): boolean {
  return [0, 1, 2].every((axis) => (a[axis] ?? 1) === (b[axis] ?? 1));
}
