import type { ReadableProject } from "../project/project.ts";
import { ownMaskRecipe } from "../project/queries/own-masks.ts";
import { usedVolume } from "../project/queries/volumes.ts";
import type { PlannedCase } from "./layouts.ts";
import type { ReleasedMask } from "./manifest.ts";

/** What the manifest says of the masks of a case. */
export function releasedMasks(project: ReadableProject, planned: PlannedCase): ReleasedMask[] {
  const volume = usedVolume(project, planned.selected.id);
  return planned.selected.masks.map((mask, index) => ({
    case: planned.selected.name,
    class: mask.className,
    file: maskFile(planned, index),
    source: mask.source,
    accepted_by: mask.acceptedBy,
    reason: mask.reason,
    recipe: ownMaskRecipe(project, mask.id),
    p_good: mask.pGood,
    image_sha256: mask.image.sha256,
    ...(volume && { image_volume: { volume: volume.volume + 1, of: volume.series.n, file_sha256: volume.fileSha256 } }),
    mask_sha256: mask.mask.sha256,
  }));
}

/** Where a mask of a case lies in the data set: a map of labels holds all of them. */
export function maskFile({ masks }: PlannedCase, index: number): string {
  return (masks.length === 1 ? masks[0]! : masks[index]!).path;
}
