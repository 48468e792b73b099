import type { Geometry } from "#domain/geometry/geometry.ts";
import { makeFingerprint, THUMBNAIL_SIDE } from "#domain/image/fingerprint.ts";
import { percentiles } from "#domain/image/percentiles.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { type Axis, sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { type ImageFiles, readImageFiles } from "../io/image/read-image.ts";
import { resolvePalette } from "../io/image/resolve-palette.ts";
import type { ReadLimits } from "../io/limits.ts";

export interface ImageInspection {
  readonly sha256: string;
  readonly geometry: Geometry;
  readonly channels: 1 | 2 | 3 | 4;
  readonly datatype: string;
  /** First and last percentile of the grey values: the window in which the image is shown and judged. */
  readonly intensityLow: number;
  readonly intensityHigh: number;
  readonly fingerprint: Uint8Array;
  readonly warnings: readonly FileProblem[];
}

export interface ImageTask {
  readonly files: ImageFiles;
  readonly limits: ReadLimits;
}

/** Reads an image once and keeps what Winnow needs to know of it without reading it again. Runs in a reader thread. */
export async function inspectImage({ files, limits }: ImageTask): Promise<ImageInspection> {
  const image = resolvePalette(await readImageFiles(files, { ...limits, firstLook: { expectedSize: null } }));
  const { size } = image.geometry;
  if (size.every((length) => length === 1)) {
    throw new UnreadableFile(
      "image-one-voxel",
      "The image is a single voxel.",
      "Check what the file is, and take it out of the folder.",
    );
  }
  const grey = toGrey(image.data, image.channels);
  const [intensityLow, intensityHigh] = percentiles(grey, [0.01, 0.99]) as [number, number];
  const warnings = [...image.warnings];
  if (image.nonFiniteCount > 0) {
    warnings.push({
      code: "image-not-finite",
      message: `${image.nonFiniteCount.toLocaleString("en")} voxels are no numbers (NaN or infinite); they are taken as 0.`,
      remedy: "If the picture looks right, nothing needs to be done. nnU-Net refuses such files.",
    });
  }
  return {
    sha256: image.sha256,
    geometry: image.geometry,
    channels: image.channels,
    datatype: image.datatype,
    intensityLow,
    intensityHigh,
    fingerprint: makeFingerprint(thumbnails(grey, size)),
    warnings,
  };
}

/** The middle slice along each axis (a picture has one). */
function thumbnails(grey: ArrayLike<number>, size: readonly number[]): Float32Array[] {
  const axes: readonly Axis[] = (size[2] ?? 1) > 1 ? [2, 1, 0] : [2];
  return axes.map((axis) => {
    const plane = sliceOf(grey, size, axis, Math.floor((size[axis] ?? 1) / 2));
    const whole = { x0: 0, y0: 0, x1: plane.width, y1: plane.height };
    return resamplePlane(plane, whole, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  });
}
