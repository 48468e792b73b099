import { gzipSync } from "node:zlib";
import { type CorpusFile, refused, taken, TEXT, warned } from "./corpus-file.ts";
import { makeNifti, ramp } from "./make-nifti.ts";
import { makeMetaImage, makeMgh, makeNrrd, makePackedMetaImage, makePackedNrrd } from "./make-volume-files.ts";
import { boxOf, niftiMask, voxels, zerosPacked } from "./malformed-nifti.ts";

const BOX = boxOf(60);

function metaImages(): CorpusFile[] {
  const meta = (name: string, code: string, ...spec: Parameters<typeof makeMetaImage>): CorpusFile =>
    refused(`images/meta-${name}.mha`, code, makeMetaImage(...spec));
  const packed = makePackedMetaImage();
  return [
    refused("images/meta-empty.mha", "file-empty", new Uint8Array(0)),
    refused("images/meta-text.mha", "volume-not-metaimage", TEXT),
    refused("images/meta-cut-header.mha", "volume-header-short", makeMetaImage().slice(0, 90)),
    meta("cut", "data-cut-short", {}, ramp(40)),
    meta("no-data", "data-cut-short", {}, new Uint8Array(0)),
    meta("odd-line", "volume-header-damaged", { NDims: "3\nwhat is this?" }),
    meta("no-dims", "volume-header-damaged", { NDims: null }),
    meta("no-size", "volume-header-damaged", { DimSize: null }),
    meta("two-sizes", "volume-header-damaged", { DimSize: "5 4" }),
    meta("dims-99", "volume-bad-dimensions", { NDims: "99" }),
    meta("size-zero", "volume-bad-dimensions", { DimSize: "5 0 3" }),
    meta("size-negative", "volume-bad-dimensions", { DimSize: "5 -4 3" }),
    meta("size-half", "volume-bad-dimensions", { DimSize: "5 4.5 3" }),
    meta("dimension-bomb", "image-too-large", { DimSize: "99999 99999 99999" }),
    meta("4d", "image-several-volumes", fourDimensional(), ramp(120)),
    meta("type-unknown", "volume-unknown-datatype", { ElementType: "MET_STRING" }),
    meta("type-constructor", "volume-unknown-datatype", { ElementType: "MET_constructor" }),
    meta("vectors", "volume-unsupported-datatype", { ElementNumberOfChannels: "3" }, ramp(180)),
    meta("spacing-zero", "volume-bad-spacing", { ElementSpacing: "1 0 2" }),
    meta("spacing-negative", "volume-bad-spacing", { ElementSpacing: "1 -1.5 2" }),
    meta("spacing-nan", "volume-header-damaged", { ElementSpacing: "1 nan 2" }),
    meta("matrix-zero", "volume-bad-affine", { TransformMatrix: "0 0 0 0 0 0 0 0 0" }),
    meta("matrix-flat", "volume-bad-affine", { TransformMatrix: "1 0 0 1 0 0 0 0 1" }),
    meta("data-elsewhere", "volume-data-file-elsewhere", { ElementDataFile: "meta-data-elsewhere.raw" }),
    meta("passwd", "volume-data-file-elsewhere", { ElementDataFile: "../../../../etc/passwd" }),
    meta("slices", "volume-in-slices", { ElementDataFile: "slice%03d.raw 1 3 1" }),
    refused("images/meta-packed-cut.mha", "gzip-cut-short", packed.slice(0, packed.length - 8)),
    refused("images/meta-packed-short.mha", "data-cut-short", makePackedMetaImage({}, ramp(30))),
    refused("images/meta-not-packed.mha", "gzip-damaged", makeMetaImage({ CompressedData: "True" })),
    meta("text-letters", "volume-data-damaged", { BinaryData: "False" }, Buffer.from("1 2 three 4")),
    meta("text-cut", "data-cut-short", { BinaryData: "False" }, Buffer.from("1 2 3")),
    meta("text-300", "volume-data-damaged", { BinaryData: "False" }, Buffer.from("300 ".repeat(60))),
    refused(
      "pairs/images/meta-alone.mhd",
      "volume-data-file-missing",
      makeMetaImage({ ElementDataFile: "meta-alone.raw" }, NONE),
    ),
    refused(
      "pairs/images/meta-short.mhd",
      "data-cut-short",
      makeMetaImage({ ElementDataFile: "meta-short.raw" }, NONE),
    ),
    refused("pairs/images/meta-short.raw", "pair-header-refused", ramp(9)),
    refused(
      "pairs/images/meta-other.mhd",
      "volume-data-file-elsewhere",
      makeMetaImage({ ElementDataFile: "meta-short.raw" }, NONE),
    ),
  ];
}

const NONE = new Uint8Array(0);

function fourDimensional(): Record<string, string> {
  return {
    NDims: "4",
    DimSize: "5 4 3 2",
    TransformMatrix: "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1",
    Offset: "0 0 0 0",
    ElementSpacing: "1 1 1 1",
  };
}

