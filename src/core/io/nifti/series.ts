import type { VolumeSeries } from "#contract/volumes.ts";
import type { NiftiHeader } from "./header.ts";

/** nifti1.h: the bits of `xyzt_units` that are time's; others of them are frequencies. */
const TIME_UNITS: ReadonlyMap<number, "s" | "ms" | "µs"> = new Map([
  [8, "s"],
  [16, "ms"],
  [24, "µs"],
]);
const TIME_BITS = 0x38;

/** nifti1.h: values that belong together (matrices, vectors, colours). */
const CHANNEL_INTENTS: ReadonlySet<number> = new Set([1004, 1005, 1006, 1007, 2003, 2004]);
const TIME_SERIES_INTENT = 2001;

/**
 * What tells the volumes of a file apart, as its header says.
 * @param axis along which they lie, counted from 0: 3 is for time, those behind it for what is not space and time
 */
export function niftiSeries({ dim, pixdim, xyztUnits, intentCode }: NiftiHeader, axis: number): VolumeSeries {
  const n = dim[axis + 1]!;
  const given = Math.abs(pixdim[axis + 1]!);
  const unit = TIME_UNITS.get(xyztUnits & TIME_BITS);
  const step = unit !== undefined && Number.isFinite(given) && given > 0 ? { value: shortest(given), unit } : null;
  if (axis > 3 || CHANNEL_INTENTS.has(intentCode)) return { n, axis: "channels", step: null, names: null };
  if (step || intentCode === TIME_SERIES_INTENT) return { n, axis: "time", step, names: null };
  return { n, axis: "unknown", step: null, names: null };
}

/** NIfTI-1 holds floats of 32 bits: 0.1 comes as 0.10000000149. */
function shortest(value: number): number {
  return Number(value.toPrecision(6));
}
