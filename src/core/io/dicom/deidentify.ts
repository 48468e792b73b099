import { createHmac } from "node:crypto";
import type { DataSet, Element } from "dicom-parser";
import { BIG_ENDIAN } from "#domain/dicom/dicom-header.ts";
import { EMPTY_TAGS, RELEASED_TAGS, RENAMED_UIDS } from "#domain/dicom/release-tags.ts";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { ReadLimits } from "../limits.ts";
import { inColours } from "./colours.ts";
import { type DicomElement, encodeDicom, text } from "./encode-dicom.ts";
import { parseFile, type ParsedDicom } from "./parse-header.ts";
import { readStored } from "./read-pixels.ts";
import { swapBytes } from "./stored-values.ts";

const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

export interface Pseudonym {
  /** Stands for the patient's name and number. */
  readonly subject: string;
  /** Secret of the project: makes identifiers that are the same in all of its releases, and tell nobody the old ones. */
  readonly salt: string;
}

/**
 * A DICOM image for a release: its picture, of all else only what is on a list, identifiers replaced. The picture is
 * written anew, number by number and uncompressed: comments within compressed streams, overlays in unused bits and what
 * stands behind the last pixel do not come along.
 * @param bytes the whole file
 * @throws UnreadableFile
 */
export async function deidentify(
  bytes: Uint8Array,
  { subject, salt }: Pseudonym,
  limits: ReadLimits,
): Promise<Uint8Array> {
  const parsed = parseFile(bytes);
  const { dataSet: data, header } = parsed;
  if (!header.pixels) throw new UnreadableFile("dicom-no-picture", "The DICOM file holds no picture.", EXPORT_AGAIN);
  const uid = (tag: string): DicomElement[] => {
    const old = (data.string(tag) ?? "").replaceAll("\0", "").trim();
    return old === "" ? [] : [{ tag: numberOf(tag), vr: "UI", value: text(renamedUid(old, salt)) }];
  };
  const elements: DicomElement[] = [
    ...keptElements(data, header.transferSyntax === BIG_ENDIAN),
    ...RENAMED_UIDS.flatMap(uid),
    ...[...EMPTY_TAGS].map(([tag, vr]): DicomElement => ({ tag: numberOf(tag), vr, value: new Uint8Array(0) })),
    { tag: 0x0010_0010, vr: "PN", value: text(subject) },
    { tag: 0x0010_0020, vr: "LO", value: text(subject) },
    { tag: 0x0012_0062, vr: "CS", value: text("YES") },
    { tag: 0x0012_0063, vr: "LO", value: text("Winnow: list of elements that may stay") },
    { tag: 0x0028_0303, vr: "CS", value: text("REMOVED") },
    ...(await pictureElements(parsed, limits)),
  ];
  return encodeDicom(elements, {
    sopClass: header.sopClass,
    sopInstance: renamedUid(header.sopInstance, salt),
    transferSyntax: EXPLICIT_LITTLE_ENDIAN,
  });
}

/** An identifier by PS3.5 B.2 ("2.25." and 128 bits as a number), made of the old one. */
function renamedUid(uid: string, salt: string): string {
  const bytes = createHmac("sha256", salt).update(uid).digest().subarray(0, 16);
  return `2.25.${BigInt(`0x${bytes.toString("hex")}`)}`;
}

function numberOf(tag: string): number {
  return Number.parseInt(tag.slice(1), 16);
}

function keptElements(data: DataSet, isBigEndian: boolean): DicomElement[] {
  return Object.values(data.elements).flatMap((element): DicomElement[] => {
    const vr = releasedVr(element);
    if (vr === null) return [];
    const tag = numberOf(element.tag);
    if (vr === "SQ") {
      const items = (element.items ?? []).flatMap(({ dataSet }) =>
        dataSet ? [keptElements(dataSet, isBigEndian)] : [],
      );
      return [{ tag, vr, value: items }];
    }
    const value = valueOf(data, element, isBigEndian ? (NUMBER_BYTES[vr] ?? 1) : 1);
    return isOfKind(vr, value) ? [{ tag, vr, value }] : [];
  });
}

/** Kinds of values that stand for each other; of a file without kinds, that of the list. */
const ALIKE: Readonly<Record<string, readonly string[]>> = { US: ["US", "SS"], OW: ["OW", "OB"] };

/** What an element on the list is written as; null for any other, and for one that says it is of another kind. */
function releasedVr({ tag, vr, items }: Element): string | null {
  const listed = RELEASED_TAGS.get(tag);
  if (listed === undefined || (listed !== "SQ" && items !== undefined)) return null;
  if (vr === undefined || vr === "UN") return listed;
  return (ALIKE[listed] ?? [listed]).includes(vr) ? vr : null;
}

/** What values of these kinds are made of (PS3.5 6.2): nothing else can hide in them. */
const KINDS: Readonly<Record<string, RegExp>> = {
  CS: /^(?:[A-Z0-9 _]{0,17}(?:\\|$))*\0?$/,
  DS: /^[0-9+\-.eE\\ ]*\0?$/,
  IS: /^[0-9+\-\\ ]*\0?$/,
};

function isOfKind(vr: string, value: Uint8Array): boolean {
  return KINDS[vr]?.test(Buffer.from(value).toString("latin1")) ?? true;
}

/** Bytes of one number, by which big-endian values are turned. */
const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, OW: 2, FD: 8 };

function valueOf(data: DataSet, { dataOffset, length }: Element, width: number): Uint8Array {
  const bytes = new Uint8Array((data.byteArray as Uint8Array).subarray(dataOffset, dataOffset + length));
  if (width > 1) swapBytes(bytes, width);
  return bytes;
}

/** The picture with all that says how it is stored. */
async function pictureElements(parsed: ParsedDicom, limits: ReadLimits): Promise<DicomElement[]> {
  const { stored, pixels, isRgb } = await readStored(parsed, limits);
  const isColour = pixels.samples > 1;
  const values = isColour && !isRgb ? inColours(stored, pixels, parsed.dataSet) : stored;
  const bits = 8 * values.BYTES_PER_ELEMENT;
  const bitsStored = Math.min(bits, pixels.bitsStored);
  const isSigned = values instanceof Int8Array || values instanceof Int16Array || values instanceof Int32Array;
  const number = (tag: number, value: number): DicomElement => ({
    tag,
    vr: "US",
    value: Uint8Array.of(value & 255, value >> 8),
  });
  return [
    number(0x0028_0002, pixels.samples),
    { tag: 0x0028_0004, vr: "CS", value: text(isColour ? "RGB" : pixels.photometric) },
    ...(isColour ? [number(0x0028_0006, 0)] : []),
    number(0x0028_0010, pixels.rows),
    number(0x0028_0011, pixels.columns),
    number(0x0028_0100, bits),
    number(0x0028_0101, bitsStored),
    number(0x0028_0102, bitsStored - 1),
    number(0x0028_0103, isSigned ? 1 : 0),
    {
      tag: 0x7fe0_0010,
      vr: bits > 8 ? "OW" : "OB",
      value: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    },
  ];
}
