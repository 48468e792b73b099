import type { VolumeSeries } from "#contract/volumes.ts";
import { affineFromAxes, type PatientSpace, spannedVolume } from "#domain/geometry/affine-from-axes.ts";
import { type Geometry, shearOf } from "#domain/geometry/geometry.ts";
import { COPY_AGAIN, EXPORT_AGAIN, type FileProblem, UnreadableFile } from "../file-problem.ts";
import { checkedBytes, type ReadLimits } from "../limits.ts";
import { tooManyDimensions } from "../volumes/several-volumes.ts";
import type { VoxelLayout } from "./decode-voxels.ts";

/** What the header of a volume says (MetaImage, NRRD, MGH), as it stands in the file. */
export interface VolumeHeader {
  /** Voxels along the axes of the grid, as many as the file has; one behind the third counts volumes. */
  readonly size: readonly number[];
  /** Where the header says of an axis that it is none of the grid: what tells the volumes along it apart. */
  readonly series?: VolumeSeries;
  /** All volumes' first voxels come before their second ones. */
  readonly isInterleaved?: boolean;
  /** Values a voxel. */
  readonly channels: number;
  readonly datatype: VoxelLayout["datatype"];
  readonly littleEndian: boolean;
  /** Distance between voxel centres in mm. */
  readonly spacingMm: readonly number[];
  /** Per axis the direction in which it runs. */
  readonly directions: readonly (readonly number[])[];
  /** Centre of the first voxel, in mm. */
  readonly origin: readonly number[];
  readonly space: PatientSpace;
  readonly orientationKnown: boolean;
  readonly isText: boolean;
  /** Name of the file that holds the voxels; null where they follow the header. */
  readonly dataFile: string | null;
  /** The byte at which compressed voxels begin; null where they are not compressed. */
  readonly packedFrom: number | null;
  /** The byte of the file, or of what it unpacks to, at which the voxels begin; null where they end with the file. */
  readonly dataOffset: number | null;
  readonly warnings: readonly FileProblem[];
}

/** A header that passed every check (reliability R1, R2, R4, R9, R10). */
export interface CheckedVolume {
  readonly geometry: Geometry;
  readonly channels: 1 | 3 | 4;
  /** Where it holds several volumes: what tells them apart. */
  readonly series: VolumeSeries | null;
  /** Bytes of voxel data that the file must hold, of each volume. */
  readonly dataBytes: number;
  readonly warnings: readonly FileProblem[];
}

/** Refuses, before anything is decoded, what cannot be an image. */
export function checkVolumeHeader(header: VolumeHeader, limits: ReadLimits): CheckedVolume {
  const { size, series } = checkedSize(header);
  const channels = checkedChannels(header, size);
  const dataBytes = checkedBytes(size, channels * header.datatype.bytes, limits);
  const spacingMm = checkedSpacing(header.spacingMm.slice(0, size.length));
  const affine = affineOf(header, spacingMm);
  const isVolume = size.length === 3;
  const warnings = [...header.warnings];
  if (isVolume && !header.orientationKnown) {
    warnings.push({
      code: "volume-no-orientation",
      message: "The file does not say how the patient lies in it: left and right are unknown.",
      remedy: "Nothing to do for judging masks. Do not rely on left and right in this image.",
    });
  }
  if (isVolume && shearOf(affine) > MAX_SHEAR) {
    warnings.push({
      code: "volume-sheared",
      message: "The axes of the volume are not at right angles (a tilted gantry, or a registration with shear).",
      remedy: "Masks are judged on the voxel grid, which is not affected. Lengths in mm are approximate.",
    });
  }
  return {
    geometry: { size, spacingMm, affine, orientationKnown: isVolume && header.orientationKnown },
    channels,
    series,
    dataBytes,
    warnings,
  };
}

function checkedSize({ size: given, series }: VolumeHeader): { size: number[]; series: VolumeSeries | null } {
  const wrong = given.findIndex((length) => !Number.isSafeInteger(length) || length < 1);
  if (wrong >= 0 || given.length === 0) {
    throw new UnreadableFile(
      "volume-bad-dimensions",
      given.length === 0
        ? "The header gives no size."
        : `The header says ${given[wrong]} voxels along axis ${wrong + 1}.`,
      EXPORT_AGAIN,
    );
  }
  const further = given.slice(3).filter((length) => length > 1);
  if (further.length + (series ? 1 : 0) > 1) throw tooManyDimensions(series ? [...given, series.n] : given);
  const size = given.slice(0, 3);
  while (size.length < 2) size.push(1);
  return { size, series: series ?? (further.length === 1 ? unknownSeries(further[0]!) : null) };
}

