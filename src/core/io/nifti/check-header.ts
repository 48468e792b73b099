import type { VolumeSeries } from "#contract/volumes.ts";
import { cornerDistanceMm, type Geometry, shearOf, spacingOfAffine } from "#domain/geometry/geometry.ts";
import { COPY_AGAIN, EXPORT_AGAIN, type FileProblem, UnreadableFile } from "../file-problem.ts";
import { checkedBytes, MAX_TRAILING_BYTES, type ReadLimits } from "../limits.ts";
import { tooManyDimensions } from "../volumes/several-volumes.ts";
import { qformAffine, sformAffine } from "./affine.ts";
import { type Datatype, datatypes } from "./datatypes.ts";
import type { NiftiHeader } from "./header.ts";
import { niftiSeries } from "./series.ts";

/** A header that passed every check (reliability R1, R2, R4, R9, R10). */
export interface CheckedHeader {
  readonly geometry: Geometry;
  readonly datatype: Datatype;
  /** Where it holds several volumes: what tells them apart. */
  readonly series: VolumeSeries | null;
  /** Bytes of voxel data that the file must hold, of each volume. */
  readonly dataBytes: number;
  /** Where they begin. */
  readonly dataOffset: number;
  /** Slope and intercept to apply; null where the header says none. */
  readonly scaling: { readonly slope: number; readonly intercept: number } | null;
  readonly warnings: readonly FileProblem[];
}

/** Refuses, before any decoder sees the file, whatever a decoder would turn into garbage without a word. */
export function checkNiftiHeader(header: NiftiHeader, limits: ReadLimits): CheckedHeader {
  const { size, fourth } = checkedSize(header);
  const datatype = checkedDatatype(header);
  const dataBytes = checkedBytes(size, datatype.bytes, limits);
  const spacingMm = checkedSpacing(header, size.length);
  const warnings: FileProblem[] = [];
  const affine = chooseAffine(header, size, spacingMm, warnings);
  if (header.sclSlope === 0 && Number.isFinite(header.sclInter) && header.sclInter !== 0) {
    warnings.push({
      code: "nifti-odd-scaling",
      message: `The header gives an intercept of ${header.sclInter} but no slope. Values are taken as they stand, as the NIfTI standard says.`,
      remedy: "Some programs add the intercept. If values look shifted elsewhere, this is why.",
    });
  }
  return {
    geometry: { size, spacingMm, affine: affine.matrix, orientationKnown: affine.known },
    datatype,
    series: fourth === null ? null : niftiSeries(header, fourth),
    dataBytes,
    dataOffset: checkedOffset(header),
    scaling: scalingOf(header),
    warnings,
  };
}

/** The size of a volume, and the axis behind it (counted from 0) along which there are several; null where there is one. */
function checkedSize({ dim }: NiftiHeader): { size: number[]; fourth: number | null } {
  const rank = dim[0]!;
  if (rank < 1 || rank > 7) {
    throw new UnreadableFile(
      "nifti-bad-dimensions",
      `The header says ${rank} dimensions; 1 to 7 are possible.`,
      EXPORT_AGAIN,
    );
  }
  const size = dim.slice(1, rank + 1);
  const wrong = size.findIndex((length) => !Number.isSafeInteger(length) || length < 1);
  if (wrong >= 0) {
    throw new UnreadableFile(
      "nifti-bad-dimensions",
      `The header says ${size[wrong]} voxels along axis ${wrong + 1}.`,
      EXPORT_AGAIN,
    );
  }
  const further = size.flatMap((length, axis) => (axis > 2 && length > 1 ? [axis] : []));
  if (further.length > 1) throw tooManyDimensions(size);
  const grid = size.slice(0, 3);
  while (grid.length < 2) grid.push(1);
  return { size: grid, fourth: further[0] ?? null };
}

function checkedDatatype({ datatype: code, bitpix }: NiftiHeader): Datatype {
  const datatype = datatypes.get(code);
  if (!datatype) {
    throw new UnreadableFile(
      "nifti-unknown-datatype",
      `The header gives voxel type ${code}, which NIfTI does not have.`,
      EXPORT_AGAIN,
    );
  }
  if (datatype.refusal !== undefined) {
    throw new UnreadableFile(
      "nifti-unsupported-datatype",
      `Its voxels are of type ${datatype.name}. ${datatype.refusal}`,
      "Convert it to a grey volume of integers or floats.",
    );
  }
  if (bitpix !== datatype.bytes * 8) {
    throw new UnreadableFile(
      "nifti-bitpix-mismatch",
      `The header says ${datatype.name} and ${bitpix} bits a voxel, which do not go together.`,
      EXPORT_AGAIN,
    );
  }
  return datatype;
}

