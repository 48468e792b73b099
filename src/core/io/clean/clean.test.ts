import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { frameOf, makeJpeg, withSegment } from "#tests/support/make-jpeg.ts";
import { makeNifti, makeNifti2, ramp } from "#tests/support/make-nifti.ts";
import { makePng, pngChunk } from "#tests/support/make-png.ts";
import { cleanImage } from "./clean-image.ts";

const CANARY = "Doe^Jane 1970-01-01";

/** Whether the words stand anywhere in the bytes, packed ones unpacked. */
function holds(bytes: Uint8Array): boolean {
  const plain = bytes[0] === 0x1f ? Buffer.concat([bytes, gunzipSync(bytes)]) : Buffer.from(bytes);
  return plain.includes(CANARY.slice(0, 6));
}

function withText(bytes: Uint8Array, offsets: readonly number[], length = 8): Uint8Array {
  const copy = Buffer.from(bytes);
  for (const at of offsets) copy.write(CANARY.slice(0, length), at, "latin1");
  return copy;
}

/** A gzip file with the name of a file in its wrapper, as `gzip NAME` makes it. */
function withGzipName(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes);
  const head = Buffer.from(packed.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, Buffer.from(`${CANARY}.nii\0`, "latin1"), packed.subarray(10)]);
}

describe("free text of NIfTI", () => {
  it("every text field of a header goes, and nothing else changes", () => {
    const source = withText(makeNifti(), [4, 14, 148, 228, 328]);
    expect(holds(source)).toBe(true);
    const { bytes, cleared } = cleanImage(source);
    expect(cleared).toEqual(["data_type", "db_name", "descrip", "aux_file", "intent_name"]);
    expect(Buffer.compare(bytes, makeNifti())).toBe(0);
    const second = cleanImage(withText(makeNifti2(), [240, 320, 508, 525]));
    expect(second.cleared).toEqual(["descrip", "aux_file", "intent_name", "unused_str"]);
    expect(Buffer.compare(second.bytes, makeNifti2())).toBe(0);
  });

  it.each([true, false])("header extensions go, the voxels move up (little endian: %s)", (littleEndian) => {
    const plain = Buffer.from(makeNifti({ littleEndian, voxOffset: 384 }));
    const extension = Buffer.alloc(32);
    extension.write(CANARY, 8, "latin1");
    const source = Buffer.concat([plain.subarray(0, 348), Buffer.from([1, 0, 0, 0]), extension, plain.subarray(352)]);
    const { bytes, cleared } = cleanImage(source);
    expect(cleared).toEqual(["header extensions"]);
    expect(Buffer.compare(bytes, makeNifti({ littleEndian }))).toBe(0);
  });

  it("what follows the voxels goes, and what a gzip wrapper tells", () => {
    const trailing = cleanImage(Buffer.concat([makeNifti(), Buffer.from(CANARY)]));
    expect(trailing.cleared).toEqual(["bytes after the voxels"]);
    expect(Buffer.compare(trailing.bytes, makeNifti())).toBe(0);
    const timed = Buffer.from(gzipSync(makeNifti()));
    timed.writeUInt32LE(1_700_000_000, 4);
    const wrapped: [Uint8Array, string][] = [
      [withGzipName(makeNifti()), "gzip file name"],
      [timed, "gzip time"],
      [Buffer.concat([gzipSync(makeNifti()), withGzipName(new Uint8Array(0))]), "further gzip members"],
    ];
    for (const [source, name] of wrapped) {
      const { bytes, cleared } = cleanImage(source);
      expect(cleared).toEqual([name]);
      expect(holds(bytes)).toBe(false);
      expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
      expect(Buffer.compare(gunzipSync(bytes), makeNifti())).toBe(0);
    }
  });

  it("a file without any is taken as it is, to the last bit", () => {
    for (const source of [makeNifti(), makeNifti2(), gzipSync(makeNifti()), makeNifti({ voxOffset: 0 })])
      expect(cleanImage(source)).toEqual({ bytes: source, cleared: [] });
  });

  it("whatever stands in them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 80, maxLength: 80 }), fc.boolean(), (text, gzip) => {
        const source = Buffer.from(makeNifti());
        source.set(text, 148);
        const { bytes } = cleanImage(gzip ? gzipSync(source) : source);
        expect(Buffer.compare(gzip ? gunzipSync(bytes) : bytes, makeNifti())).toBe(0);
      }),
    );
  });
});

