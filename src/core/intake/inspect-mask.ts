import { compareGeometry } from "#domain/geometry/compare-geometry.ts";
import { type Geometry, voxelCount } from "#domain/geometry/geometry.ts";
import { type LabelExtent, labelExtents } from "#domain/mask/label-values.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { type AnyImage, readImage } from "../io/image/read-image.ts";
import type { ReadLimits } from "../io/limits.ts";

export interface MaskInspection {
  readonly sha256: string;
  /** One entry a label value; a single one with value null where the values are instance numbers. */
  readonly labels: readonly MaskLabel[];
  readonly warnings: readonly FileProblem[];
}

export interface MaskLabel extends Omit<LabelExtent, "value"> {
  readonly value: number | null;
}

/** More label values than this are no classes. */
const MAX_LABELS = 255;
const MAX_INSTANCES = 65_535;

export interface MaskTask {
  readonly path: string;
  readonly imageGeometry: Geometry;
  /** The masks number single objects (cells, lesions) instead of naming classes. */
  readonly areInstances: boolean;
  readonly limits: ReadLimits;
}

/**
 * Reads a mask and holds it against its image (reliability R11): same grid, whole non-negative numbers, neither empty
 * nor everything. Runs in a reader thread.
 * @throws UnreadableFile when it cannot be used as a mask of that image
 */
export async function inspectMask({ path, imageGeometry, areInstances, limits }: MaskTask): Promise<MaskInspection> {
  const mask = await readImage(path, { ...limits, firstLook: { expectedSize: imageGeometry.size } });
  // What matters for left and right is said once, of the image.
  const warnings = mask.warnings.filter((warning) => warning.code !== "nifti-no-orientation");
  checkGrid(imageGeometry, mask.geometry, warnings);
  if (mask.nonFiniteCount > 0) {
    throw new UnreadableFile(
      "mask-not-finite",
      `${mask.nonFiniteCount.toLocaleString("en")} voxels of the mask are no numbers (NaN or infinite).`,
      "Save the mask again with whole numbers as labels.",
    );
  }
  const labels = labelsOf(mask, maskValues(mask), areInstances, warnings);
  checkExtent(labels, voxelCount(mask.geometry), warnings);
  return { sha256: mask.sha256, labels, warnings };
}

/**
 * One number a voxel that may be a label. Colours and soft edges never become labels by accident.
 * @throws UnreadableFile for JPEGs and for masks in colours
 */
export function maskValues(mask: AnyImage): ArrayLike<number> {
  if (mask.isLossy) {
    throw new UnreadableFile(
      "mask-lossy",
      "The mask is a JPEG: its values near edges are not what was drawn.",
      "Save the mask as PNG.",
    );
  }
  const { channels, data } = mask;
  if (channels === 1) return data;
  const values = new Uint16Array(data.length / channels);
  for (let i = 0, at = 0; i < values.length; i += 1, at += channels) {
    const value = data[at]!;
    if (channels >= 3 && (data[at + 1] !== value || data[at + 2] !== value)) {
      throw new UnreadableFile(
        "mask-in-colours",
        "The mask shows its classes in colours.",
        "Save it with one number a class (grey or palette PNG), and 0 for the background.",
      );
    }
    values[i] = value;
  }
  return values;
}

function checkGrid(image: Geometry, mask: Geometry, warnings: FileProblem[]): void {
  const difference = compareGeometry(image, mask);
  if (!difference) return;
  if (difference.kind === "size") {
    throw new UnreadableFile(
      "mask-size-differs",
      `The mask is ${difference.mask.join(" × ")}; its image is ${difference.image.join(" × ")}. Scaling a mask moves its edges, so it is not done for you.`,
      "Export the mask on its image's grid, or check that it belongs to this image.",
    );
  }
  if (difference.kind === "spacing") {
    throw new UnreadableFile(
      "mask-spacing-differs",
      `The mask's voxels are ${inMm(difference.mask)}; its image's are ${inMm(difference.image)}.`,
      "Export the mask on its image's grid, or check that it belongs to this image.",
    );
  }
  warnings.push({
    code: "mask-position-differs",
    message: `Position differs by ${difference.distanceMm.toFixed(1)} mm; size and spacing agree. The image's position is used.`,
    remedy: "Look at the mask on its image. If it sits right, nothing needs to be done.",
  });
}

function inMm(spacing: readonly number[]): string {
  return `${spacing.map((value) => Number(value.toPrecision(6))).join(" × ")} mm`;
}

function labelsOf(
  mask: AnyImage,
  values: ArrayLike<number>,
  areInstances: boolean,
  warnings: FileProblem[],
): MaskLabel[] {
  const found = labelExtents(values, mask.geometry.size, areInstances ? MAX_INSTANCES : MAX_LABELS);
  if (found.kind === "not-integer") {
    throw new UnreadableFile(
      "mask-not-integer",
      `The mask holds ${found.value.toPrecision(4)}, which is no whole number: probabilities, or a mask that was scaled.`,
      "Choose a threshold in the program that made it, and save whole numbers.",
    );
  }
  if (found.kind === "negative") {
    throw new UnreadableFile(
      "mask-negative",
      `The mask holds the label ${found.value}; labels are 0 and above.`,
      "Save the mask with labels from 1 on, and 0 for the background.",
    );
  }
  if (found.kind === "too-many") {
    throw new UnreadableFile(
      "mask-too-many-labels",
      `The mask holds more than ${MAX_LABELS} label values: it is an image, or numbers single objects.`,
      "If it numbers single objects, put it into a folder named masks_instances. If it is an image, take it out of the masks' folder.",
    );
  }
  if (!areInstances || found.labels.length === 0) return found.labels;
  warnings.push({
    code: "mask-of-instances",
    message: `The mask numbers ${found.labels.length} single objects. They are judged together, as one mask of one class.`,
    remedy: "Nothing to do. The file itself is not changed.",
  });
  return [
    {
      value: null,
      nVoxels: found.labels.reduce((sum, label) => sum + label.nVoxels, 0),
      bounds: unionOfBounds(found.labels),
    },
  ];
}

function unionOfBounds(labels: readonly LabelExtent[]): number[] {
  return [0, 1, 2, 3, 4, 5].map((i) => {
    const values = labels.map((label) => label.bounds[i]!);
    return i < 3 ? Math.min(...values) : Math.max(...values);
  });
}

function checkExtent(labels: readonly MaskLabel[], nVoxels: number, warnings: FileProblem[]): void {
  if (labels.length === 0) {
    throw new UnreadableFile(
      "mask-empty",
      'The mask is empty. That may mean "nothing there" or "not drawn yet"; Winnow cannot tell.',
      "If it was not drawn yet, leave it. If there is nothing to draw, leave the mask file away.",
    );
  }
  if (labels.some((label) => label.nVoxels === nVoxels)) {
    throw new UnreadableFile(
      "mask-covers-all",
      "The mask covers every voxel of its image.",
      "Check whether object and background were exchanged, or the wrong file was saved.",
    );
  }
  const tiny = labels.filter((label) => label.nVoxels === 1).map((label) => label.value ?? 1);
  if (tiny.length > 0) {
    warnings.push({
      code: "mask-single-voxel",
      message: `Label ${tiny.join(", ")} is a single voxel.`,
      remedy: "Look at it: it is probably a stray click.",
    });
  }
}
