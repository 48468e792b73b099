import { readFile } from "node:fs/promises";
import { fillContours } from "#domain/dicom/fill-contours.ts";
import { type PlacedMask, placePlanes, type ToVoxel, toVoxelOf } from "#domain/dicom/place-planes.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { labelExtents } from "#domain/mask/label-values.ts";
import { readSegmentation } from "../io/dicom/read-segmentation.ts";
import { readStructureSet } from "../io/dicom/read-structure-set.ts";
import { EXPORT_AGAIN, type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import { packMask } from "../io/image/packed-mask.ts";
import type { ReadLimits } from "../io/limits.ts";

/** A DICOM segmentation or structure set, to be laid on the grid of an image. Runs in a reader thread. */
export interface DicomMaskTask {
  readonly path: string;
  readonly use: "segmentation" | "structure-set";
  readonly geometry: Geometry;
  readonly limits: ReadLimits;
}

export interface DicomMasks {
  /** Of the file. */
  readonly sha256: string;
  readonly masks: readonly DicomMask[];
  readonly isResampled: boolean;
  readonly warnings: readonly FileProblem[];
}

/** One segment or structure. */
export interface DicomMask {
  readonly name: string;
  readonly number: number;
  readonly packed: Uint8Array;
  readonly nVoxels: number;
  readonly bounds: readonly number[];
}

/** @throws UnreadableFile where nothing of it can be used with that image */
export async function convertDicomMask({ path, use, geometry, limits }: DicomMaskTask): Promise<DicomMasks> {
  const toVoxel = toVoxelOf(geometry);
  if (!toVoxel)
    throw new UnreadableFile(
      "dicom-image-unplaced",
      "Its image does not say where it lies, so that the mask cannot be laid on it.",
      "Export image and mask again, or give the mask as PNG or NIfTI.",
    );
  const sha256 = sha256Of(await readFile(path));
  const { size } = geometry;
  const parts =
    use === "segmentation" ? await segmentsOf(path, limits, size, toVoxel) : await structuresOf(path, size, toVoxel);
  let [nOutside, isResampled] = [0, false];
  const masks: DicomMask[] = [];
  const empty: string[] = [];
  // One after the other, and packed at once: all of them as volumes may be more than memory holds.
  for (const [name, same] of Map.groupBy(parts, (part) => part.name)) {
    const placed = same.map((part) => part.place());
    const [{ mask }, ...others] = placed as [Placed, ...Placed[]];
    for (const other of others) for (let i = 0; i < mask.length; i += 1) mask[i]! |= other.mask[i]!;
    for (const part of placed) nOutside += part.nOutside;
    isResampled ||= placed.some((part) => part.isResampled);
    const extents = labelExtents(mask, size, 1);
    const [extent] = extents.kind === "labels" ? extents.labels : [];
    if (!extent) empty.push(name);
    else {
      const { nVoxels, bounds } = extent;
      masks.push({ name, number: same[0]!.number, packed: packMask(mask), nVoxels, bounds });
    }
  }
  if (masks.length === 0)
    throw new UnreadableFile(
      "mask-empty",
      nOutside > 0 ? "All of it lies outside of its image." : "None of its structures has anything in it.",
      EXPORT_AGAIN,
    );
  return { sha256, masks, isResampled, warnings: warningsOf(empty, nOutside, isResampled, use) };
}

type Placed = Pick<PlacedMask, "mask" | "isResampled" | "nOutside">;

/** A segment or structure that is laid on the grid of the image when its turn comes. */
interface Part {
  readonly name: string;
  readonly number: number;
  place(): Placed;
}

async function segmentsOf(
  path: string,
  limits: ReadLimits,
  size: readonly number[],
  toVoxel: ToVoxel,
): Promise<Part[]> {
  const { segments, grid } = await readSegmentation(path, limits);
  return segments.map(({ name, number, planes }) => ({
    name,
    number,
    place: () => placePlanes(planes(), grid, size, toVoxel),
  }));
}

async function structuresOf(path: string, size: readonly number[], toVoxel: ToVoxel): Promise<Part[]> {
  const structures = await readStructureSet(path);
  return structures.map(({ name, number, contours }) => ({
    name,
    number,
    place: () => fillContours(contours, size, toVoxel),
  }));
}

function warningsOf(
  empty: readonly string[],
  nOutside: number,
  isResampled: boolean,
  use: DicomMaskTask["use"],
): FileProblem[] {
  const warnings: FileProblem[] = [];
  if (empty.length > 0)
    warnings.push({
      code: "dicom-mask-part-empty",
      message: `Nothing of ${empty.join(", ")} lies in the image.`,
      remedy: "If it was not drawn yet, leave it. Otherwise export it again.",
    });
  if (nOutside > 0)
    warnings.push({
      code: "dicom-mask-part-outside",
      message:
        use === "segmentation"
          ? `${nOutside.toLocaleString("en")} of its pixels lie outside of the image.`
          : `${nOutside.toLocaleString("en")} of its contours lie in no slice of the image.`,
      remedy: "Look at the mask on its image. If nothing is missing, nothing needs to be done.",
    });
  if (isResampled)
    warnings.push({
      code: "dicom-mask-resampled",
      message:
        use === "segmentation"
          ? "It was drawn on another grid than its image's: each voxel takes the nearest of its pixels."
          : "It was drawn more densely than its image has slices: in each slice the nearest contours count.",
      remedy: "Look at the mask on its image. Edges may be off by half a voxel.",
    });
  return warnings;
}
