import type { Geometry } from "#domain/geometry/geometry.ts";
import type { VolumeSeries } from "#contract/volumes.ts";
import type { FileProblem } from "../file-problem.ts";

export type VoxelArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/** An image in memory: voxel values as they are meant (scaled), x fastest; channels of colour pictures interleaved. */
export interface DecodedImage {
  readonly geometry: Geometry;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: VoxelArray;
  /** Voxels that were NaN or infinite in the file; they are 0 in `data`. */
  readonly nonFiniteCount: number;
  /** Name of the voxel type in the file. */
  readonly datatype: string;
  /** SHA-256 of the file's bytes (of header and data files, one after the other, for a pair). */
  readonly sha256: string;
  /** Where the file holds several volumes: what tells them apart. `data` is one of them. */
  readonly series?: VolumeSeries;
  readonly warnings: readonly FileProblem[];
}

/** A decoded picture; `palette` is set where the pixels are indices into one (their values may be labels). */
export interface DecodedPicture extends DecodedImage {
  readonly palette: readonly (readonly number[])[] | null;
  /** JPEG: values near edges are not what was saved. */
  readonly isLossy: boolean;
}

/** An image of any format that Winnow reads; pictures say more of themselves (palette, whether lossy). */
export type AnyImage = DecodedImage &
  Partial<Pick<DecodedPicture, "palette" | "isLossy">> & {
    /** Where the image is one of several volumes of a file: the file's own, while `sha256` is the volume's. */
    readonly fileSha256?: string;
  };

/** Sets NaN and infinite values to 0, and says how many there were (itk-wasm does the first without the second). */
export function clearNonFinite(data: VoxelArray): number {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return 0;
  let count = 0;
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i]!;
    // A finite value minus itself is 0; NaN and the infinities give NaN.
    if (value - value !== 0) {
      data[i] = 0;
      count += 1;
    }
  }
  return count;
}
