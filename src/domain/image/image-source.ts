/** Where the voxels of an image are to be had, and by which hash they are known. */
export interface ImageSource {
  /** The file; of a DICOM series the first slice. */
  readonly path: string;
  /**
   * Of the file; of a series over the bytes of all its files, one after the other; of one volume of a file that holds
   * several, of both (core/io/volumes/volume-identity.ts).
   */
  readonly sha256: string;
  /** Every file of a DICOM series in the order of its slices; left out where the image is one file. */
  readonly slices?: readonly string[];
  /** Which volume of a file that holds several, counted from 0; left out where it holds one. */
  readonly volume?: number;
}
