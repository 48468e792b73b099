import { joinBytes } from "../files/join-bytes.ts";

/** An element to be written: raw bytes in little endian, or the items of a sequence. */
export interface DicomElement {
  /** Group and element, as in 0x00280010. */
  readonly tag: number;
  readonly vr: string;
  readonly value: Uint8Array | readonly (readonly DicomElement[])[] | readonly Fragment[];
}

/** A part of a compressed picture. */
export interface Fragment {
  readonly fragment: Uint8Array;
}

const LONG_FORM = new Set(["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "UC", "UN", "UR", "UT"]);
const UNDEFINED_LENGTH = 0xffff_ffff;
const ITEM = 0xfffe_e000;
const SEQUENCE_END = 0xfffe_e0dd;

/**
 * A DICOM file (PS3.10): preamble, file meta information and the data set in explicit little endian.
 * @param elements of the data set, in any order
 */
export function encodeDicom(
  elements: readonly DicomElement[],
  meta: { readonly sopClass: string; readonly sopInstance: string; readonly transferSyntax: string },
): Uint8Array {
  const group2 = encodeAll([
    { tag: 0x0002_0001, vr: "OB", value: Uint8Array.of(0, 1) },
    { tag: 0x0002_0002, vr: "UI", value: text(meta.sopClass) },
    { tag: 0x0002_0003, vr: "UI", value: text(meta.sopInstance) },
    { tag: 0x0002_0010, vr: "UI", value: text(meta.transferSyntax) },
    { tag: 0x0002_0012, vr: "UI", value: text("2.25.203415687429514930746201985") },
    { tag: 0x0002_0013, vr: "SH", value: text("WINNOW") },
  ]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, group2.length, true);
  const start = new Uint8Array(132);
  start.set(text("DICM"), 128);
  return joinBytes([start, encodeAll([{ tag: 0x0002_0000, vr: "UL", value: length }]), group2, encodeAll(elements)]);
}

/** Letters and digits as bytes. */
export function text(value: string): Uint8Array {
  return Uint8Array.from(value, (letter) => letter.charCodeAt(0) & 255);
}

function encodeAll(elements: readonly DicomElement[]): Uint8Array {
  return joinBytes(elements.toSorted((a, b) => a.tag - b.tag).map(encodeElement));
}

function encodeElement({ tag, vr, value }: DicomElement): Uint8Array {
  if (value instanceof Uint8Array) return joinBytes([head(tag, vr, even(value, vr).length), even(value, vr)]);
  if (vr === "SQ") {
    const items = (value as readonly (readonly DicomElement[])[]).map((item) => {
      const inside = encodeAll(item);
      return joinBytes([mark(ITEM, inside.length), inside]);
    });
    const all = joinBytes(items);
    return joinBytes([head(tag, vr, all.length), all]);
  }
  const fragments = (value as readonly Fragment[]).map(({ fragment }) => {
    const bytes = even(fragment, vr);
    return joinBytes([mark(ITEM, bytes.length), bytes]);
  });
  return joinBytes([head(tag, vr, UNDEFINED_LENGTH), ...fragments, mark(SEQUENCE_END, 0)]);
}

function head(tag: number, vr: string, length: number): Uint8Array {
  const isLong = LONG_FORM.has(vr);
  const bytes = new Uint8Array(isLong ? 12 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes.set(text(vr), 4);
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return bytes;
}

function mark(tag: number, length: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  view.setUint32(4, length, true);
  return bytes;
}

/** Values have an even number of bytes: texts are filled with a space, all else with 0. */
function even(bytes: Uint8Array, vr: string): Uint8Array {
  if (bytes.length % 2 === 0) return bytes;
  const filled = new Uint8Array(bytes.length + 1);
  filled.set(bytes);
  if (!LONG_FORM.has(vr) && vr !== "UI") filled[bytes.length] = 0x20;
  return filled;
}