function nrrds(): CorpusFile[] {
  const nrrd = (name: string, code: string, ...spec: Parameters<typeof makeNrrd>): CorpusFile =>
    refused(`images/nrrd-${name}.nrrd`, code, makeNrrd(...spec));
  const packed = makePackedNrrd();
  return [
    refused("images/nrrd-empty.nrrd", "file-empty", new Uint8Array(0)),
    refused("images/nrrd-text.nrrd", "volume-not-nrrd", TEXT),
    refused("images/nrrd-cut-magic.nrrd", "volume-header-short", makeNrrd().slice(0, 6)),
    refused("images/nrrd-cut-header.nrrd", "volume-header-short", makeNrrd().slice(0, 60)),
    nrrd("cut", "data-cut-short", {}, ramp(40)),
    nrrd("odd-line", "volume-header-damaged", { dimension: "3\nwhat is this?" }),
    nrrd("no-type", "volume-header-damaged", { type: null }),
    nrrd("no-sizes", "volume-header-damaged", { sizes: null }),
    nrrd("two-sizes", "volume-header-damaged", { sizes: "5 4" }),
    nrrd("dims-99", "volume-header-damaged", { dimension: "99" }),
    nrrd("size-zero", "volume-bad-dimensions", { sizes: "5 0 3" }),
    nrrd("dimension-bomb", "image-too-large", { sizes: "99999 99999 99999" }),
    nrrd("type-block", "volume-unknown-datatype", { type: "block" }),
    nrrd("no-endian", "volume-header-damaged", { type: "short", endian: null }, ramp(120)),
    nrrd("directions-two", "volume-header-damaged", { "space directions": "(1,0,0) (0,1,0)" }),
    nrrd("directions-nan", "volume-header-damaged", { "space directions": "(1,0,0) (0,nan,0) (0,0,1)" }),
    nrrd("directions-zero", "volume-bad-spacing", { "space directions": "(0,0,0) (0,1,0) (0,0,1)" }),
    nrrd("directions-flat", "volume-bad-affine", { "space directions": "(1,0,0) (1,0,0) (0,0,1)" }),
    nrrd("spacings-zero", "volume-bad-spacing", { "space directions": null, spacings: "1 0 2" }),
    nrrd("bzip2", "volume-unsupported-encoding", { encoding: "bzip2" }),
    nrrd("line-skip", "volume-unsupported-encoding", { "line skip": "3" }),
    nrrd("byte-skip", "data-cut-short", { "byte skip": "900" }),
    nrrd("elsewhere", "volume-data-file-elsewhere", { "data file": "/etc/passwd" }),
    nrrd("slices", "volume-in-slices", { "data file": "LIST" }),
    refused("images/nrrd-packed-cut.nrrd", "gzip-cut-short", packed.slice(0, packed.length - 10)),
    refused("images/nrrd-packed-crc.nrrd", "gzip-damaged", withFlip(packed, packed.length - 6)),
    refused("images/nrrd-packed-short.nrrd", "data-cut-short", makePackedNrrd({}, ramp(30))),
    refused(
      "pairs/images/nrrd-alone.nhdr",
      "volume-data-file-missing",
      makeNrrd({ "data file": "nrrd-alone.raw" }, NONE),
    ),
    refused(
      "pairs/images/nrrd-short.nhdr",
      "gzip-damaged",
      makeNrrd({ encoding: "gzip", "data file": "nrrd-short.raw.gz" }, NONE),
    ),
    refused("pairs/images/nrrd-short.raw.gz", "pair-header-refused", ramp(9)),
  ];
}

function withFlip(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at]! ^= 0x10;
  return copy;
}

function mghs(): CorpusFile[] {
  const mgh = (name: string, code: string, spec: Parameters<typeof makeMgh>[0]): CorpusFile =>
    refused(`images/mgh-${name}.mgh`, code, makeMgh(spec));
  const packed = gzipSync(makeMgh());
  return [
    refused("images/mgh-empty.mgh", "file-empty", new Uint8Array(0)),
    refused("images/mgh-text.mgh", "volume-not-mgh", TEXT),
    refused("images/mgh-text.mgz", "volume-not-mgh", gzipSync(TEXT)),
    refused("images/mgh-cut-header.mgh", "volume-header-short", makeMgh().slice(0, 60)),
    mgh("cut", "data-cut-short", { data: ramp(40) }),
    mgh("version-2", "volume-not-mgh", { version: 2 }),
    mgh("frames", "image-several-volumes", { size: [5, 4, 3, 2], data: ramp(120) }),
    mgh("size-negative", "volume-bad-dimensions", { size: [5, -4, 3, 1] }),
    mgh("dimension-bomb", "image-too-large", { size: [32_767, 32_767, 32_767, 1] }),
    mgh("type-2", "volume-unknown-datatype", { type: 2 }),
    mgh("spacing-zero", "volume-bad-spacing", { spacing: [1, 0, 2] }),
    mgh("directions-zero", "volume-bad-affine", { directions: [0, 0, 0, 0, 0, 0, 0, 0, 0] }),
    mgh("directions-nan", "volume-bad-affine", { directions: [Number.NaN, 0, 0, 0, 0, -1, 0, 1, 0] }),
    refused("images/mgh-packed-cut.mgz", "gzip-cut-short", packed.slice(0, packed.length - 8)),
    refused("images/mgh-packed-crc.mgz", "gzip-damaged", withFlip(packed, packed.length - 6)),
    refused("images/mgh-packed-short.mgz", "data-cut-short", gzipSync(makeMgh({ data: ramp(9) }))),
  ];
}

