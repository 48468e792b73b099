import { cornerDistanceMm, type Geometry } from "./geometry.ts";

/** How a mask's grid differs from its image's. */
export type GeometryDifference =
  | { readonly kind: "size"; readonly image: readonly number[]; readonly mask: readonly number[] }
  | { readonly kind: "spacing"; readonly image: readonly number[]; readonly mask: readonly number[] }
  /** Size and spacing agree, but origin or direction put the mask elsewhere by up to `distanceMm`. */
  | { readonly kind: "position"; readonly distanceMm: number };

/** Positions that differ by less are numerical noise, and nobody is told of them. */
export const POSITION_TOLERANCE_MM = 0.1;

/**
 * Compares a mask's grid with its image's by nnU-Net's rules (conventions, *nnU-Net layout and integrity*): another
 * size or spacing (relative 1e-5, absolute 1e-8) is an error, another position only a warning.
 * @returns null where they agree
 */
export function compareGeometry(image: Geometry, mask: Geometry): GeometryDifference | null {
  if (image.size.length !== mask.size.length || image.size.some((length, axis) => length !== mask.size[axis])) {
    return { kind: "size", image: image.size, mask: mask.size };
  }
  const { spacingMm: imageSpacing, affine: imageAffine } = image;
  const { spacingMm: maskSpacing, affine: maskAffine } = mask;
  if (imageSpacing && maskSpacing && !isSameSpacing(imageSpacing, maskSpacing)) {
    return { kind: "spacing", image: imageSpacing, mask: maskSpacing };
  }
  if (!imageAffine || !maskAffine) return null;
  const distanceMm = cornerDistanceMm(image.size, imageAffine, maskAffine);
  return distanceMm > POSITION_TOLERANCE_MM ? { kind: "position", distanceMm } : null;
}

export function isSameSpacing(image: readonly number[], mask: readonly number[]): boolean {
  return image.length === mask.length && image.every((value, axis) => allClose(value, mask[axis]!));
}

/** numpy's allclose, for one pair. */
function allClose(value: number, reference: number): boolean {
  return Math.abs(value - reference) <= 1e-8 + 1e-5 * Math.abs(reference);
}