describe("free text of PNG", () => {
  const grey = { width: 3, height: 2, depth: 8, colourType: 0, samples: ramp(6) } as const;
  const palette = [
    [1, 2, 3],
    [4, 5, 6],
  ] as const;
  const afterHeader = 8 + 25;
  const withChunks = (...chunks: Uint8Array[]): Uint8Array => {
    const png = makePng(grey);
    return Buffer.concat([png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)]);
  };

  it("texts, times, profiles, unknown chunks and what follows the end go", () => {
    const text = Buffer.from(`Comment\0${CANARY}`, "latin1");
    for (const type of ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "iCCP", "sPLT", "prVt"]) {
      const { bytes, cleared } = cleanImage(withChunks(pngChunk(type, text)));
      expect(cleared).toEqual([type]);
      expect(Buffer.compare(bytes, makePng(grey))).toBe(0);
    }
    const longer = cleanImage(Buffer.concat([makePng(grey), Buffer.from(CANARY)]));
    expect(longer.cleared).toEqual(["bytes after the end"]);
    // A chunk that is kept by its name, but cannot be what it says.
    expect(cleanImage(withChunks(pngChunk("gAMA", text))).cleared).toEqual(["gAMA"]);
  });

  it("a file without any is taken as it is; palettes and transparency belong to the pixels", () => {
    const coloured = makePng({ width: 2, height: 1, depth: 8, colourType: 3, samples: [0, 1], palette });
    for (const source of [makePng(grey), coloured, withChunks(pngChunk("gAMA", Uint8Array.of(0, 0, 177, 143)))])
      expect(cleanImage(source)).toEqual({ bytes: source, cleared: [] });
  });
});

/** EXIF with a name in it and how the picture has to be turned. */
function exif(orientation: number, isLittle: boolean): Uint8Array {
  const bytes = Buffer.alloc(80);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  bytes.write(isLittle ? "II" : "MM", 0, "latin1");
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, 2, isLittle);
  const entry = (at: number, tag: number, type: number, count: number): void => {
    view.setUint16(at, tag, isLittle);
    view.setUint16(at + 2, type, isLittle);
    view.setUint32(at + 4, count, isLittle);
  };
  entry(10, 0x010e, 2, CANARY.length + 1);
  view.setUint32(18, 40, isLittle);
  entry(22, 0x0112, 3, 1);
  view.setUint16(30, orientation, isLittle);
  bytes.write(CANARY, 40, "latin1");
  return bytes;
}

describe("free text of JPEG", () => {
  const named = (text: string): Uint8Array => Buffer.from(`${text}\0${CANARY}`, "latin1");

  it("application segments, comments and what follows the end go; the coded pixels stay", () => {
    for (const [marker, name] of [
      [0xe1, "APP1"],
      [0xe2, "APP2"],
      [0xed, "APP13"],
      [0xfe, "COM"],
    ] as const) {
      const { bytes, cleared } = cleanImage(withSegment(makeJpeg(), marker, named("Exif")));
      expect(cleared).toEqual([name]);
      expect(Buffer.compare(bytes, makeJpeg())).toBe(0);
    }
    const longer = cleanImage(Buffer.concat([makeJpeg(), Buffer.from(CANARY)]));
    expect(longer).toEqual({ bytes: Buffer.from(makeJpeg()), cleared: ["bytes after the end"] });
    expect(cleanImage(makeJpeg())).toEqual({ bytes: makeJpeg(), cleared: [] });
  });

  it("a comment between the scans of a progressive picture goes as well", () => {
    const jpeg = Buffer.from(makeJpeg());
    const firstScan = jpeg.indexOf(Uint8Array.of(0xff, 0xda));
    const nextTable = jpeg.indexOf(Uint8Array.of(0xff, 0xc4), firstScan);
    expect(firstScan).toBeGreaterThan(frameOf(jpeg));
    expect(nextTable).toBeGreaterThan(firstScan);
    const comment = Buffer.concat([Uint8Array.of(0xff, 0xfe, 0, CANARY.length + 2), Buffer.from(CANARY, "latin1")]);
    const source = Buffer.concat([jpeg.subarray(0, nextTable), comment, jpeg.subarray(nextTable)]);
    const { bytes, cleared } = cleanImage(source);
    expect(cleared).toEqual(["COM"]);
    expect(Buffer.compare(bytes, jpeg)).toBe(0);
  });

  it.each([true, false])("of EXIF only how the picture is turned stays (little endian: %s)", (isLittle) => {
    const inJpeg = withSegment(makeJpeg(), 0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif(6, isLittle)]));
    const { bytes, cleared } = cleanImage(inJpeg);
    expect(cleared).toEqual(["APP1"]);
    expect(holds(bytes)).toBe(false);
    const at = Buffer.from(bytes).indexOf("Exif\0\0", 0, "latin1") + 6;
    expect(bytes[at + 18]).toBe(6);
    expect(cleanImage(bytes)).toEqual({ bytes, cleared: [] });
    const upright = withSegment(
      makeJpeg(),
      0xe1,
      Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif(1, isLittle)]),
    );
    expect(Buffer.compare(cleanImage(upright).bytes, makeJpeg())).toBe(0);
  });
});