/** Volumes that unpack to gigabytes, and some that go on after their picture. */
export function volumeBombs(): CorpusFile[] {
  const side = "1024 1024 1024";
  return [
    refused(
      "images/bomb.mgz",
      "image-suspiciously-packed",
      zerosPacked(makeMgh({ size: [1024, 1024, 1024, 1], data: NONE }), 284 + 1024 ** 3),
    ),
    refused(
      "images/bomb.nrrd",
      "image-suspiciously-packed",
      Buffer.concat([makeNrrd({ encoding: "gzip", sizes: side }, NONE), zerosPacked(NONE, 1024 ** 3)]),
    ),
    refused("images/long-tail.mha", "trailing-data", { start: makeMetaImage(), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/long-tail.nrrd", "trailing-data", { start: makeNrrd(), sizeBytes: 3 * 1024 ** 3 }),
    refused(
      "images/long-tail-packed.nrrd",
      "trailing-data",
      Buffer.concat([makeNrrd({ encoding: "gzip" }, NONE), zerosPacked(ramp(60), 1024 ** 3)]),
    ),
    refused("images/all-zeros.mha", "volume-not-metaimage", { start: NONE, sizeBytes: 3 * 1024 ** 3 }),
    refused("images/all-zeros.mgh", "volume-not-mgh", { start: NONE, sizeBytes: 3 * 1024 ** 3 }),
  ];
}

function goodVolumes(): CorpusFile[] {
  const pairs: [string, Uint8Array, string, Uint8Array][] = [
    ["meta.mha", makeMetaImage(), "meta.mha", makeMetaImage({}, BOX)],
    ["meta-packed.mha", makePackedMetaImage(), "meta-packed.nrrd", makePackedNrrd({}, BOX)],
    ["nrrd.nrrd", makePackedNrrd(), "nrrd.nrrd", makeNrrd({}, BOX)],
    ["nrrd-and-nifti.nrrd", makeNrrd(), "nrrd-and-nifti.nii", niftiMask()],
    ["nifti-and-meta.nii", makeNifti(), "nifti-and-meta.mha", makeMetaImage({}, BOX)],
    ["mgh.mgz", gzipSync(makeMgh()), "mgh.mgz", gzipSync(makeMgh({ data: BOX }))],
  ];
  const notFinite = voxels("f32", [Number.NaN, ...Array.from({ length: 59 }, (_, i) => i)]);
  return [
    ...pairs.flatMap(([image, imageBytes, mask, maskBytes]) => [
      taken(`volumes/images/${image}`, imageBytes),
      taken(`volumes/masks/${mask}`, maskBytes),
    ]),
    taken("pairs/images/meta-pair.mhd", makeMetaImage({ ElementDataFile: "meta-pair.raw" }, NONE)),
    taken("pairs/images/meta-pair.raw", ramp(60)),
    taken("pairs/masks/meta-pair.mhd", makeMetaImage({ ElementDataFile: "meta-pair.raw" }, NONE)),
    taken("pairs/masks/meta-pair.raw", BOX),
    warned("volumes/images/nan.mha", "image-not-finite", makeMetaImage({ ElementType: "MET_FLOAT" }, notFinite)),
    refused("volumes/masks/nan.mha", "mask-not-finite", makeMetaImage({ ElementType: "MET_FLOAT" }, notFinite)),
    warned("volumes/images/slope.mha", "volume-odd-scaling", makeMetaImage({ ElementToIntensityFunctionSlope: "2" })),
    taken("volumes/masks/slope.mha", makeMetaImage({}, BOX)),
    warned("volumes/images/sheared.nrrd", "volume-sheared", makeNrrd(SHEARED)),
    warned("volumes/masks/sheared.nrrd", "volume-sheared", makeNrrd(SHEARED, BOX)),
    warned("volumes/images/no-space.nrrd", "volume-no-orientation", makeNrrd({ space: null })),
    taken("volumes/masks/no-space.nrrd", makeNrrd({}, BOX)),
    warned("volumes/images/not-packed.mgz", "file-misnamed", makeMgh()),
    taken("volumes/masks/not-packed.mgz", gzipSync(makeMgh({ data: BOX }))),
  ];
}

const SHEARED = { "space directions": "(1,0,0) (0.5,1.5,0) (0,0,2)" };

export function otherVolumes(): CorpusFile[] {
  return [...metaImages(), ...nrrds(), ...mghs(), ...goodVolumes()];
}
