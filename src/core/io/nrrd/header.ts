import type { PatientSpace } from "#domain/geometry/affine-from-axes.ts";
import type { VolumeSeries } from "#contract/volumes.ts";
import { UnreadableFile } from "../file-problem.ts";
import type { VoxelLayout, VoxelType } from "../volume/decode-voxels.ts";
import { headerDamaged, numbersOf, unitInMm, unknownType, type VolumeHeader } from "../volume/volume-header.ts";
import { tooManyDimensions } from "../volumes/several-volumes.ts";
import { nrrdFields } from "./fields.ts";

const NAMES: readonly (readonly [VoxelType, string])[] = [
  ["int8", "signed char, int8, int8_t"],
  ["uint8", "uchar, unsigned char, uint8, uint8_t"],
  ["int16", "short, short int, signed short, signed short int, int16, int16_t"],
  ["uint16", "ushort, unsigned short, unsigned short int, uint16, uint16_t"],
  ["int32", "int, signed int, int32, int32_t"],
  ["uint32", "uint, unsigned int, uint32, uint32_t"],
  ["int64", "longlong, long long, long long int, signed long long, signed long long int, int64, int64_t"],
  ["uint64", "ulonglong, unsigned long long, unsigned long long int, uint64, uint64_t"],
  ["float32", "float"],
  ["float64", "double"],
];
const TYPES = new Map(NAMES.flatMap(([type, names]) => names.split(", ").map((name) => [name, type] as const)));

const SPACES: ReadonlyMap<string, PatientSpace> = new Map([
  ["right-anterior-superior", "RAS"],
  ["ras", "RAS"],
  ["left-anterior-superior", "LAS"],
  ["las", "LAS"],
  ["left-posterior-superior", "LPS"],
  ["lps", "LPS"],
]);

type Fields = ReadonlyMap<string, string>;

/**
 * Parses the header of an NRRD.
 * @param start the beginning of the file
 * @throws UnreadableFile when this is none
 */
export function parseNrrdHeader(start: Uint8Array): VolumeHeader {
  const { fields, end } = nrrdFields(start);
  const need = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw headerDamaged(`The header lacks the field "${name}".`);
    return value;
  };
  const rank = numbersOf(need("dimension"), "dimension", 1)[0]!;
  if (!Number.isInteger(rank) || rank < 1 || rank > 16) {
    throw headerDamaged(`The header says ${rank} dimensions; 1 to 16 are possible.`);
  }
  const all = numbersOf(need("sizes"), "sizes", rank);
  const axes = axesOf(fields, all);
  const datatype = datatypeOf(need("type"));
  return {
    size: axes.spatial.map((axis) => all[axis]!),
    channels: axes.channels,
    ...(axes.series && { series: axes.series, isInterleaved: axes.isInterleaved }),
    datatype,
    littleEndian: isLittleEndian(fields, datatype.bytes),
    ...gridOf(fields, axes.spatial, rank),
    ...placeOf(fields, need("encoding"), end),
    warnings: [],
  };
}

/** What the axes of a file are. */
interface Axes {
  readonly spatial: number[];
  /** Values a voxel. */
  readonly channels: number;
  readonly series: VolumeSeries | null;
  /** The axis of the volumes is the first. */
  readonly isInterleaved: boolean;
}

/** Kinds of values that belong together: colours, vectors, matrices. */
const ONE_VALUE = /vector|colou?r|covariant|normal|complex|point|gradient|quaternion|matrix|scalar|stub/i;

/** Which axes of the file are the grid's, how many values a voxel has, and whether one counts volumes. */
function axesOf(fields: Fields, sizes: readonly number[]): Axes {
  const vectors = vectorsOf(fields, sizes.length);
  const kinds = fields.get("kinds")?.split(/\s+/) ?? [];
  const isDomain = (axis: number): boolean =>
    vectors ? vectors[axis] !== null : /^(?:domain|space|none|\?+|)$/i.test(kinds[axis] ?? "");
  // A film of pictures is a volume like any other; volumes over time are several.
  const isFilm = sizes.filter((_, axis) => isDomain(axis)).length < 3;
  const isSpatial = (axis: number): boolean =>
    isDomain(axis) || (isFilm && !vectors && /^time$/i.test(kinds[axis] ?? ""));
  const spatial = sizes.flatMap((_, axis) => (isSpatial(axis) ? [axis] : []));
  const others = sizes.flatMap((length, axis) => (isSpatial(axis) || length === 1 ? [] : [axis]));
  const [other] = others;
  if (other === undefined) return { spatial, channels: 1, series: null, isInterleaved: false };
  const kind = kinds[other] ?? "";
  const isValue = spatial.length < 3 ? !/^(?:list|time)$/i.test(kind) : ONE_VALUE.test(kind);
  if (others.length === 1 && other === 0 && isValue)
    return { spatial, channels: sizes[0]!, series: null, isInterleaved: false };
  if (others.length > 1 || (other !== 0 && other !== sizes.findLastIndex((length) => length > 1)))
    throw tooManyDimensions(sizes);
  return { spatial, channels: 1, series: seriesOf(fields, other, sizes[other]!, kind), isInterleaved: other === 0 };
}

const TIME_UNITS: ReadonlyMap<string, "s" | "ms" | "µs"> = new Map([
  ["s", "s"],
  ["sec", "s"],
  ["seconds", "s"],
  ["ms", "ms"],
  ["msec", "ms"],
  ["us", "µs"],
  ["\u00b5s", "µs"],
]);

