import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { slice } from "./make-dicom.ts";

export const N_SLICES = 8;
/** Turned about the third axis, so that no sign and no order of axes goes unnoticed. */
const TURNED = { "00200037": ["DS", "0.8\\0.6\\0\\-0.6\\0.8\\0"] } as const;

/** A series with two masks that overlap. */
export async function writeHospital(folder: string): Promise<string> {
  mkdirSync(join(folder, "images", "ct"), { recursive: true });
  const names = Array.from({ length: N_SLICES }, (_, index) =>
    join(folder, "images", "ct", `IM${(index * 5) % N_SLICES}`),
  );
  for (const [index, path] of names.entries()) writeFileSync(path, slice(index, TURNED));
  const { geometry, data } = await readSeries(names, defaultLimits);
  for (const [source, value, from] of [
    ["a", 1, 20],
    ["b", 2, 60],
  ] as const) {
    mkdirSync(join(folder, `masks_${source}`));
    const mask = Uint8Array.from(data, (_, i) => (i >= from && i < from + 80 && i % 3 > 0 ? value : 0));
    writeFileSync(join(folder, `masks_${source}`, "ct.nii.gz"), encodeNifti(geometry, mask));
  }
  return folder;
}
