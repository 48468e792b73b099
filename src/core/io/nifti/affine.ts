import type { NiftiHeader } from "./header.ts";

/** The affine of the sform (4 × 4 row-major, voxel → RAS mm). */
export function sformAffine({ srow }: NiftiHeader): number[] {
  return [...srow, 0, 0, 0, 1];
}

/** The affine of the qform (nifti1.h, METHOD 2): rotation by the quaternion, pixdim[0] = −1 flips the third axis. */
export function qformAffine({ quatern, qoffset, pixdim }: NiftiHeader): number[] {
  const [b, c, d] = quatern;
  const squared = 1 - (b * b + c * c + d * d);
  // Rounding may take the sum of squares a little above 1: then the rotation is by 180 degrees.
  const a = squared < 1e-7 ? 0 : Math.sqrt(squared);
  const norm = a === 0 ? 1 / Math.hypot(b, c, d) : 1;
  const [qb, qc, qd] = [b * norm, c * norm, d * norm];
  const flip = pixdim[0]! < 0 ? -1 : 1;
  const [dx, dy, dz] = [pixdim[1]!, pixdim[2]!, pixdim[3]! * flip];
  return [
    (a * a + qb * qb - qc * qc - qd * qd) * dx,
    2 * (qb * qc - a * qd) * dy,
    2 * (qb * qd + a * qc) * dz,
    qoffset[0],
    2 * (qb * qc + a * qd) * dx,
    (a * a + qc * qc - qb * qb - qd * qd) * dy,
    2 * (qc * qd - a * qb) * dz,
    qoffset[1],
    2 * (qb * qd - a * qc) * dx,
    2 * (qc * qd + a * qb) * dy,
    (a * a + qd * qd - qc * qc - qb * qb) * dz,
    qoffset[2],
    0,
    0,
    0,
    1,
  ];
}
