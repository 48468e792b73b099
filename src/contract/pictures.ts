/**
 * Addresses of pictures and voxels, below `/pictures/`: the same path over `winnow://app/` and over HTTP. They carry
 * whole numbers only, so that nothing in them can name a file. `version` changes with the content, so that an answer
 * may be kept for ever; what has another version by now is refused.
 */

/**
 * The tile of a mask: a PNG whose upper half is the image (grey or colour, already windowed) and whose lower half, of
 * the same size, is the mask (0 or 255). At most 512 pixels along an edge. Of a volume, the slice that holds most of
 * the mask, square pixels, as the focus view draws that plane.
 */
export function tileAddress(candidateId: number, version: string): string {
  return `/pictures/tile/${candidateId}?v=${encodeURIComponent(version)}`;
}

/** The tile of a case that has no mask: the same, with an empty lower half. */
export function caseTileAddress(caseId: number, version: string): string {
  return `/pictures/case-tile/${caseId}?v=${encodeURIComponent(version)}`;
}

/** The voxels of an image as an uncompressed NIfTI-1 file, with the geometry of the source (PNG: pixels, spacing 1). */
export function imageAddress(caseId: number, version: string): string {
  return `/pictures/image/${caseId}.nii?v=${encodeURIComponent(version)}`;
}

/** A mask on the grid of its image as an uncompressed NIfTI-1 file of bytes, 0 or 1. */
export function maskAddress(candidateId: number, version: string): string {
  return `/pictures/mask/${candidateId}.nii?v=${encodeURIComponent(version)}`;
}

/** Where a mask is thought to be wrong, on the grid of its image: 0 right, 1 missed, 2 too much. An uncompressed NIfTI-1 file. */
export function errorsAddress(candidateId: number, version: string): string {
  return `/pictures/errors/${candidateId}.nii?v=${encodeURIComponent(version)}`;
}

/** The mask that a recipe makes on one image, as a tile; it is kept for a while after `propose.preview` has made it. */
export function proposalAddress(previewId: number, version: string): string {
  return `/pictures/proposal/${previewId}?v=${encodeURIComponent(version)}`;
}

/** A mask before or after a remedy, as a tile; it is kept for a while after `doctor.preview` has made it. */
export function mendAddress(pictureId: number, version: string): string {
  return `/pictures/mend/${pictureId}?v=${encodeURIComponent(version)}`;
}

/** A volume of a file that holds several, as a tile; it is kept for a while after `volumes.preview` has made it. */
export function volumeAddress(pictureId: number, version: string): string {
  return `/pictures/volume/${pictureId}?v=${encodeURIComponent(version)}`;
}

/** What a picture address asks for. */
export interface PictureAsked {
  readonly kind: "tile" | "case-tile" | "proposal" | "mend" | "volume" | "image" | "mask" | "errors";
  readonly id: number;
  /** Empty where the address has none. */
  readonly version: string;
}

/** @returns null where it is no address of a picture */
export function parsePictureAddress(path: string): PictureAsked | null {
  const match =
    /^\/pictures\/(?:(tile|case-tile|proposal|mend|volume)\/(\d{1,15})|(image|mask|errors)\/(\d{1,15})\.nii)(?:\?v=([\w%.-]*))?$/.exec(
      path,
    );
  if (!match) return null;
  return { kind: (match[1] ?? match[3]) as "tile", id: Number(match[2] ?? match[4]), version: match[5] ?? "" };
}
