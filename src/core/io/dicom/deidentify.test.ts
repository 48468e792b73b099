import { describe, expect, it } from "vitest";
import { COLUMNS, type DicomSpec, frameValues, makeDicom, ROWS } from "#tests/support/make-dicom.ts";
import { makeJpeg, withSegment } from "#tests/support/make-jpeg.ts";
import { defaultLimits } from "../limits.ts";
import { deidentify } from "./deidentify.ts";
import { parseFile } from "./parse-header.ts";
import { readStored } from "./read-pixels.ts";

const SECRET = "DOE^JOHN";
const secret = Buffer.from(SECRET);
/** Marker of a comment in a JPEG. */
const COMMENT = 0xfe;

async function released(spec: DicomSpec): Promise<Buffer> {
  return Buffer.from(await deidentify(makeDicom(spec), { subject: "sub-001", salt: "s" }, defaultLimits));
}

describe("what could tell whom a released DICOM picture shows stays behind", () => {
  it("in comments of a compressed picture", async () => {
    const jpeg = withSegment(makeJpeg(), COMMENT, secret);
    const elements = {
      "00280010": ["US", 20],
      "00280011": ["US", 24],
      "00280100": ["US", 8],
      "00280101": ["US", 8],
      "00280102": ["US", 7],
    } as const;
    const spec: DicomSpec = { syntax: "jpegBaseline", fragments: [jpeg], elements };
    expect(Buffer.from(makeDicom(spec)).includes(secret)).toBe(true);
    const bytes = await released(spec);
    expect(bytes.includes(secret)).toBe(false);
    const [before, after] = await Promise.all(
      [makeDicom(spec), bytes].map((file) => readStored(parseFile(file), defaultLimits)),
    );
    expect(after!.stored).toEqual(before!.stored);
  });

  it("in bits beside the stored ones, and behind the last pixel", async () => {
    const pixels = new Uint16Array(ROWS * COLUMNS + 8);
    for (const [i, value] of frameValues(3).entries()) pixels[i] = value | 0xa000;
    for (let i = 0; i < 8; i += 1) pixels[ROWS * COLUMNS + i] = secret[i]!;
    const bytes = await released({ pixels, elements: { "00280101": ["US", 12], "00280102": ["US", 11] } });
    const { dataSet } = parseFile(bytes);
    const element = dataSet.elements["x7fe00010"]!;
    expect(element.length).toBe(2 * ROWS * COLUMNS);
    const words = Array.from({ length: ROWS * COLUMNS }, (_, i) => bytes.readUInt16LE(element.dataOffset + 2 * i));
    expect(words).toEqual(Array.from(frameValues(3)));
  });

  it("in elements that say they are of another kind, or hold what their kind cannot", async () => {
    const bytes = await released({
      elements: {
        "00180015": ["LO", SECRET],
        "00180050": ["DS", SECRET],
        "00080008": ["CS", "ORIGINAL\\doe john"],
        "00281054": ["LO", SECRET],
        "00185100": ["CS", "HFS"],
      },
    });
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes("doe john")).toBe(false);
    expect(parseFile(bytes).dataSet.string("x00185100")).toBe("HFS");
  });
});
