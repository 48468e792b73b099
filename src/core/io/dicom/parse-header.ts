import { constants, inflateRawSync } from "node:zlib";
import dicomParser, { type DataSet, type ParseDicomOptions } from "dicom-parser";
import type { DicomHeader, FramePlace, PixelLayout, Vector } from "#domain/dicom/dicom-header.ts";
import { BIG_ENDIAN, isPlain } from "#domain/dicom/dicom-header.ts";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import { trailingData } from "../limits.ts";

const PIXEL_DATA = "x7fe00010";
const DEFLATED = "1.2.840.10008.1.2.1.99";
/** Of a file that was deflated, where nothing is known of it yet. */
const MOST_INFLATED_BYTES = 256 * 1024 ** 2;
const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
const UNDEFINED_LENGTH = 0xffff_ffff;

/** A parsed header with the bytes that its offsets count in (those of the file, unless they were deflated). */
export interface ParsedDicom {
  readonly dataSet: DataSet;
  readonly header: DicomHeader;
}

/** Whether bytes from the start of a file are DICOM's: the mark after the preamble, or a first element without it. */
export function looksLikeDicom(start: Uint8Array): boolean {
  if (hasPreamble(start)) return true;
  // Group 0008 or 0002, a small element number: files that older machines wrote without a preamble.
  const [a, b, c, d] = start;
  const isLittle = (a === 8 || a === 2) && b === 0 && c! <= 0x20 && d === 0;
  const isBig = a === 0 && b === 8 && c === 0 && d! <= 0x20;
  return start.length >= 8 && (isLittle || isBig);
}

function hasPreamble(start: Uint8Array): boolean {
  // "DICM"
  return start[128] === 0x44 && start[129] === 0x49 && start[130] === 0x43 && start[131] === 0x4d;
}

/** Whether the data set of a file is deflated, by the beginning of the file. */
export function isDeflated(start: Uint8Array): boolean {
  return hasPreamble(start) && Buffer.from(start.subarray(0, 1024)).includes(DEFLATED);
}

/** With the preamble that a file lacks although it has meta information. */
function withPreamble(bytes: Uint8Array): Uint8Array {
  if (hasPreamble(bytes) || bytes[0] !== 2) return bytes;
  const whole = new Uint8Array(132 + bytes.length);
  whole.set(Buffer.from("DICM"), 128);
  whole.set(bytes, 132);
  return whole;
}

/** The transfer syntax of a file without a preamble, by its first element. */
function bareSyntax(start: Uint8Array): string {
  if (start[0] === 0) return BIG_ENDIAN;
  return /^[A-Z]{2}$/.test(String.fromCharCode(...start.subarray(4, 6)))
    ? EXPLICIT_LITTLE_ENDIAN
    : IMPLICIT_LITTLE_ENDIAN;
}

/**
 * Reads the header up to the voxels.
 * @param start the whole file, or as much of it as holds the header
 * @param fileBytes size of the whole file
 * @param mostInflated bytes that a deflated file may unpack to
 * @throws UnreadableFile; dicom-parser's own errors where the bytes end before the header does
 */
export function parseHeader(start: Uint8Array, fileBytes: number, mostInflated = MOST_INFLATED_BYTES): ParsedDicom {
  const bytes = withPreamble(start);
  const isWhole = start.length >= fileBytes;
  const dataSet = dicomParser.parseDicom(bytes, { ...optionsFor(bytes, isWhole, mostInflated), untilTag: PIXEL_DATA });
  return { dataSet, header: headerOf(dataSet, fileBytes + bytes.length - start.length, bareSyntax(bytes)) };
}

/** The header of a deflated file, without unpacking more of it than that takes; otherwise as `parseHeader`. */
export function parseDeflatedHeader(bytes: Uint8Array, fileBytes: number): ParsedDicom {
  for (let length = 16 * 1024; ; length *= 8) {
    try {
      return parseHeader(bytes.subarray(0, length), fileBytes);
    } catch (error) {
      if (error instanceof UnreadableFile || length >= bytes.length) throw error;
    }
  }
}

function optionsFor(bytes: Uint8Array, isWhole: boolean, mostInflated: number): ParseDicomOptions {
  return {
    inflater: (all, position) => inflated(all, position, isWhole, mostInflated),
    ...(hasPreamble(bytes) ? {} : { TransferSyntaxUID: bareSyntax(bytes) }),
  };
}

