import { deflateRawSync } from "node:zlib";

export type DicomValue = string | number | readonly number[] | Uint8Array | readonly DicomElements[];
/** Tag (`00280010`) → value representation and value; null leaves an element out that is there otherwise. */
export type DicomElements = Readonly<Record<string, readonly [vr: string, value: DicomValue] | null>>;

export const SYNTAX = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  deflated: "1.2.840.10008.1.2.1.99",
  big: "1.2.840.10008.1.2.2",
  jpegBaseline: "1.2.840.10008.1.2.4.50",
  jpeg2000: "1.2.840.10008.1.2.4.90",
  mpeg2: "1.2.840.10008.1.2.4.100",
  rle: "1.2.840.10008.1.2.5",
} as const;

export interface DicomSpec {
  readonly syntax?: keyof typeof SYNTAX;
  /** Without the preamble and the file meta information, as old machines wrote. */
  readonly isBare?: boolean;
  /** Laid over those of the default slice. */
  readonly elements?: DicomElements;
  /** Stored values; null: the file has no voxels. */
  readonly pixels?: Uint8Array | Uint16Array | Int16Array | Uint32Array | null;
  /** Of compressed voxels, in place of `pixels`. */
  readonly fragments?: readonly Uint8Array[];
}

export const ROWS = 5;
export const COLUMNS = 6;
/** What no file that Winnow writes may hold. */
export const CANARY = {
  name: "CANARY^PATIENT",
  id: "CANARYID4711",
  birthDate: "19010203",
  studyDate: "20190807",
  physician: "CANARY^DOCTOR",
};

/** Stored values of one frame: other ones in every row and column, and for every `seed`. */
export function frameValues(seed = 0): Uint16Array {
  return Uint16Array.from(
    { length: ROWS * COLUMNS },
    (_, i) => 100 * seed + 10 * Math.floor(i / COLUMNS) + (i % COLUMNS),
  );
}

/** UIDs of one file. Everything else is the same for all slices unless told otherwise. */
export function slice(index: number, elements: DicomElements = {}, spec: Omit<DicomSpec, "elements"> = {}): Uint8Array {
  return makeDicom({
    pixels: frameValues(index),
    ...spec,
    elements: {
      "00080018": ["UI", `1.2.3.4.1.${index + 1}`],
      "00200013": ["IS", String(index + 1)],
      "00200032": ["DS", `-10\\20\\${2 * index}`],
      ...elements,
    },
  });
}

const DEFAULTS: DicomElements = {
  "00080008": ["CS", "ORIGINAL\\PRIMARY\\AXIAL"],
  "00080016": ["UI", "1.2.840.10008.5.1.4.1.1.2"],
  "00080018": ["UI", "1.2.3.4.1.1"],
  "00080020": ["DA", CANARY.studyDate],
  "00080060": ["CS", "CT"],
  "00080090": ["PN", CANARY.physician],
  "0008103E": ["LO", "thorax 2 mm"],
  "00100010": ["PN", CANARY.name],
  "00100020": ["LO", CANARY.id],
  "00100030": ["DA", CANARY.birthDate],
  "00180050": ["DS", "2"],
  "0020000D": ["UI", "1.2.3.4"],
  "0020000E": ["UI", "1.2.3.4.1"],
  "00200011": ["IS", "3"],
  "00200013": ["IS", "1"],
  "00200032": ["DS", "-10\\20\\0"],
  "00200037": ["DS", "1\\0\\0\\0\\1\\0"],
  "00200052": ["UI", "1.2.3.4.9"],
  "00280002": ["US", 1],
  "00280004": ["CS", "MONOCHROME2"],
  "00280010": ["US", ROWS],
  "00280011": ["US", COLUMNS],
  "00280030": ["DS", "1.5\\0.5"],
  "00280100": ["US", 16],
  "00280101": ["US", 16],
  "00280102": ["US", 15],
  "00280103": ["US", 0],
};

/** A DICOM file element by element: a slice of a CT unless told otherwise. */
export function makeDicom(spec: DicomSpec = {}): Uint8Array {
  const { syntax = "explicit", isBare = false, pixels = frameValues(), fragments } = spec;
  const form: Form = { isExplicit: syntax !== "implicit", isLittle: syntax !== "big" };
  const voxels: DicomElements = fragments || !pixels ? {} : { "7FE00010": ["OW", stored(pixels, form)] };
  const body = Buffer.concat([
    encoded({ ...DEFAULTS, ...voxels, ...spec.elements }, form),
    ...(fragments ? [encapsulated(fragments)] : []),
  ]);
  if (isBare) return body;
  const meta = encoded(
    {
      "00020001": ["OB", Uint8Array.of(0, 1)],
      "00020002": spec.elements?.["00080016"] ?? DEFAULTS["00080016"]!,
      "00020010": ["UI", SYNTAX[syntax]],
    },
    { isExplicit: true, isLittle: true },
  );
  const length = encoded({ "00020000": ["UL", meta.length] }, { isExplicit: true, isLittle: true });
  const start = Buffer.concat([new Uint8Array(128), Buffer.from("DICM"), length, meta]);
  return Buffer.concat([start, syntax === "deflated" ? deflateRawSync(body) : body]);
}

