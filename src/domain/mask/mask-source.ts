/** Where the voxels of a mask are to be had, and by which hash they are known. */
export interface MaskSource {
  /** The file; for a mask that Winnow made `winnow:` and its name. */
  readonly path: string;
  readonly sha256: string;
  /** The value in the file; null: every value but 0. */
  readonly labelValue: number | null;
  /** The packed voxels of a mask that Winnow made, which has no file. */
  readonly packed?: Uint8Array | null;
}