function checkedSpacing({ pixdim }: NiftiHeader, rank: number): number[] {
  const spacing = pixdim.slice(1, rank + 1);
  const wrong = spacing.findIndex((value) => !Number.isFinite(value) || value <= 0);
  if (wrong >= 0) {
    throw new UnreadableFile(
      "nifti-bad-spacing",
      `The header says a voxel is ${spacing[wrong]} mm along axis ${wrong + 1}.`,
      "Set the right voxel size with the program that made the file, then add the folder again.",
    );
  }
  return spacing;
}

function checkedOffset({ voxOffset, isPair, version }: NiftiHeader): number {
  const least = isPair ? 0 : version === 1 ? 352 : 544;
  // Writers leave vox_offset at 0 in single files now and then; the data can only begin after the header.
  const offset = voxOffset === 0 ? least : voxOffset;
  if (!Number.isSafeInteger(offset) || offset < least || offset > least + MAX_TRAILING_BYTES) {
    throw new UnreadableFile(
      "nifti-bad-offset",
      `The header says the picture begins at byte ${voxOffset}.`,
      COPY_AGAIN,
    );
  }
  return offset;
}

/** nifti1.h: a slope of 0 (or not a number) means no scaling. */
function scalingOf({ sclSlope, sclInter }: NiftiHeader): CheckedHeader["scaling"] {
  if (!Number.isFinite(sclSlope) || sclSlope === 0) return null;
  const intercept = Number.isFinite(sclInter) ? sclInter : 0;
  return sclSlope === 1 && intercept === 0 ? null : { slope: sclSlope, intercept };
}

const FORM_DISTANCE_MM = 0.1;
const MAX_SHEAR = 1e-3;

/** The sform where there is one, else the qform, else voxel axes times spacing. Disagreement is said (R9). */
function chooseAffine(
  header: NiftiHeader,
  size: readonly number[],
  spacingMm: readonly number[],
  warnings: FileProblem[],
): { matrix: number[]; known: boolean } {
  const hasSform = header.sformCode > 0;
  const hasQform = header.qformCode > 0;
  const sform = hasSform ? usable(sformAffine(header)) : null;
  const qform = hasQform ? usable(qformAffine(header)) : null;
  if ((hasSform && !sform) || (hasQform && !qform)) {
    throw new UnreadableFile(
      "nifti-bad-affine",
      `The ${hasSform && !sform ? "sform" : "qform"} in the header is no position in space (zero or not a number).`,
      EXPORT_AGAIN,
    );
  }
  const matrix = sform ?? qform;
  if (!matrix) {
    warnings.push({
      code: "nifti-no-orientation",
      message: "The file does not say how the patient lies in it: left and right are unknown.",
      remedy: "Nothing to do for judging masks. Do not rely on left and right in this image.",
    });
    const [dx, dy, dz] = [spacingMm[0]!, spacingMm[1] ?? 1, spacingMm[2] ?? 1];
    return { matrix: [dx, 0, 0, 0, 0, dy, 0, 0, 0, 0, dz, 0, 0, 0, 0, 1], known: false };
  }
  if (sform && qform) {
    const distance = cornerDistanceMm(size, sform, qform);
    if (distance > FORM_DISTANCE_MM) {
      warnings.push({
        code: "nifti-forms-differ",
        message: `The file gives two positions (sform and qform) that differ by up to ${distance.toFixed(2)} mm. The sform is used.`,
        remedy: "If masks sit wrongly in other programs, this is why. Ask whoever made the file which one is meant.",
      });
    }
  }
  if (size.length === 3 && shearOf(matrix) > MAX_SHEAR) {
    warnings.push({
      code: "nifti-sheared",
      message: "The axes of the volume are not at right angles (a tilted gantry, or a registration with shear).",
      remedy: "Masks are judged on the voxel grid, which is not affected. Lengths in mm are approximate.",
    });
  }
  return { matrix, known: true };
}

function usable(affine: number[]): number[] | null {
  const finite = affine.every((value) => Number.isFinite(value));
  return finite && spacingOfAffine(affine).every((length) => length > 0) ? affine : null;
}
