import { gzipSync } from "node:zlib";
import { type CorpusFile, refused, taken, TEXT, warned } from "./corpus-file.ts";
import { makeNifti, makeNifti2, type NiftiSpec, ramp } from "./make-nifti.ts";

/** The mask of a 5 × 4 × 3 volume that lies as `spec` says. */
export function niftiMask(spec: NiftiSpec = {}, values: ArrayLike<number> = boxOf(60)): Uint8Array {
  return makeNifti({ ...spec, data: Uint8Array.from(values) });
}

/** Ones in the middle of `length` zeros. */
export function boxOf(length: number): Uint8Array {
  return new Uint8Array(length).fill(1, Math.floor(length / 3), Math.floor(length / 2));
}

/** Voxels of 2, 4 or 8 bytes from numbers, little-endian. */
export function voxels(type: "i16" | "f32" | "i64", values: readonly (number | bigint)[]): Uint8Array {
  const bytes = { i16: 2, f32: 4, i64: 8 }[type];
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  for (const [i, value] of values.entries()) {
    if (type === "i16") view.setInt16(2 * i, Number(value), true);
    else if (type === "f32") view.setFloat32(4 * i, Number(value), true);
    else view.setBigInt64(8 * i, BigInt(value), true);
  }
  return new Uint8Array(view.buffer);
}

const NUMBERS = Array.from({ length: 60 }, (_, i) => i * 3 - 40);

