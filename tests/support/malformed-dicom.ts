import { type CorpusFile, refused, taken, TEXT, warned } from "./corpus-file.ts";
import {
  COLUMNS,
  type DicomElements,
  type DicomSpec,
  encapsulated,
  functionalGroups,
  makeDicom,
  ROWS,
  slice,
} from "./make-dicom.ts";
import { makeJpeg } from "./make-jpeg.ts";
import { makeNifti } from "./make-nifti.ts";

/** A number of its own for every series of the corpus. */
let nSeries = 0;

/** A picture of its own series, changed as told. */
function dicom(elements: DicomElements = {}, spec: Omit<DicomSpec, "elements"> = {}): Uint8Array {
  nSeries += 1;
  const ids: DicomElements = { "0020000E": ["UI", `1.2.9.${nSeries}`], "00080018": ["UI", `1.2.9.${nSeries}.1`] };
  return makeDicom({ ...spec, elements: { ...ids, ...elements } });
}

const at = (name: string): string => `dicom/single/${name}.dcm`;

/** A single file that is refused. */
function bad(
  name: string,
  code: string,
  elements: DicomElements = {},
  spec: Omit<DicomSpec, "elements"> = {},
): CorpusFile {
  return refused(at(name), code, dicom(elements, spec));
}

function headers(): CorpusFile[] {
  const whole = dicom();
  const unended = Uint8Array.from([0x09, 0x00, 0x10, 0x10, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const cut = (length: number): Uint8Array => whole.slice(0, length);
  const pixelsAt = Buffer.from(whole).indexOf(Uint8Array.of(0xe0, 0x7f, 0x10, 0x00));
  return [
    refused(at("text"), "dicom-not-dicom", TEXT),
    refused(at("empty"), "dicom-not-dicom", new Uint8Array(0)),
    refused(at("nifti"), "dicom-not-dicom", makeNifti()),
    refused(at("cut-in-preamble"), "dicom-not-dicom", cut(100)),
    refused(at("cut-after-mark"), "dicom-header-damaged", cut(132)),
    refused(at("cut-in-meta"), "dicom-header-damaged", cut(170)),
    refused(at("cut-in-header"), "dicom-header-damaged", cut(401)),
    refused(at("cut-before-pixels"), "dicom-no-picture", cut(pixelsAt)),
    refused(at("cut-in-pixels"), "data-cut-short", dicom().slice(0, -9)),
    refused(at("cut-after-pixel-header"), "data-cut-short", dicom().slice(0, pixelsAt + 12)),
    refused(at("sequence-without-end"), "dicom-no-picture", Buffer.concat([cut(pixelsAt), unended])),
    refused(at("preamble-alone"), "dicom-header-damaged", Buffer.concat([cut(132), new Uint8Array(400)])),
    bad("no-pixels", "dicom-no-picture", {}, { pixels: null }),
    bad("no-rows", "dicom-no-picture", { "00280010": null }),
    bad("floats-alone", "dicom-no-picture", { "7FE00008": ["OF", new Uint8Array(120)] }, { pixels: null }),
    bad("implicit-called-explicit", "dicom-header-damaged", { "00020010": ["UI", "1.2.840.10008.1.2"] }),
  ];
}

function layouts(): CorpusFile[] {
  const grey = (bits: number, stored: number, high: number): DicomElements => ({
    "00280100": ["US", bits],
    "00280101": ["US", stored],
    "00280102": ["US", high],
  });
  const kind = (photometric: string, samples: number): DicomElements => ({
    "00280002": ["US", samples],
    "00280004": ["CS", photometric],
  });
  return [
    bad("no-columns", "dicom-no-voxels", { "00280011": ["US", 0] }),
    bad("huge", "image-too-large", { "00280010": ["US", 65_535], "00280011": ["US", 65_535] }),
    bad("two-million-frames", "data-cut-short", { "00280008": ["IS", "2000000"] }),
    bad("billions-of-frames", "image-too-large", { "00280008": ["IS", "2000000000"] }),
    bad("twenty-of-16-bits", "dicom-header-contradicts", grey(16, 20, 19)),
    bad("no-bits", "dicom-header-contradicts", grey(16, 0, 15)),
    bad("high-bit-too-high", "dicom-header-contradicts", grey(16, 12, 16)),
    bad("high-bit-too-low", "dicom-header-contradicts", grey(16, 12, 3)),
    bad("twelve-bits-packed", "dicom-picture-not-read", grey(12, 12, 11)),
    bad("one-and-sixty-bits", "dicom-picture-not-read", grey(64, 64, 63)),
    bad("grey-in-three", "dicom-header-contradicts", kind("MONOCHROME2", 3)),
    bad("colours-in-one", "dicom-header-contradicts", kind("RGB", 1)),
    bad("four-samples", "dicom-picture-not-read", kind("CMYK", 4)),
    bad("hsv", "dicom-picture-not-read", kind("HSV", 3)),
    bad("palette-missing", "dicom-palette-missing", kind("PALETTE COLOR", 1)),
    bad("palette-cut", "dicom-palette-missing", {
      ...kind("PALETTE COLOR", 1),
      ...Object.fromEntries(["1", "2", "3"].map((n) => [`0028110${n}`, ["US", [256, 0, 16]]])),
      ...Object.fromEntries(["1", "2", "3"].map((n) => [`0028120${n}`, ["OW", new Uint8Array(100)]])),
    }),
    bad("colours-cut", "data-cut-short", kind("YBR_FULL", 3)),
    bad(
      "rgb-in-32",
      "dicom-picture-not-read",
      { ...kind("RGB", 3), ...grey(32, 32, 31) },
      { pixels: new Uint32Array(90) },
    ),
  ];
}

/** One row of `width` bytes after the other, as PackBits has them; `n` planes. */
function rle(n: number, rows = ROWS, width = COLUMNS): Uint8Array {
  const plane = Buffer.concat(
    Array.from({ length: rows }, (_, y) => [width - 1, ...Array.from({ length: width }, (_x, x) => 9 * y + x)]).map(
      (row) => Buffer.from(row),
    ),
  );
  const head = new DataView(new ArrayBuffer(64));
  head.setUint32(0, n, true);
  for (let index = 0; index < n; index += 1) head.setUint32(4 + 4 * index, 64 + index * plane.length, true);
  return Buffer.concat([new Uint8Array(head.buffer), ...Array.from({ length: n }, () => plane)]);
}

function compressed(): CorpusFile[] {
  const eight: DicomElements = { "00280100": ["US", 8], "00280101": ["US", 8], "00280102": ["US", 7] };
  const jpegSize: DicomElements = { ...eight, "00280010": ["US", 20], "00280011": ["US", 24] };
  const jpeg = makeJpeg();
  const withoutEnd = dicom({}, { syntax: "rle", fragments: [] });
  return [
    bad("rle-of-other-planes", "dicom-picture-damaged", {}, { syntax: "rle", fragments: [rle(1)] }),
    bad("rle-cut", "dicom-picture-damaged", {}, { syntax: "rle", fragments: [rle(2).slice(0, -8)] }),
    bad("rle-text", "dicom-picture-damaged", {}, { syntax: "rle", fragments: [TEXT] }),
    bad("rle-none", "data-cut-short", {}, { syntax: "rle", fragments: [] }),
    bad("rle-one-of-three", "data-cut-short", { "00280008": ["IS", "3"] }, { syntax: "rle", fragments: [rle(2)] }),
    refused(
      at("rle-without-end"),
      "data-cut-short",
      Buffer.concat([
        withoutEnd.slice(0, withoutEnd.length - encapsulated([]).length),
        encapsulated([rle(2)], { hasEnd: false }),
      ]),
    ),
    refused(at("rle-cut-off"), "data-cut-short", dicom({}, { syntax: "rle", fragments: [rle(2)] }).slice(0, -30)),
    bad("jpeg-of-other-size", "dicom-picture-damaged", eight, { syntax: "jpegBaseline", fragments: [jpeg] }),
    bad("jpeg-without-end", "data-cut-short", jpegSize, { syntax: "jpegBaseline", fragments: [jpeg.slice(0, -40)] }),
    bad("jpeg-text", "data-cut-short", jpegSize, { syntax: "jpegBaseline", fragments: [TEXT] }),
    bad("jpeg-2000-is-jpeg", "dicom-picture-damaged", jpegSize, {
      syntax: "jpeg2000",
      fragments: [Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 0, 0xff, 0xd9)],
    }),
    bad("film", "dicom-picture-not-read", {}, { syntax: "mpeg2", fragments: [TEXT] }),
    refused(at("deflated-cut"), "dicom-header-damaged", dicom({}, { syntax: "deflated" }).slice(0, -40)),
  ];
}

/** Files that hold next to nothing, or say that they hold far more than they do. */
export function dicomBombs(): CorpusFile[] {
  const black: DicomElements = { "00280010": ["US", 12_000], "00280011": ["US", 12_000] };
  return [
    refused(
      "bombs/dicom-deflated.dcm",
      "image-suspiciously-packed",
      dicom(black, { syntax: "deflated", pixels: new Uint16Array(12_000 * 12_000) }),
    ),
    refused(
      "bombs/dicom-deflated-tail.dcm",
      "trailing-data",
      dicom({ "7FE10010": ["OB", new Uint8Array(32 * 1024 ** 2)] }, { syntax: "deflated" }),
    ),
    refused("bombs/dicom-trailing.dcm", "trailing-data", { start: dicom(), sizeBytes: 40 * 1024 ** 2 }),
  ];
}

/** What is wrong with one file of a series of eight: its finding, and what else is to be said. */
interface OddSeries {
  readonly name: string;
  readonly change?: (index: number) => DicomElements;
  /** What becomes of the file of a slice; null: it is not there. */
  readonly spoil?: Readonly<Record<number, (bytes: Uint8Array) => Uint8Array | null>>;
  readonly findings: Readonly<Record<number, CorpusFile["finding"]>>;
  /** The slice that speaks for those of which nothing is said. */
  readonly speaker: number;
}

const N = 8;
const ALONE = "pair-image-without-mask";

function oddSeries({ name, change = () => ({}), spoil = {}, findings, speaker }: OddSeries): CorpusFile[] {
  const path = (index: number): string => `dicom/${name}/IM${index}`;
  nSeries += 1;
  const own = (index: number): DicomElements => ({
    "0020000E": ["UI", `1.2.9.${nSeries}`],
    "00080018": ["UI", `1.2.9.${nSeries}.${index + 1}`],
    ...change(index),
  });
  return Array.from({ length: N }, (_, index): CorpusFile[] => {
    const whole = slice(index, own(index));
    const contents = spoil[index] ? spoil[index](whole) : whole;
    if (contents === null) return [];
    return [{ path: path(index), contents, finding: findings[index] ?? null, speaker: path(speaker) }];
  }).flat();
}

const GONE = (): null => null;
const lies = (x: number, y: number, z: number): DicomElements => ({ "00200032": ["DS", `${x}\\${y}\\${z}`] });

function series(): CorpusFile[] {
  const one =
    (slice_: number, elements: DicomElements) =>
    (index: number): DicomElements =>
      index === slice_ ? elements : {};
  const missing = "error dicom-slices-missing";
  return [
    oddSeries({ name: "whole", findings: { 0: `warning ${ALONE}` }, speaker: 0 }),
    oddSeries({ name: "missing", spoil: { 3: GONE, 4: GONE, 5: GONE }, findings: { 2: missing }, speaker: 2 }),
    oddSeries({ name: "first-and-another", spoil: { 0: GONE, 4: GONE }, findings: { 3: missing }, speaker: 3 }),
    oddSeries({
      name: "gap",
      change: (index) => lies(0, 0, index < 4 ? index : index + 2),
      findings: { 3: missing },
      speaker: 3,
    }),
    oddSeries({
      name: "off-line",
      change: one(5, lies(4, 20, 10)),
      findings: { 5: "error dicom-slices-not-in-line" },
      speaker: 5,
    }),
    oddSeries({
      name: "tilted",
      change: (index) => lies(0, 0.4 * index, 2 * index),
      findings: { 0: `warning dicom-tilted, warning ${ALONE}` },
      speaker: 0,
    }),
    oddSeries({
      name: "rounded",
      change: (index) => lies(0, 0, Math.round(6.25 * index) / 10),
      findings: { 0: `warning ${ALONE}`, 1: "warning dicom-slices-uneven" },
      speaker: 0,
    }),
    oddSeries({
      name: "double",
      change: one(7, { "00080018": ["UI", `1.2.9.${nSeries + 1}.1`] }),
      findings: { 0: `warning ${ALONE}`, 7: "warning dicom-same-instance" },
      speaker: 0,
    }),
    oddSeries({
      name: "same-place",
      change: one(6, lies(-10, 20, 10)),
      findings: { 5: "error dicom-place-twice" },
      speaker: 5,
    }),
    oddSeries({
      name: "other-size",
      change: one(7, { "00280010": ["US", 4] }),
      findings: { 0: `warning ${ALONE}`, 7: `warning dicom-series-mixed, warning ${ALONE}` },
      speaker: 0,
    }),
    oddSeries({
      name: "other-direction",
      change: one(0, { "00200037": ["DS", "0\\1\\0\\0\\0\\-1"] }),
      findings: { 0: `warning dicom-series-mixed, warning ${ALONE}`, 1: `warning ${ALONE}` },
      speaker: 1,
    }),
    oddSeries({
      name: "one-huge",
      change: one(7, { "00280010": ["US", 65_535], "00280011": ["US", 65_535] }),
      findings: { 0: `warning ${ALONE}`, 7: "error image-too-large, warning dicom-series-mixed" },
      speaker: 0,
    }),
    oddSeries({ name: "one-empty", spoil: { 4: () => new Uint8Array(0) }, findings: { 3: missing }, speaker: 3 }),
    oddSeries({
      name: "one-cut",
      spoil: { 4: (bytes) => bytes.slice(0, -9) },
      findings: { 0: "error data-cut-short" },
      speaker: 0,
    }),
    oddSeries({
      name: "no-places",
      change: () => ({ "00200032": null }),
      findings: {
        0: `warning dicom-no-position, warning ${ALONE}`,
        ...Object.fromEntries(Array.from({ length: N - 1 }, (_, index) => [index + 1, `warning ${ALONE}` as const])),
      },
      speaker: 0,
    }),
    frames("gap", ["0\\0\\0", "0\\0\\2", "0\\0\\9"], "dicom-slices-missing"),
    frames("same-place", ["0\\0\\0", "0\\0\\2", "0\\0\\0"], "dicom-place-twice"),
    frames("beside", ["0\\0\\0", "9\\0\\2", "0\\0\\4"], "dicom-slices-not-in-line"),
  ].flat();
}

function frames(name: string, positions: readonly string[], code: string): CorpusFile {
  const pixels = new Uint16Array(ROWS * COLUMNS * positions.length);
  return refused(`dicom/frames/${name}`, code, dicom(functionalGroups(positions), { pixels }));
}

function beside(): CorpusFile[] {
  const of = (sopClass: string): Uint8Array => dicom({ "00080016": ["UI", sopClass] }, { pixels: null });
  return [
    taken("dicom/beside/DICOMDIR", of("1.2.840.10008.1.3.10")),
    taken("dicom/beside/report", of("1.2.840.10008.5.1.4.1.1.88.33")),
    taken("dicom/beside/nii-without-ending", makeNifti()),
    warned("dicom/beside/bare", ALONE, dicom({}, { isBare: true })),
    warned("dicom/beside/frames-of-letters.dcm", ALONE, dicom({ "00280008": ["IS", "many"] })),
    warned("dicom/beside/slope-of-letters.dcm", ALONE, dicom({ "00281053": ["DS", "much"] })),
    warned("dicom/beside/no-frames.dcm", ALONE, dicom({ "00280008": ["IS", "-3"] })),
    refused("dicom/beside/called.nii", "nifti-not-nifti", dicom()),
    refused("dicom/beside/called.png", "picture-not-png", dicom()),
  ];
}

/** DICOM files of reliability 2.3 and of its requirements R12 to R14, among good ones. */
export function dicoms(): CorpusFile[] {
  return [...headers(), ...layouts(), ...compressed(), ...series(), ...beside()];
}
