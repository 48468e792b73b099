import { type FileProblem, UnreadableFile } from "../file-problem.ts";
import type { VoxelLayout } from "../volume/decode-voxels.ts";
import {
  headerDamaged,
  headerShort,
  notWhatItSays,
  numbersOf,
  unitInMm,
  unknownType,
  type VolumeHeader,
} from "../volume/volume-header.ts";

/** MetaIO's types; its `LONG` has four bytes on every machine. */
const DATATYPES: ReadonlyMap<string, VoxelLayout["datatype"]> = new Map([
  ["CHAR", { name: "int8", bytes: 1 }],
  ["UCHAR", { name: "uint8", bytes: 1 }],
  ["SHORT", { name: "int16", bytes: 2 }],
  ["USHORT", { name: "uint16", bytes: 2 }],
  ["INT", { name: "int32", bytes: 4 }],
  ["UINT", { name: "uint32", bytes: 4 }],
  ["LONG", { name: "int32", bytes: 4 }],
  ["ULONG", { name: "uint32", bytes: 4 }],
  ["LONG_LONG", { name: "int64", bytes: 8 }],
  ["ULONG_LONG", { name: "uint64", bytes: 8 }],
  ["FLOAT", { name: "float32", bytes: 4 }],
  ["DOUBLE", { name: "float64", bytes: 8 }],
]);

type Fields = ReadonlyMap<string, string>;

/**
 * Parses the text in front of a MetaImage's voxels (MetaIO, `metaImage.cxx`): lines of `Key = Value`, of which
 * `ElementDataFile` is the last.
 * @param start the beginning of the file
 * @throws UnreadableFile when this is none
 */
export function parseMetaHeader(start: Uint8Array): VolumeHeader {
  const { fields, end } = fieldsOf(start);
  const field = (...names: string[]): string | null => names.map((name) => fields.get(name)).find((v) => v) ?? null;
  const rank = numbersOf(field("NDims") ?? "", "NDims", 1)[0]!;
  if (!Number.isInteger(rank) || rank < 1 || rank > 10) throw badRank(rank);
  const list = (value: string | null, name: string, count: number): number[] | null =>
    value === null ? null : numbersOf(value, name, count);
  const matrix = list(field("TransformMatrix", "Rotation", "Orientation"), "TransformMatrix", rank * rank);
  const unit = unitInMm(field("DistanceUnits") ?? "mm") ?? 1;
  const toMm = (values: number[] | null): number[] | null => values?.map((value) => value * unit) ?? null;
  const one = Array.from({ length: rank }, () => 1);
  const spacing = toMm(list(field("ElementSpacing", "ElementSize"), "ElementSpacing", rank)) ?? one;
  const origin = toMm(list(field("Offset", "Position", "Origin"), "Offset", rank)) ?? one.map(() => 0);
  return {
    size: numbersOf(field("DimSize") ?? "", "DimSize", rank),
    channels: list(field("ElementNumberOfChannels"), "ElementNumberOfChannels", 1)?.[0] ?? 1,
    datatype: datatypeOf(field("ElementType") ?? ""),
    littleEndian: !isTrue(field("BinaryDataByteOrderMSB", "ElementByteOrderMSB")),
    spacingMm: spacing,
    directions: directionsOf(matrix, rank),
    origin,
    space: "LPS",
    orientationKnown: matrix !== null,
    ...placeOf(fields, end),
    warnings: scalingWarnings(fields),
  };
}