function seriesOf(fields: Fields, axis: number, n: number, kind: string): VolumeSeries {
  const units = [...(fields.get("units") ?? "").matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
  const unit = TIME_UNITS.get(units[axis]?.toLowerCase() ?? "");
  const value = Number(fields.get("spacings")?.split(/\s+/)[axis] ?? Number.NaN);
  const step = unit !== undefined && Number.isFinite(value) && value > 0 ? { value, unit } : null;
  if (/^time$/i.test(kind) || unit !== undefined) return { n, axis: "time", step, names: null };
  return { n, axis: ONE_VALUE.test(kind) ? "channels" : "unknown", step: null, names: null };
}

/** `space directions`: one vector an axis, `none` (here null) for axes that are none of space; null without the field. */
function vectorsOf(fields: Fields, rank: number): (number[] | null)[] | null {
  const text = fields.get("spacedirections");
  if (text === undefined) return null;
  const vectors = [...text.matchAll(/\(([^()]*)\)|none/gi)].map(([, inner]) =>
    inner === undefined ? null : numbersOf(inner, "space directions"),
  );
  if (vectors.length !== rank) throw headerDamaged("The header's space directions do not go with its dimension.");
  return vectors;
}

function gridOf(
  fields: Fields,
  spatial: readonly number[],
  rank: number,
): Pick<VolumeHeader, "spacingMm" | "directions" | "origin" | "space" | "orientationKnown"> {
  const space = SPACES.get(fields.get("space")?.toLowerCase() ?? "");
  const vectors = vectorsOf(fields, rank);
  if (!vectors) {
    const spacings = fields.get("spacings")?.split(/\s+/).map(Number);
    if (spacings && spacings.length !== rank)
      throw headerDamaged("The header's spacings do not go with its dimension.");
    return {
      spacingMm: spatial.map((axis) => (spacings?.[axis] ?? 1) * unitOf(fields, "units", axis)),
      directions: spatial.map((_, index) => [0, 1, 2].map((row) => (row === index ? 1 : 0))),
      origin: [0, 0, 0],
      space: space ?? "LPS",
      orientationKnown: false,
    };
  }
  const steps = spatial.map((axis) => vectors[axis]!.map((value, row) => value * unitOf(fields, "spaceunits", row)));
  const origin = fields.get("spaceorigin")?.replace(/^\((.*)\)$/, "$1");
  const spacingMm = steps.map((step) => Math.hypot(...step));
  return {
    spacingMm,
    directions: steps.map((step, index) => step.map((value) => value / (spacingMm[index] || 1))),
    origin: origin
      ? numbersOf(origin, "space origin").map((value, row) => value * unitOf(fields, "spaceunits", row))
      : [0, 0, 0],
    space: space ?? "LPS",
    orientationKnown: space !== undefined,
  };
}

/** Lengths are in mm unless the header says otherwise. */
function unitOf(fields: Fields, field: string, index: number): number {
  const names = [...(fields.get(field) ?? "").matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
  return unitInMm(names[index] ?? "mm") ?? 1;
}

function datatypeOf(type: string): VoxelLayout["datatype"] {
  const name = TYPES.get(type.toLowerCase());
  if (!name) throw unknownType(type.replaceAll(/[^ -~]/g, "?").slice(0, 40), "NRRD");
  return { name, bytes: Number(/\d+/.exec(name)![0]) / 8 };
}

function isLittleEndian(fields: Fields, bytes: number): boolean {
  const endian = fields.get("endian")?.toLowerCase();
  if (endian === "little" || endian === "big") return endian === "little";
  const isText = /^(?:ascii|text|txt)$/i.test(fields.get("encoding") ?? "");
  if (bytes > 1 && !isText) throw headerDamaged("The header does not say the order of bytes (endian).");
  return true;
}

function placeOf(
  fields: Fields,
  encoding: string,
  end: number,
): Pick<VolumeHeader, "isText" | "dataFile" | "packedFrom" | "dataOffset"> {
  const dataFile = fields.get("datafile") ?? null;
  if (dataFile !== null && /^LIST\b|%/.test(dataFile)) {
    throw new UnreadableFile(
      "volume-in-slices",
      "The header names one file a slice, which is not read.",
      "Save the volume as one file (.nrrd).",
    );
  }
  const skip = (name: string): number => numbersOf(fields.get(name) ?? "0", name, 1)[0]!;
  const [bytes, lines] = [skip("byteskip"), skip("lineskip")];
  const from = dataFile === null ? end : 0;
  const kind = encoding.toLowerCase();
  const isSkipOdd = !Number.isSafeInteger(bytes) || bytes < -1 || lines !== 0;
  if (/^(?:raw)$/.test(kind) && !isSkipOdd) {
    return { isText: false, dataFile, packedFrom: null, dataOffset: bytes === -1 ? null : from + bytes };
  }
  // What is skipped of compressed data is skipped of what they unpack to.
  if (/^(?:gz|gzip)$/.test(kind) && !isSkipOdd && bytes >= 0) {
    return { isText: false, dataFile, packedFrom: from, dataOffset: bytes };
  }
  if (/^(?:ascii|text|txt)$/.test(kind) && bytes === 0 && lines === 0) {
    return { isText: true, dataFile, packedFrom: null, dataOffset: from };
  }
  throw new UnreadableFile(
    "volume-unsupported-encoding",
    `Its voxels are written as ${kind.replaceAll(/[^ -~]/g, "?").slice(0, 20)}${isSkipOdd ? " behind other data" : ""}, which is not read.`,
    "Save it with the encoding raw or gzip.",
  );
}
