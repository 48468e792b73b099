import type { Remedy } from "#contract/remedies.ts";
import { type Geometry, voxelCount } from "#domain/geometry/geometry.ts";
import { labelExtents } from "#domain/mask/label-values.ts";
import { applyGrid } from "#domain/remedy/apply-grid.ts";
import { classifyValues } from "#domain/remedy/classify-values.ts";
import type { MaskSamples } from "#domain/remedy/diagnose-values.ts";
import { UnreadableFile } from "../../io/file-problem.ts";
import { packMask } from "../../io/image/packed-mask.ts";
import { readImage } from "../../io/image/read-image.ts";
import type { AnyImage } from "../../io/image/decoded-image.ts";
import { requireSame } from "../../io/image/require-same.ts";
import type { ReadLimits } from "../../io/limits.ts";
import { samplesOf } from "../inspect-mask.ts";

/** A mask file and what is to be done with it. Runs in a reader thread. */
export interface MendTask {
  readonly path: string;
  /** The file as it is known. */
  readonly sha256: string;
  readonly imageGeometry: Geometry;
  /** The masks number single objects (cells, lesions) instead of naming classes. */
  readonly areInstances: boolean;
  readonly remedy: Remedy;
  readonly limits: ReadLimits;
}

/** One class on the grid of the image. */
export interface MendedMask {
  /** The value in the file, or the number of the class. */
  readonly labelValue: number;
  /** Null where the values stay what they are: the usual name of the value. */
  readonly name: string | null;
  readonly packed: Uint8Array;
  readonly nVoxels: number;
  readonly bounds: readonly number[];
}

/** @throws UnreadableFile where the file has changed, the remedy does not fit, or nothing is left of the mask */
export async function mendMask(task: MendTask): Promise<MendedMask[]> {
  const mask = await readImage(task.path, { ...task.limits, firstLook: { expectedSize: null } });
  requireSame(mask, task.sha256);
  const { names, labels } = mend(mask, task);
  const found = labelExtents(labels, task.imageGeometry.size, names.length);
  const classes = found.kind === "labels" ? found.labels : [];
  if (classes.length === 0) throw nothingLeft();
  if (classes.some(({ nVoxels }) => nVoxels === voxelCount(task.imageGeometry))) throw everything();
  return classes.map(({ value, nVoxels, bounds }) => ({
    ...names[value - 1]!,
    packed: packMask(labels, value),
    nVoxels,
    bounds,
  }));
}

interface NumberedClass {
  readonly labelValue: number;
  readonly name: string | null;
}

/**
 * Every voxel of the image by number: 0 background, n the class `names[n - 1]`.
 * @throws UnreadableFile where the remedy does not fit
 */
export function mend(
  mask: AnyImage,
  { remedy, imageGeometry, areInstances }: Pick<MendTask, "remedy" | "imageGeometry" | "areInstances">,
): { readonly names: readonly NumberedClass[]; readonly labels: Uint8Array | Uint16Array } {
  const samples = samplesOf(mask);
  const values = remedy.values ?? (areInstances ? ({ kind: "objects", name: "1" } as const) : asLabels(samples));
  const { names, labels } = classifyValues(samples, values);
  const onGrid = applyGrid(labels, mask.geometry, imageGeometry, remedy.grid);
  if (!onGrid) throw doesNotFit();
  return {
    names: names.map((name, index) =>
      remedy.values ? { labelValue: index + 1, name } : { labelValue: areInstances ? 1 : Number(name), name: null },
    ),
    labels: onGrid,
  };
}

/** Values that stay what they are. */
function asLabels(samples: MaskSamples): Remedy["values"] & { kind: "labels" } {
  const { channels, data, size } = samples;
  const values =
    channels === 1 ? data : Uint16Array.from({ length: data.length / channels }, (_, i) => data[i * channels]!);
  const found = labelExtents(values, size, 255);
  if (found.kind !== "labels" || found.labels.length === 0) throw nothingLeft();
  return { kind: "labels", classes: found.labels.map(({ value }) => ({ from: value, name: String(value) })) };
}

function doesNotFit(): UnreadableFile {
  return new UnreadableFile(
    "remedy-does-not-fit",
    "Mended like this, the mask would have another size than its image.",
    "Choose another remedy for it.",
  );
}

function nothingLeft(): UnreadableFile {
  return new UnreadableFile(
    "mask-empty",
    "Nothing would be left of the mask.",
    "Choose another remedy or threshold, or check that the mask belongs to this image.",
  );
}

function everything(): UnreadableFile {
  return new UnreadableFile(
    "mask-covers-all",
    "The mask would cover every voxel of its image.",
    "Choose another remedy or threshold, or say which colour is the background.",
  );
}
