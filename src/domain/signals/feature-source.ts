/** An image and one of its masks on the same grid. */
export interface FeatureSource {
  /** Grey values; 0 is black and 1 white in the image's window, values beyond are kept. */
  readonly image: Float32Array;
  /** Voxels of the mask are not 0. */
  readonly mask: ArrayLike<number>;
  /** Voxels along x, y and, for volumes, z. */
  readonly size: readonly number[];
  /** Millimetres along the same axes; 1 where it is not known. */
  readonly spacing: readonly number[];
}
