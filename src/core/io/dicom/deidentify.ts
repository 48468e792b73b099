import { createHmac } from "node:crypto";
import type { DataSet, Element } from "dicom-parser";
import { BIG_ENDIAN, isPlain } from "#domain/dicom/dicom-header.ts";
import { EMPTY_TAGS, RELEASED_TAGS, RENAMED_UIDS } from "#domain/dicom/release-tags.ts";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { type DicomElement, encodeDicom, type Fragment, text } from "./encode-dicom.ts";
import { parseWhole } from "./parse-header.ts";

const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

export interface Pseudonym {
  /** Stands for the patient's name and number. */
  readonly subject: string;
  /** Secret of the project: makes identifiers that are the same in all of its releases, and tell nobody the old ones. */
  readonly salt: string;
}

/**
 * A DICOM image for a release: its picture as it is, of all else only what is on a list, identifiers replaced.
 * @param bytes the whole file
 * @throws UnreadableFile
 */
export function deidentify(bytes: Uint8Array, { subject, salt }: Pseudonym): Uint8Array {
  const data = parseWhole(bytes);
  const before = (data.string("x00020010") ?? "").replaceAll("\0", "").trim();
  const isBigEndian = before === BIG_ENDIAN;
  const kept = keptElements(data, isBigEndian);
  const uid = (tag: string): DicomElement[] => {
    const old = (data.string(tag) ?? "").replaceAll("\0", "").trim();
    return old === "" ? [] : [{ tag: numberOf(tag), vr: "UI", value: text(renamedUid(old, salt)) }];
  };
  const elements: DicomElement[] = [
    ...kept,
    ...RENAMED_UIDS.flatMap(uid),
    ...[...EMPTY_TAGS].map(([tag, vr]): DicomElement => ({ tag: numberOf(tag), vr, value: new Uint8Array(0) })),
    { tag: 0x0010_0010, vr: "PN", value: text(subject) },
    { tag: 0x0010_0020, vr: "LO", value: text(subject) },
    { tag: 0x0012_0062, vr: "CS", value: text("YES") },
    { tag: 0x0012_0063, vr: "LO", value: text("Winnow: list of elements that may stay") },
    { tag: 0x0028_0303, vr: "CS", value: text("REMOVED") },
    pixelElement(data, isBigEndian),
  ];
  return encodeDicom(elements, {
    sopClass: (data.string("x00080016") ?? "").replaceAll("\0", "").trim(),
    sopInstance: renamedUid((data.string("x00080018") ?? "").replaceAll("\0", "").trim(), salt),
    transferSyntax: before === "" || isPlain(before) ? EXPLICIT_LITTLE_ENDIAN : before,
  });
}

/** An identifier by PS3.5 B.2 ("2.25." and 128 bits as a number), made of the old one. */
export function renamedUid(uid: string, salt: string): string {
  const bytes = createHmac("sha256", salt).update(uid).digest().subarray(0, 16);
  return `2.25.${BigInt(`0x${bytes.toString("hex")}`)}`;
}

function numberOf(tag: string): number {
  return Number.parseInt(tag.slice(1), 16);
}

function keptElements(data: DataSet, isBigEndian: boolean): DicomElement[] {
  return Object.values(data.elements).flatMap((element): DicomElement[] => {
    const known = RELEASED_TAGS.get(element.tag);
    if (known === undefined) return [];
    if (known === "SQ") {
      const items = (element.items ?? []).flatMap(({ dataSet }) =>
        dataSet ? [keptElements(dataSet, isBigEndian)] : [],
      );
      return [{ tag: numberOf(element.tag), vr: "SQ", value: items }];
    }
    const vr = element.vr && element.vr !== "UN" ? element.vr : known;
    return [{ tag: numberOf(element.tag), vr, value: valueOf(data, element, isBigEndian ? widthOf(vr) : 1) }];
  });
}

/** Bytes of one number, by which big-endian values are turned. */
function widthOf(vr: string): number {
  return ({ US: 2, SS: 2, OW: 2, AT: 2, UL: 4, SL: 4, FL: 4, FD: 8 } as Readonly<Record<string, number>>)[vr] ?? 1;
}

function valueOf(data: DataSet, { dataOffset, length }: Element, width: number): Uint8Array {
  const bytes = new Uint8Array((data.byteArray as Uint8Array).subarray(dataOffset, dataOffset + length));
  if (width > 1) for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return bytes;
}

function pixelElement(data: DataSet, isBigEndian: boolean): DicomElement {
  const element = data.elements["x7fe00010"];
  if (!element) throw new UnreadableFile("dicom-no-picture", "The DICOM file holds no picture.", EXPORT_AGAIN);
  const bits = data.uint16("x00280100") ?? 16;
  if (!element.encapsulatedPixelData) {
    const width = isBigEndian ? Math.max(element.vr === "OW" ? 2 : 1, bits / 8) : 1;
    return { tag: 0x7fe0_0010, vr: bits > 8 ? "OW" : "OB", value: valueOf(data, element, width) };
  }
  const table = new Uint8Array(4 * (element.basicOffsetTable?.length ?? 0));
  const view = new DataView(table.buffer);
  for (const [index, offset] of (element.basicOffsetTable ?? []).entries()) view.setUint32(4 * index, offset, true);
  const fragments = (element.fragments ?? []).map(({ position, length }): Fragment => ({
    fragment: (data.byteArray as Uint8Array).subarray(position, position + length),
  }));
  return { tag: 0x7fe0_0010, vr: "OB", value: [{ fragment: table }, ...fragments] };
}
