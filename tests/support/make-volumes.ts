import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { createRng } from "#domain/random/rng.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";

export const VOLUME: Geometry = {
  size: [24, 20, 16],
  spacingMm: [1, 1.2, 2],
  // Axes exchanged and turned round, so that nothing fits by accident.
  affine: [0, -1.2, 0, 30, 1, 0, 0, -12, 0, 0, 2, 5, 0, 0, 0, 1],
  orientationKnown: true,
};

/**
 * Writes volumes with two classes, an ellipsoid each, in MSD layout: imagesTr, labelsTr, dataset.json. Every third case
 * lacks class 2.
 */
export function makeVolumes(folder: string, nCases: number): string {
  for (const name of ["imagesTr", "labelsTr"]) mkdirSync(join(folder, name), { recursive: true });
  const [nx, ny, nz] = VOLUME.size as [number, number, number];
  for (let n = 0; n < nCases; n += 1) {
    const rng = createRng(n, "volume");
    const labels = Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
      const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      if (Math.hypot(x - 8, y - 8, z - 8) < 5) return 1;
      return n % 3 !== 2 && Math.hypot(x - 17, y - 12, z - 8) < 4 ? 2 : 0;
    });
    const image = Float32Array.from(labels, (label) => 100 * label + 20 * rng.normal());
    writeFileSync(join(folder, "imagesTr", `case_${n}.nii.gz`), encodeNifti(VOLUME, image));
    writeFileSync(join(folder, "labelsTr", `case_${n}.nii.gz`), encodeNifti(VOLUME, labels));
  }
  writeFileSync(
    join(folder, "dataset.json"),
    JSON.stringify({ labels: { "0": "background", "1": "liver", "2": "tumour" } }),
  );
  return folder;
}
