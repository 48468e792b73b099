import type { ReadableProject } from "../project/project.ts";
import { ownMaskRecipe } from "../project/queries/own-masks.ts";
import { usedVolume } from "../project/queries/volumes.ts";
import type { PlannedCase } from "./layouts.ts";

/** A mask of a release and where it comes from. */
export interface ReleasedMask {
  readonly case: string;
  readonly class: string;
  readonly file: string;
  readonly source: string;
  readonly accepted_by: "person" | "judge";
  /** How Winnow made it; null for a mask from a file. */
  readonly recipe: unknown;
  readonly reason: string;
  readonly p_good: number | null;
  readonly image_sha256: string;
  /**
   * Where the image is one volume of a file that holds several: which one, counted from 1. `image_sha256` is then the
   * SHA-256 of the text `winnow volume V of F`: V the volume counted from 0, F the SHA-256 of the file.
   */
  readonly image_volume?: { readonly volume: number; readonly of: number; readonly file_sha256: string };
  readonly mask_sha256: string;
}

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
