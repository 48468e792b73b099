import type { Finding } from "#contract/findings.ts";
import type { Diagnosis } from "#contract/remedies.ts";
import { compareGeometry, type GeometryDifference } from "#domain/geometry/compare-geometry.ts";
import { type Geometry, voxelCount } from "#domain/geometry/geometry.ts";
import { type LabelExtent, labelExtents, MAX_LABELS } from "#domain/mask/label-values.ts";
import { diagnoseGrid } from "#domain/remedy/diagnose-grid.ts";
import { diagnoseValues, type MaskSamples, showsSoftEdges } from "#domain/remedy/diagnose-values.ts";
import type { FileProblem } from "../io/file-problem.ts";
import { readImage } from "../io/image/read-image.ts";
import type { AnyImage } from "../io/image/decoded-image.ts";
import type { ReadLimits } from "../io/limits.ts";
import { SeveralVolumes } from "../io/volumes/several-volumes.ts";
import { inspectionScratch } from "./inspection-scratch.ts";

export interface MaskInspection {
  readonly sha256: string;
  /** One entry a label value; a single one with value null where the values are instance numbers. */
  readonly labels: readonly MaskLabel[];
  readonly warnings: readonly FileProblem[];
  /** Why it cannot be used as it is. */
  readonly problem: FileProblem | null;
  /** What is wrong with it that something can be done about. */
  readonly diagnosis: MaskDiagnosis | null;
}

/** A diagnosis with what was said of the file because of it: that is not said any more once the mask is mended. */
export interface MaskDiagnosis extends Diagnosis {
  readonly findings: readonly Omit<Finding, "file">[];
}

export interface MaskLabel extends Omit<LabelExtent, "value"> {
  readonly value: number | null;
}

/** Where what is wrong can be mended: in the window, and by `winnow mend`. */
const MEND = "Mend it in Winnow";
const OR_MEND = "mend it in Winnow";

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
 * @throws UnreadableFile when its file cannot be read
 */
export async function inspectMask(task: MaskTask): Promise<MaskInspection> {
  const { path, imageGeometry, limits } = task;
  try {
    const firstLook = { expectedSize: imageGeometry.size };
    return inspect(await readImage(path, { ...limits, firstLook, scratch: inspectionScratch.clear() }), task);
  } catch (error) {
    if (!(error instanceof SeveralVolumes)) throw error;
    return {
      sha256: error.sha256,
      labels: [],
      warnings: [],
      problem: {
        code: "mask-several-volumes",
        message: `The mask holds ${error.series.n} volumes of ${error.size.join(" × ")} voxels; a mask is one volume on its image's grid.`,
        remedy:
          "Save the volume that belongs to the image as a file of its own. Of a segmentation with layers, export each segment as a file.",
      },
      diagnosis: null,
    };
  }
}

function inspect(mask: AnyImage, { imageGeometry, areInstances }: MaskTask): MaskInspection {
  // What matters for left and right is said once, of the image.
  const warnings = mask.warnings.filter(
    ({ code }) => code !== "nifti-no-orientation" && code !== "volume-no-orientation",
  );
  const grid = compareGeometry(imageGeometry, mask.geometry);
  const shifted = grid?.kind === "position" ? otherPosition(grid.distanceMm) : null;
  if (shifted) warnings.push(shifted);
  const labels = labelsOf(mask, areInstances, warnings);
  const valuesProblem = "code" in labels ? labels : null;
  const mendable = (grid && refusedGrid(grid)) ?? valuesProblem;
  const problem = mendable ?? ("code" in labels ? labels : refusedExtent(labels, voxelCount(mask.geometry), warnings));
  const finding: Omit<Finding, "file"> | null = mendable
    ? { severity: "error", ...mendable }
    : shifted && !problem
      ? { severity: "warning", ...shifted }
      : null;
  return {
    sha256: mask.sha256,
    labels: "code" in labels ? [] : labels,
    warnings,
    problem,
    diagnosis: finding && diagnose(imageGeometry, mask, valuesProblem !== null, finding),
  };
}

/** Null where nothing can be done. */
function diagnose(
  image: Geometry,
  mask: AnyImage,
  hasValuesProblem: boolean,
  finding: Omit<Finding, "file">,
): MaskDiagnosis | null {
  const grid = diagnoseGrid(image, mask.geometry);
  const values = hasValuesProblem ? diagnoseValues(samplesOf(mask)) : null;
  const isHopeless = (hasValuesProblem && !values?.remedies.length) || grid?.remedies.length === 0;
  return isHopeless ? null : { grid, values, findings: [finding] };
}

/** What a remedy works on. */
export function samplesOf({ geometry, channels, data, isLossy, nonFiniteCount }: AnyImage): MaskSamples {
  return { size: geometry.size, channels, data, isLossy: isLossy ?? false, nonFiniteCount };
}

