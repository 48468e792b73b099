import type { ImageSource } from "#domain/image/image-source.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import type { Pseudonym } from "../io/dicom/deidentify.ts";
import type { WrittenSegment } from "../io/dicom/write-segmentation.ts";
import type { ReadLimits } from "../io/limits.ts";

/** What is to be written for one case. Runs in a reader thread. */
export interface WriteCaseTask {
  readonly image: ImageSource;
  /** How the image goes into the release. */
  readonly imageTargets: readonly ImageTarget[];
  readonly maskTargets: readonly MaskTarget[];
  /** Of DICOM files. */
  readonly pseudonym?: Pseudonym;
  readonly limits: ReadLimits;
}

export interface ImageTarget {
  readonly path: string;
  /**
   * `copy` the file (that of `from`, where it is a further channel) without its free text, voxels byte for byte; `png`
   * colour or grey without alpha; `nifti` one channel (of `from`); `dicom` a folder of slices without what would tell whom they show.
   */
  readonly as: "copy" | "png" | "nifti" | "dicom";
  readonly from?: string;
  /** Of `from`, where that file holds several volumes; counted from 0. */
  readonly volume?: number;
  readonly channel?: number;
}

export type MaskLayer = MaskSource & { readonly value: number } & Partial<Omit<WrittenSegment, "mask">>;

export interface MaskTarget {
  readonly path: string;
  /** `dicom-seg` a DICOM segmentation of the image's slices, which are written before. */
  readonly as: "png" | "nifti" | "dicom-seg";
  /** Layers in drawing order: a later one wins where they overlap. In a segmentation each is a segment, and overlaps stay. */
  readonly layers: readonly MaskLayer[];
}

export interface WrittenFile {
  readonly path: string;
  readonly sha256: string;
  /** What was cleared of a copied image; left out where it was taken as it is, and where a file was written anew. */
  readonly cleared?: readonly string[];
}

export interface WrittenCase {
  readonly files: readonly WrittenFile[];
  /** Voxels claimed by two classes of one label map. */
  readonly nOverlapping: number;
}