function unknownSeries(n: number): VolumeSeries {
  return { n, axis: "unknown", step: null, names: null };
}

/** Colours are taken of pictures alone: a volume of vectors is a field, not an image. */
function checkedChannels({ channels, datatype }: VolumeHeader, size: readonly number[]): 1 | 3 | 4 {
  if (channels === 1) return 1;
  const isColour = size.length === 2 && (datatype.name === "uint8" || datatype.name === "uint16");
  if (isColour && (channels === 3 || channels === 4)) return channels;
  throw new UnreadableFile(
    "volume-unsupported-datatype",
    `It holds ${channels} values (${datatype.name}) a voxel; Winnow reads grey volumes, and pictures in colours.`,
    "Convert it to a grey volume of integers or floats.",
  );
}

function checkedSpacing(spacing: readonly number[]): number[] {
  const wrong = spacing.findIndex((value) => !Number.isFinite(value) || value <= 0);
  if (wrong >= 0) {
    throw new UnreadableFile(
      "volume-bad-spacing",
      `The header says a voxel is ${spacing[wrong]} mm along axis ${wrong + 1}.`,
      "Set the right voxel size with the program that made the file, then add the folder again.",
    );
  }
  return [...spacing];
}

const MAX_SHEAR = 1e-3;
/** Directions are often written with three or four digits. */
const LENGTH_TOLERANCE = 1e-2;
const FLAT = 1e-3;

function affineOf({ directions, origin, space }: VolumeHeader, spacingMm: readonly number[]): number[] {
  const axes = directions.slice(0, 3).map((direction) => [0, 1, 2].map((r) => direction[r] ?? 0));
  while (axes.length < 3) axes.push(axes.length === 2 ? cross(axes[0]!, axes[1]!) : [0, 1, 0]);
  const areUnits = axes.every((axis) => Math.abs(Math.hypot(...axis) - 1) < LENGTH_TOLERANCE);
  const steps = axes.map((axis, index) => axis.map((value) => value * (spacingMm[index] ?? 1)));
  const affine = affineFromAxes(
    steps,
    [0, 1, 2].map((r) => origin[r] ?? 0),
    space,
  );
  if (!areUnits || !affine.every((value) => Number.isFinite(value)) || spannedVolume(affine) < FLAT) {
    throw new UnreadableFile(
      "volume-bad-affine",
      "The directions in the header are no position in space (zero, not a number, or not of length 1).",
      EXPORT_AGAIN,
    );
  }
  return affine;
}

function cross(a: readonly number[], b: readonly number[]): number[] {
  return [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
}

export function headerDamaged(message: string): UnreadableFile {
  return new UnreadableFile("volume-header-damaged", message, EXPORT_AGAIN);
}

export function headerShort(bytes: number): UnreadableFile {
  return bytes === 0
    ? new UnreadableFile("file-empty", "The file is empty.", COPY_AGAIN)
    : new UnreadableFile("volume-header-short", "The file ends within its header.", COPY_AGAIN);
}

export function notWhatItSays(code: string, format: string): UnreadableFile {
  return new UnreadableFile(
    code,
    `The name says ${format}, but the contents are something else.`,
    "Check what the file is, and rename it or take it out of the folder.",
  );
}

export function unknownType(type: string, format: string): UnreadableFile {
  return new UnreadableFile(
    "volume-unknown-datatype",
    `The header gives voxel type ${type}, which ${format} does not have or Winnow does not read.`,
    "Convert it to a grey volume of integers or floats.",
  );
}

/** Numbers between blanks, exactly so many (or any number of them). */
export function numbersOf(text: string, field: string, count?: number): number[] {
  const words = text.trim().split(/[\s,]+/);
  const numbers = words.map(Number);
  if (
    words[0] === "" ||
    numbers.some((value) => Number.isNaN(value)) ||
    (count !== undefined && numbers.length !== count)
  )
    throw headerDamaged(`The header's ${field} (${text.trim().slice(0, 60)}) cannot be made out.`);
  return numbers;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["mm", 1],
  ["millimeter", 1],
  ["millimeters", 1],
  ["millimetre", 1],
  ["cm", 10],
  ["m", 1000],
  ["um", 1e-3],
  ["\u00b5m", 1e-3],
  ["\u03bcm", 1e-3],
  ["micron", 1e-3],
  ["microns", 1e-3],
  ["nm", 1e-6],
]);

/** How many mm a unit of length is; null for what is none. */
export function unitInMm(name: string): number | null {
  return UNITS.get(name.trim().toLowerCase()) ?? null;
}