function fieldsOf(start: Uint8Array): { fields: Fields; end: number } {
  if (start.length === 0) throw headerShort(0);
  const fields = new Map<string, string>();
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  for (let at = 0; at < start.length;) {
    const lineEnd = text.indexOf(0x0a, at);
    const line = text.toString("latin1", at, Math.min(lineEnd < 0 ? start.length : lineEnd, at + MAX_LINE)).trim();
    const sign = line.search(/[=:]/);
    const named = line.slice(0, Math.max(0, sign)).trim();
    const key = /^[A-Za-z][\w ]*$/.test(named) ? named : undefined;
    if (key === undefined && line !== "" && (lineEnd >= 0 || fields.size === 0)) {
      if (fields.size === 0) throw notWhatItSays("volume-not-metaimage", "MetaImage");
      throw headerDamaged(`The header has a line that is none (${printable(line)}).`);
    }
    if (key !== undefined) fields.set(key, line.slice(sign + 1).trim());
    if (key === "ElementDataFile") return { fields, end: lineEnd < 0 ? start.length : lineEnd + 1 };
    if (lineEnd < 0) break;
    at = lineEnd + 1;
  }
  throw fields.has("NDims") || fields.has("ObjectType")
    ? headerShort(start.length)
    : notWhatItSays("volume-not-metaimage", "MetaImage");
}

const MAX_LINE = 16_384;

function printable(line: string): string {
  return line.replaceAll(/[^ -~]/g, "?").slice(0, 40);
}

function badRank(rank: number): UnreadableFile {
  return new UnreadableFile(
    "volume-bad-dimensions",
    `The header says ${rank} dimensions; 1 to 10 are possible.`,
    "Export it again from the program that made it, then add the folder again.",
  );
}

function datatypeOf(type: string): VoxelLayout["datatype"] {
  const datatype = DATATYPES.get(type.replace(/^MET_/, "").replace(/_ARRAY$/, ""));
  if (!datatype || !type.startsWith("MET_")) throw unknownType(printable(type), "MetaImage");
  return datatype;
}

/** The file gives one axis of the grid after the other. */
function directionsOf(matrix: readonly number[] | null, rank: number): number[][] {
  return Array.from({ length: Math.min(3, rank) }, (_, axis) =>
    matrix
      ? matrix.slice(axis * rank, axis * rank + Math.min(3, rank))
      : Array.from({ length: 3 }, (_value, row) => (row === axis ? 1 : 0)),
  );
}

/** MetaIO takes whatever begins with T, t or 1 as true. */
function isTrue(value: string | null): boolean {
  return /^[Tt1]/.test(value ?? "");
}

function placeOf(fields: Fields, end: number): Pick<VolumeHeader, "isText" | "dataFile" | "packedFrom" | "dataOffset"> {
  const named = fields.get("ElementDataFile")!.trim();
  if (named === "LIST" || named.includes("%")) {
    throw new UnreadableFile(
      "volume-in-slices",
      "The header names one file a slice, which is not read.",
      "Save the volume as one file (.mha).",
    );
  }
  const isLocal = /^local$/i.test(named);
  if (named === "") throw headerDamaged("The header does not say where the voxels are (ElementDataFile).");
  const skip = Number(fields.get("HeaderSize") ?? 0);
  if (!Number.isSafeInteger(skip)) throw headerDamaged("The header's HeaderSize cannot be made out.");
  const isPacked = isTrue(fields.get("CompressedData") ?? null);
  const from = skip > 0 ? skip : isLocal ? end : 0;
  return {
    isText: !isTrue(fields.get("BinaryData") ?? null),
    dataFile: isLocal ? null : named,
    packedFrom: isPacked ? from : null,
    dataOffset: isPacked ? 0 : skip < 0 ? null : from,
  };
}

function scalingWarnings(fields: Fields): FileProblem[] {
  const slope = Number(fields.get("ElementToIntensityFunctionSlope") ?? 1);
  const offset = Number(fields.get("ElementToIntensityFunctionOffset") ?? 0);
  if (slope === 1 && offset === 0) return [];
  return [
    {
      code: "volume-odd-scaling",
      message: `The header gives a slope of ${slope} and an offset of ${offset}. Values are taken as they stand, as ITK does.`,
      remedy: "Some programs apply them. If values look shifted elsewhere, this is why.",
    },
  ];
}