/**
 * Reads the header of a whole file.
 * @throws UnreadableFile
 */
export function parseFile(bytes: Uint8Array): ParsedDicom {
  try {
    return parseHeader(bytes, bytes.length);
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    throw headerDamaged(error);
  }
}

export function headerDamaged(cause: unknown): UnreadableFile {
  return new UnreadableFile(
    "dicom-header-damaged",
    "The header of the DICOM file is damaged or cut short.",
    "Copy it again from where it came, then add the folder again.",
    { cause },
  );
}

/** The data sets of a sequence; none where it is not there. */
export function itemsOf(data: DataSet, tag: string): DataSet[] {
  return (data.elements[tag]?.items ?? []).flatMap(({ dataSet }) => dataSet ?? []);
}

function inflated(all: Uint8Array, position: number, isWhole: boolean, most: number): Uint8Array {
  let rest: Uint8Array;
  try {
    rest = inflateRawSync(all.subarray(position), {
      maxOutputLength: most,
      // Of a part of a file whatever there is.
      finishFlush: isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw trailingData();
    throw error;
  }
  const whole = new Uint8Array(position + rest.length);
  whole.set(all.subarray(0, position));
  whole.set(rest, position);
  return whole;
}

function headerOf(data: DataSet, fileBytes: number, syntaxIfBare: string): DicomHeader {
  const text = (tag: string): string => (data.string(tag) ?? "").replaceAll("\0", "").trim();
  const transferSyntax = text("x00020010") || syntaxIfBare;
  const pixels = pixelLayout(data, transferSyntax, fileBytes);
  // A DICOMDIR says only in its file meta information what it is.
  const sopClass = text("x00080016") || text("x00020002");
  if (sopClass === "" && !pixels)
    throw new UnreadableFile(
      "dicom-not-whole",
      "The DICOM file says neither what it is nor holds a picture.",
      EXPORT_AGAIN,
    );
  const patient = [text("x00100020"), text("x00100021")];
  const groups = frameGroups(data);
  return {
    sopClass,
    sopInstance: text("x00080018"),
    study: text("x0020000d"),
    // A file that names no series is one of its own.
    series: text("x0020000e") || text("x00080018") || sha256Of((data.byteArray as Uint8Array).subarray(0, 4096)),
    frameOfReference: frameOfReferenceOf(data),
    references: referencedSeries(data),
    modality: text("x00080060"),
    seriesNumber: wholeOrNull(data.intString("x00200011")),
    seriesDescription: text("x0008103e"),
    instanceNumber: wholeOrNull(data.intString("x00200013")),
    patientHash: patient[0] === "" ? null : sha256Of(patient.join("\n")),
    // Echo time, temporal position, acquisition number, trigger time, b-value, kind of image.
    part: ["x00180081", "x00200100", "x00200012", "x00181060", "x00189087", "x00080008"].map(text).join("|"),
    transferSyntax,
    pixels,
    places: groups.flatMap((group) => placeOf(group) ?? []),
    rescale: rescaleOf(groups),
    spacingMm: spacingOf(groups, data),
    sliceThicknessMm: positive(firstOf(groups, "x00180050")?.floatString("x00180050")),
    burnedIn: ({ YES: "yes", NO: "no" } as const)[text("x00280301").toUpperCase()] ?? "unknown",
  };
}

/** Of a structure set it stands in a sequence (PS3.3 C.8.8.5). */
function frameOfReferenceOf(data: DataSet): string | null {
  const referenced = data.elements["x30060010"]?.items?.[0]?.dataSet;
  return (data.string("x00200052") ?? referenced?.string("x00200052") ?? "").replaceAll("\0", "").trim() || null;
}

/** By way of the sequences for series (0008,1115), studies (3006,0012) and their series (3006,0014). */
function referencedSeries(data: DataSet): string[] {
  const inner =
    (tag: string) =>
    (set: DataSet): DataSet[] =>
      itemsOf(set, tag);
  const sets = [
    ...inner("x00081115")(data),
    ...inner("x30060010")(data).flatMap(inner("x30060012")).flatMap(inner("x30060014")),
  ];
  const uids = sets.map((set) => (set.string("x0020000e") ?? "").replaceAll("\0", "").trim());
  return [...new Set(uids.filter((uid) => uid !== ""))];
}

function pixelLayout(data: DataSet, transferSyntax: string, fileBytes: number): PixelLayout | null {
  const element = data.elements[PIXEL_DATA];
  const [rows, columns] = [data.uint16("x00280010"), data.uint16("x00280011")];
  if (!element || rows === undefined || columns === undefined) return null;
  const bitsAllocated = data.uint16("x00280100") ?? 16;
  const bitsStored = data.uint16("x00280101") ?? bitsAllocated;
  const nFrames = Math.max(1, wholeOrNull(data.intString("x00280008")) ?? 1);
  const isWhole = isPlain(transferSyntax) && element.length !== UNDEFINED_LENGTH;
  const limit = data.byteArray.length > fileBytes ? data.byteArray.length : fileBytes;
  return {
    rows,
    columns,
    nFrames,
    samples: data.uint16("x00280002") ?? 1,
    photometric: (data.string("x00280004") ?? "MONOCHROME2").trim(),
    bitsAllocated,
    bitsStored,
    highBit: data.uint16("x00280102") ?? bitsStored - 1,
    isSigned: data.uint16("x00280103") === 1,
    isPlanar: data.uint16("x00280006") === 1,
    bytes: isWhole
      ? { offset: element.dataOffset, length: Math.max(0, Math.min(element.length, limit - element.dataOffset)) }
      : null,
  };
}

/** Per frame, the data sets that may speak of it, the most particular first. */
type Group = readonly DataSet[];

function frameGroups(data: DataSet): Group[] {
  const shared = innerSets(data.elements["x52009229"]?.items?.[0]?.dataSet);
  const perFrame = data.elements["x52009230"]?.items ?? [];
  if (perFrame.length === 0) return [[...shared, data]];
  return perFrame.map((item) => [...innerSets(item.dataSet), ...shared, data]);
}

/** Position, orientation, measures and rescaling of enhanced images each lie in a sequence of their own. */
function innerSets(group: DataSet | undefined): DataSet[] {
  const tags = ["x00209113", "x00209116", "x00289110", "x00289145"];
  return tags.flatMap((tag) => group?.elements[tag]?.items?.[0]?.dataSet ?? []);
}

function firstOf(groups: readonly Group[], tag: string): DataSet | undefined {
  return groups[0]?.find((set) => set.elements[tag] !== undefined);
}

function numbers(group: Group, tag: string, n: number): number[] | null {
  const text = group.find((one) => one.elements[tag] !== undefined)?.string(tag);
  if (text === undefined) return null;
  // Read once: dicom-parser would read all of them for each.
  const texts = text.split("\\", n);
  if (texts.length < n) throw new Error(`${tag} holds ${texts.length} of ${n} values`);
  const values = texts.map((one) => parseFloat(one));
  return values.every((value) => Number.isFinite(value)) ? values : null;
}

function placeOf(group: Group): FramePlace | null {
  const position = numbers(group, "x00200032", 3);
  const directions = numbers(group, "x00200037", 6);
  if (!position || !directions) return null;
  const [row, column] = [unit(directions.slice(0, 3)), unit(directions.slice(3))];
  if (!row || !column) return null;
  return { position: position as unknown as Vector, row, column };
}

function unit(vector: readonly number[]): Vector | null {
  const length = Math.hypot(...vector);
  if (!(length > 0)) return null;
  return vector.map((value) => value / length) as unknown as Vector;
}

function rescaleOf(groups: readonly Group[]): DicomHeader["rescale"] {
  return groups.map((group) => {
    const [slope] = numbers(group, "x00281053", 1) ?? [1];
    const [intercept] = numbers(group, "x00281052", 1) ?? [0];
    return { slope: slope === 0 ? 1 : slope!, intercept: intercept! };
  });
}

function spacingOf(groups: readonly Group[], data: DataSet): [number, number] | null {
  const [group] = groups;
  const found =
    (group && numbers(group, "x00280030", 2)) ?? numbers([data], "x00181164", 2) ?? numbers([data], "x00182010", 2);
  // Rows first: the distance between rows, then between columns.
  return found && found.every((value) => value > 0) ? [found[1]!, found[0]!] : null;
}

function positive(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

function wholeOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