function refusedGrid(difference: GeometryDifference): FileProblem | null {
  if (difference.kind === "size") {
    return {
      code: "mask-size-differs",
      message: `The mask is ${difference.mask.join(" × ")}; its image is ${difference.image.join(" × ")}. Scaling a mask moves its edges, so it is not done for you.`,
      remedy: `${MEND}, or export the mask on its image's grid. Check that it belongs to this image.`,
    };
  }
  if (difference.kind === "spacing") {
    return {
      code: "mask-spacing-differs",
      message: `The mask's voxels are ${inMm(difference.mask)}; its image's are ${inMm(difference.image)}.`,
      remedy: `${MEND}, or export the mask on its image's grid. Check that it belongs to this image.`,
    };
  }
  return null;
}

function otherPosition(distanceMm: number): FileProblem {
  return {
    code: "mask-position-differs",
    message: `Position differs by ${distanceMm.toFixed(1)} mm; size and spacing agree. The image's position is used.`,
    remedy: `Look at the mask on its image. If it sits right, nothing needs to be done. If not: ${OR_MEND}.`,
  };
}

function inMm(spacing: readonly number[]): string {
  return `${spacing.map((value) => Number(value.toPrecision(6))).join(" × ")} mm`;
}

/** The labels of a mask, or why its values are none. Colours and soft edges never become labels by accident. */
function labelsOf(mask: AnyImage, areInstances: boolean, warnings: FileProblem[]): MaskLabel[] | FileProblem {
  if (mask.nonFiniteCount > 0) {
    return {
      code: "mask-not-finite",
      message: `${mask.nonFiniteCount.toLocaleString("en")} voxels of the mask are no numbers (NaN or infinite).`,
      remedy: `${MEND}, or save the mask again with whole numbers as labels.`,
    };
  }
  const values = maskValues(mask);
  if ("code" in values) return values;
  const found = labelExtents(values, mask.geometry.size, areInstances ? MAX_INSTANCES : MAX_LABELS);
  if (found.kind === "not-integer") {
    return {
      code: "mask-not-integer",
      message: `The mask holds ${found.value.toPrecision(4)}, which is no whole number: probabilities, or a mask that was scaled.`,
      remedy: `${MEND}: choose the threshold from which on it counts. Or save whole numbers in the program that made it.`,
    };
  }
  if (found.kind === "negative") {
    return {
      code: "mask-negative",
      message: `The mask holds the label ${found.value}; labels are 0 and above.`,
      remedy: `${MEND}, or save the mask with labels from 1 on, and 0 for the background.`,
    };
  }
  if (found.kind === "too-many") {
    return {
      code: "mask-too-many-labels",
      message: `The mask holds more than ${MAX_LABELS} label values: it is an image, or numbers single objects.`,
      remedy: `If it numbers single objects, put it into a folder named masks_instances, or ${OR_MEND}. If it is an image, take it out of the masks' folder.`,
    };
  }
  if (!areInstances && showsSoftEdges(samplesOf(mask), found.labels)) {
    return {
      code: "mask-soft-edges",
      message: `The mask holds ${found.labels.length} grey values besides black; most are the edges of what is white.`,
      remedy: `${MEND}: each grey then counts as the nearest of the main ones. Or save it without smooth edges.`,
    };
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

/** One number a voxel that may be a label, or why there is none. */
function maskValues(mask: AnyImage): ArrayLike<number> | FileProblem {
  if (mask.isLossy) {
    return {
      code: "mask-lossy",
      message: "The mask is a JPEG: its values near edges are not what was drawn.",
      remedy: `${MEND}: each grey then counts as the nearest of the main ones. Or save the mask as PNG.`,
    };
  }
  const { channels, data } = mask;
  if (channels === 1) return data;
  const values = new Uint16Array(data.length / channels);
  for (let i = 0, at = 0; i < values.length; i += 1, at += channels) {
    const value = data[at]!;
    if (channels >= 3 && (data[at + 1] !== value || data[at + 2] !== value)) {
      return {
        code: "mask-in-colours",
        message: "The mask shows its classes in colours.",
        remedy: `${MEND}: each colour becomes a class. Or save it with one number a class (grey or palette PNG), and 0 for the background.`,
      };
    }
    values[i] = value;
  }
  return values;
}

function unionOfBounds(labels: readonly LabelExtent[]): number[] {
  return [0, 1, 2, 3, 4, 5].map((i) => {
    const values = labels.map((label) => label.bounds[i]!);
    return i < 3 ? Math.min(...values) : Math.max(...values);
  });
}

function refusedExtent(labels: readonly MaskLabel[], nVoxels: number, warnings: FileProblem[]): FileProblem | null {
  if (labels.length === 0) {
    return {
      code: "mask-empty",
      message: 'The mask is empty. That may mean "nothing there" or "not drawn yet"; Winnow cannot tell.',
      remedy: "If it was not drawn yet, leave it. If there is nothing to draw, leave the mask file away.",
    };
  }
  if (labels.some((label) => label.nVoxels === nVoxels)) {
    return {
      code: "mask-covers-all",
      message: "The mask covers every voxel of its image.",
      remedy: "Check whether object and background were exchanged, or the wrong file was saved.",
    };
  }
  const tiny = labels.filter((label) => label.nVoxels === 1).map((label) => label.value ?? 1);
  if (tiny.length > 0) {
    warnings.push({
      code: "mask-single-voxel",
      message: `Label ${tiny.join(", ")} is a single voxel.`,
      remedy: "Look at it: it is probably a stray click.",
    });
  }
  return null;
}
