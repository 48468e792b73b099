import type { Geometry } from "#domain/geometry/geometry.ts";
import { makeFingerprint, THUMBNAIL_SIDE } from "#domain/image/fingerprint.ts";
import { percentiles } from "#domain/image/percentiles.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { type Axis, sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import type { VolumeSeries } from "#contract/volumes.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import { type ImageFiles, readImageFiles } from "../io/image/read-image.ts";
import type { AnyImage } from "../io/image/decoded-image.ts";
import { resolvePalette } from "../io/image/resolve-palette.ts";
import type { ReadLimits } from "../io/limits.ts";
import { SeveralVolumes } from "../io/volumes/several-volumes.ts";
import { inspectionScratch } from "./inspection-scratch.ts";

export interface ImageInspection {
  readonly sha256: string;
  /** Of the file, where the image is one of its volumes: then `sha256` is the volume's. */
  readonly fileSha256: string;
  /** Which one, counted from 0; null where the file holds one. */
  readonly volume: number | null;
  readonly series: VolumeSeries | null;
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
  /** How many volumes the file had when one was chosen. */
  readonly nVolumes?: number;
  readonly limits: ReadLimits;
}

/** A file of which a volume has to be chosen first. */
export interface VolumesFound {
  readonly several: Pick<SeveralVolumes, "series" | "size" | "sha256">;
}

/** Reads an image once and keeps what Winnow needs to know of it without reading it again. Runs in a reader thread. */
export async function inspectImage({ files, nVolumes, limits }: ImageTask): Promise<ImageInspection | VolumesFound> {
  try {
    const image = resolvePalette(
      await readImageFiles(files, { ...limits, firstLook: { expectedSize: null }, scratch: inspectionScratch.clear() }),
    );
    const { series, fileSha256, geometry } = image;
    if (series && series.n !== nVolumes) return { several: { series, size: geometry.size, sha256: fileSha256! } };
    return inspect(image, files.volume);
  } catch (error) {
    if (!(error instanceof SeveralVolumes)) throw error;
    const { series, size, sha256 } = error;
    return { several: { series, size, sha256 } };
  }
}

function inspect(image: AnyImage, volume: number | undefined): ImageInspection {
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
    fileSha256: image.fileSha256 ?? image.sha256,
    volume: image.series ? volume! : null,
    series: image.series ?? null,
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