/** Noise that gzip cannot pack: a damaged byte of it is a damaged voxel. */
function noise(length: number): Uint8Array {
  let state = 7;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

const BIG: NiftiSpec = { dim: [3, 24, 20, 12], data: noise(24 * 20 * 12) };

/** A whole gzip file of 24 × 20 × 12 noise, changed. */
function spoiledGzip(change: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  return change(Uint8Array.from(makeNifti({ ...BIG, gzip: true })));
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  bytes[at]! ^= 0x10;
  return bytes;
}

const MEMBER_BYTES = 16 * 1024 ** 2;

/**
 * A gzip file of `start` and then zeros up to `totalBytes`, made at once: gzip files may be put one behind the other,
 * and a block of zeros has to be packed only once.
 */
export function zerosPacked(start: Uint8Array, totalBytes: number): Uint8Array {
  const zeros = totalBytes - start.length;
  const block = gzipSync(new Uint8Array(MEMBER_BYTES), { level: 9 });
  const blocks = new Array<Uint8Array>(Math.floor(zeros / MEMBER_BYTES)).fill(block);
  return Buffer.concat([gzipSync(start), ...blocks, gzipSync(new Uint8Array(zeros % MEMBER_BYTES))]);
}

function bomb(side: number): Uint8Array {
  return zerosPacked(makeNifti({ dim: [3, side, side, side], data: new Uint8Array(0) }), 352 + side ** 3);
}

/** Files of a few megabytes that unpack to gigabytes, and one that goes on after its picture. */
export function niftiBombs(): CorpusFile[] {
  return [
    refused("images/bomb-1024.nii.gz", "image-suspiciously-packed", bomb(1024)),
    refused("images/bomb-1290.nii.gz", "image-suspiciously-packed", bomb(1290)),
    refused("images/bomb-1720.nii.gz", "image-too-large", bomb(1720)),
    refused("images/long-tail.nii.gz", "trailing-data", zerosPacked(makeNifti(), 4 * 1024 ** 3)),
    refused("images/long-tail.nii", "trailing-data", { start: makeNifti(), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/all-zeros.nii", "nifti-not-nifti", { start: new Uint8Array(0), sizeBytes: 3 * 1024 ** 3 }),
    refused(
      "images/claims-a-gigabyte.nii.gz",
      "data-cut-short",
      gzipSync(makeNifti({ dim: [3, 1024, 1024, 1000], data: noise(3_000_000) })),
    ),
  ];
}

/** Volumes that must be left out, each with its own reason (reliability 2.1, R1 to R4, R10). */
function refusedVolumes(): CorpusFile[] {
  const nifti = (name: string, code: string, spec: NiftiSpec): CorpusFile =>
    refused(`images/${name}`, code, makeNifti(spec));
  return [
    refused(
      "images/gz-half.nii.gz",
      "gzip-cut-short",
      spoiledGzip((bytes) => bytes.slice(0, bytes.length / 2)),
    ),
    refused(
      "images/gz-no-trailer.nii.gz",
      "gzip-cut-short",
      spoiledGzip((bytes) => bytes.slice(0, -8)),
    ),
    refused(
      "images/gz-100-bytes.nii.gz",
      "gzip-cut-short",
      spoiledGzip((bytes) => bytes.slice(0, 100)),
    ),
    refused(
      "images/gz-12-bytes.nii.gz",
      "gzip-cut-short",
      spoiledGzip((bytes) => bytes.slice(0, 12)),
    ),
    refused(
      "images/gz-bit-flip.nii.gz",
      "gzip-damaged",
      spoiledGzip((bytes) => flipped(bytes, bytes.length / 2)),
    ),
    refused(
      "images/gz-bad-crc.nii.gz",
      "gzip-damaged",
      spoiledGzip((bytes) => flipped(bytes, bytes.length - 6)),
    ),
    refused(
      "images/gz-bad-length.nii.gz",
      "gzip-damaged",
      spoiledGzip((bytes) => flipped(bytes, bytes.length - 2)),
    ),
    refused("images/gz-short-data.nii.gz", "data-cut-short", makeNifti({ data: ramp(30), gzip: true })),
    refused("images/gz-of-nothing.nii.gz", "data-cut-short", gzipSync(new Uint8Array(0))),
    refused("images/empty.nii.gz", "file-empty", new Uint8Array(0)),
    refused("images/empty.nii", "file-empty", new Uint8Array(0)),
    refused("images/text.nii", "nifti-not-nifti", TEXT),
    refused("images/text-short.nii", "nifti-header-short", TEXT.slice(0, 40)),
    refused("images/text.nii.gz", "nifti-not-nifti", TEXT),
    refused("images/text-packed.nii.gz", "nifti-not-nifti", gzipSync(TEXT)),
    nifti("short-data.nii", "data-cut-short", { data: ramp(12) }),
    nifti("header-only.nii", "data-cut-short", { data: new Uint8Array(0) }),
    nifti("bad-magic.nii", "nifti-not-nifti", { magic: "abc" }),
    nifti("bad-header-size.nii", "nifti-not-nifti", { sizeofHdr: 1234 }),
    nifti("dims-32767.nii", "image-too-large", { dim: [3, 32767, 32767, 32767], data: ramp(64) }),
    nifti("dim-negative.nii", "nifti-bad-dimensions", { dim: [3, -5, 4, 3] }),
    nifti("dim-0-is-9.nii", "nifti-bad-dimensions", { dim: [9, 5, 4, 3] }),
    nifti("dim-0-is-0.nii", "nifti-bad-dimensions", { dim: [0, 5, 4, 3] }),
    nifti("dim-2-is-0.nii", "nifti-bad-dimensions", { dim: [3, 5, 0, 3] }),
    nifti("one-voxel.nii", "image-one-voxel", { dim: [3, 1, 1, 1], data: ramp(1) }),
    nifti("four-dimensional.nii", "image-several-volumes", { dim: [4, 5, 4, 3, 5], data: ramp(300) }),
    nifti("unknown-datatype.nii", "nifti-unknown-datatype", { datatype: 7777 }),
    nifti("float128.nii", "nifti-unsupported-datatype", { datatype: 1536, bitpix: 128, data: ramp(960) }),
    nifti("complex64.nii", "nifti-unsupported-datatype", { datatype: 32, bitpix: 64, data: ramp(480) }),
    nifti("rgb24.nii", "nifti-unsupported-datatype", { datatype: 128, bitpix: 24, data: ramp(180) }),
    nifti("bitpix-mismatch.nii", "nifti-bitpix-mismatch", { datatype: 4, bitpix: 8, data: ramp(120) }),
    nifti("offset-past-end.nii", "nifti-bad-offset", { voxOffset: 1e9 }),
    nifti("offset-past-end.nii.gz", "nifti-bad-offset", { voxOffset: 1e15, gzip: true }),
    nifti("offset-negative.nii", "nifti-bad-offset", { voxOffset: -352 }),
    nifti("offset-in-header.nii", "nifti-bad-offset", { voxOffset: 100 }),
    nifti("offset-nan.nii", "nifti-bad-offset", { voxOffset: Number.NaN }),
    nifti("sform-zero.nii", "nifti-bad-affine", { srow: new Array<number>(12).fill(0) }),
    nifti("sform-nan.nii", "nifti-bad-affine", { srow: [Number.NaN, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }),
    nifti("quaternion-nan.nii", "nifti-bad-affine", { sformCode: 0, quatern: [Number.NaN, 0, 0] }),
    nifti("pixdim-zero.nii", "nifti-bad-spacing", { pixdim: [1, 0, 1.5, 2] }),
    nifti("pixdim-nan.nii", "nifti-bad-spacing", { pixdim: [1, 1, Number.NaN, 2] }),
    nifti("pixdim-negative.nii", "nifti-bad-spacing", { pixdim: [1, 1, 1.5, -2] }),
    nifti("int64-too-large.nii", "image-integers-too-large", {
      datatype: 1024,
      bitpix: 64,
      data: voxels("i64", [2n ** 53n + 1n, ...NUMBERS.slice(1)]),
    }),
    refused("pairs/images/lone-header.hdr", "nifti-data-file-missing", makeNifti({ magic: "ni1" })),
    refused("pairs/images/lone-data.img", "nifti-header-missing", ramp(60)),
    refused("pairs/images/short.hdr", "data-cut-short", makeNifti({ magic: "ni1" })),
    refused("pairs/images/short.img", "pair-header-refused", ramp(10)),
  ];
}

/** Volumes that are kept, and something has to be said of them (R8, R9). Each comes with a mask. */
function warnedVolumes(): CorpusFile[] {
  const sheared: NiftiSpec = { qformCode: 0, srow: [1, 0.5, 0, 10, 0, 1.5, 0, 20, 0, 0, 2, 30] };
  const differing: NiftiSpec = { qoffset: [10, 20, 33] };
  const formless: NiftiSpec = { qformCode: 0, sformCode: 0 };
  const notFinite = voxels("f32", [Number.NaN, Infinity, -Infinity, ...NUMBERS.slice(3)]);
  return [
    warned("images/nan.nii", "image-not-finite", makeNifti({ datatype: 16, bitpix: 32, data: notFinite })),
    taken("masks/nan.nii", niftiMask()),
    warned("images/sheared.nii", "nifti-sheared", makeNifti(sheared)),
    warned("masks/sheared.nii", "nifti-sheared", niftiMask(sheared)),
    warned("images/forms-differ.nii", "nifti-forms-differ", makeNifti(differing)),
    warned("masks/forms-differ.nii", "nifti-forms-differ", niftiMask(differing)),
    warned("images/no-form.nii", "nifti-no-orientation", makeNifti(formless)),
    taken("masks/no-form.nii", niftiMask(formless)),
    warned("images/plain-named-gz.nii.gz", "file-misnamed", makeNifti()),
    taken("masks/plain-named-gz.nii.gz", niftiMask({ gzip: true })),
    warned("images/gz-named-plain.nii", "file-misnamed", makeNifti({ gzip: true })),
    taken("masks/gz-named-plain.nii", niftiMask()),
    warned("images/intercept-alone.nii", "nifti-odd-scaling", makeNifti({ slope: 0, inter: 5 })),
    taken("masks/intercept-alone.nii", niftiMask()),
  ];
}

/** Volumes of every kind that is read, which look odd to a reader that knows only the common ones. */
function goodVolumes(): CorpusFile[] {
  const volumes: Record<string, Uint8Array> = {
    "plain.nii": makeNifti(),
    "packed.nii.gz": makeNifti({ gzip: true }),
    "UPPER.NII.GZ": makeNifti({ gzip: true }),
    "int64.nii": makeNifti({ datatype: 1024, bitpix: 64, data: voxels("i64", NUMBERS) }),
    "scaled.nii": makeNifti({ datatype: 4, bitpix: 16, slope: 0.5, inter: -10, data: voxels("i16", NUMBERS) }),
    "slope-nan.nii": makeNifti({ slope: Number.NaN }),
    "one-volume-of-four.nii": makeNifti({ dim: [4, 5, 4, 3, 1] }),
    "nifti-2.nii": makeNifti2(),
    "noise.nii.gz": makeNifti({ ...BIG, gzip: true }),
  };
  return [
    ...Object.entries(volumes).flatMap(([name, bytes]) => [
      taken(`images/${name}`, bytes),
      taken(`masks/${name}`, maskLike(name)),
    ]),
    taken("pairs/images/pair.hdr", makeNifti({ magic: "ni1" })),
    taken("pairs/images/pair.img", ramp(60)),
    taken("pairs/masks/pair.hdr", makeNifti({ magic: "ni1" })),
    taken("pairs/masks/pair.img", boxOf(60)),
  ];
}

function maskLike(name: string): Uint8Array {
  const gzip = name.toLowerCase().endsWith(".gz");
  return name.startsWith("noise") ? niftiMask({ ...BIG, gzip }, boxOf(24 * 20 * 12)) : niftiMask({ gzip });
}

export function niftiImages(): CorpusFile[] {
  return [...refusedVolumes(), ...warnedVolumes(), ...goodVolumes()];
}