/** The functional groups of an enhanced image (PS3.3 C.7.6.16), each frame with its own place. */
export function functionalGroups(
  positions: readonly string[],
  perFrame: (index: number) => DicomElements = () => ({}),
): DicomElements {
  return {
    "00280008": ["IS", String(positions.length)],
    "00200032": null,
    "00200037": null,
    "00280030": null,
    "00180050": null,
    "52009229": [
      "SQ",
      [
        {
          "00209116": ["SQ", [{ "00200037": ["DS", "1\\0\\0\\0\\1\\0"] }]],
          "00289110": ["SQ", [{ "00180050": ["DS", "2"], "00280030": ["DS", "1.5\\0.5"] }]],
        },
      ],
    ],
    "52009230": [
      "SQ",
      positions.map((position, index) => ({
        "00209113": ["SQ", [{ "00200032": ["DS", position] }]],
        ...perFrame(index),
      })),
    ],
  };
}

interface Form {
  readonly isExplicit: boolean;
  readonly isLittle: boolean;
}

const LONG_FORM = new Set(["OB", "OW", "OF", "OD", "SQ", "UN", "UT"]);
const NUMBER_BYTES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, AT: 2 };

function encoded(elements: DicomElements, form: Form): Buffer {
  const tags = Object.keys(elements).toSorted();
  return Buffer.concat(tags.flatMap((tag) => (elements[tag] ? [element(tag, ...elements[tag], form)] : [])));
}

function element(tag: string, vr: string, value: DicomValue, form: Form): Buffer {
  const bytes = valueBytes(vr, value, form);
  if (!form.isExplicit) return Buffer.concat([tagBytes(tag, form), number(bytes.length, 4, form), bytes]);
  const length = LONG_FORM.has(vr)
    ? Buffer.concat([new Uint8Array(2), number(bytes.length, 4, form)])
    : number(bytes.length, 2, form);
  return Buffer.concat([tagBytes(tag, form), Buffer.from(vr), length, bytes]);
}

function valueBytes(vr: string, value: DicomValue, form: Form): Buffer {
  if (typeof value === "string")
    return Buffer.from(value.length % 2 ? value + (vr === "UI" ? "\0" : " ") : value, "latin1");
  if (value instanceof Uint8Array) return Buffer.concat([value, new Uint8Array(value.length % 2)]);
  const values = (typeof value === "number" ? [value] : value) as readonly (number | DicomElements)[];
  return Buffer.concat(
    values.map((one) =>
      typeof one === "number" ? number(one, NUMBER_BYTES[vr]!, form, vr.startsWith("F")) : item(one, form),
    ),
  );
}

function item(elements: DicomElements, form: Form): Buffer {
  const bytes = encoded(elements, form);
  return Buffer.concat([tagBytes("FFFEE000", form), number(bytes.length, 4, form), bytes]);
}

function tagBytes(tag: string, form: Form): Buffer {
  return Buffer.concat([tag.slice(0, 4), tag.slice(4)].map((part) => number(Number.parseInt(part, 16), 2, form)));
}

function number(value: number, width: number, { isLittle }: Form, isFloat = false): Buffer {
  const view = new DataView(new ArrayBuffer(width));
  if (width === 2) view.setUint16(0, value & 0xffff, isLittle);
  else if (isFloat && width === 4) view.setFloat32(0, value, isLittle);
  else if (isFloat) view.setFloat64(0, value, isLittle);
  else view.setUint32(0, value >>> 0, isLittle);
  return Buffer.from(view.buffer);
}

/** The values as bytes, in the byte order of the file. */
function stored(pixels: NonNullable<DicomSpec["pixels"]>, { isLittle }: Form): Uint8Array {
  const bytes = Buffer.from(pixels.slice().buffer);
  if (!isLittle && pixels.BYTES_PER_ELEMENT === 2) bytes.swap16();
  if (!isLittle && pixels.BYTES_PER_ELEMENT === 4) bytes.swap32();
  return bytes;
}

/** Compressed voxels: an empty table of offsets, the fragments, the end (PS3.5 A.4). */
export function encapsulated(fragments: readonly Uint8Array[], { hasEnd = true } = {}): Buffer {
  const form = { isExplicit: true, isLittle: true };
  const part = (bytes: Uint8Array): Buffer =>
    Buffer.concat([
      tagBytes("FFFEE000", form),
      number(bytes.length + (bytes.length % 2), 4, form),
      bytes,
      new Uint8Array(bytes.length % 2),
    ]);
  return Buffer.concat([
    tagBytes("7FE00010", form),
    Buffer.from("OB"),
    new Uint8Array(2),
    number(0xffff_ffff, 4, form),
    part(new Uint8Array(0)),
    ...fragments.map(part),
    ...(hasEnd ? [tagBytes("FFFEE0DD", form), number(0, 4, form)] : []),
  ]);
}
