import { deflateSync } from "node:zlib";
import { type CorpusFile, refused, taken, TEXT } from "./corpus-file.ts";
import { frameOf, makeJpeg, withSegment } from "./make-jpeg.ts";
import { makePng, PNG_SIGNATURE, pngChunk, pngHeader, type PngSpec } from "./make-png.ts";

export const WIDTH = 24;
export const HEIGHT = 20;

/** A ramp with a brighter square, 24 × 20; `shift` makes each picture another one. */
export function picture(shift = 0, spec: Partial<PngSpec> = {}): Uint8Array {
  const samples = Array.from(
    { length: WIDTH * HEIGHT },
    (_, i) => ((i % WIDTH) * 7 + Math.floor(i / WIDTH) + shift) % 250,
  );
  return makePng({ width: WIDTH, height: HEIGHT, depth: 8, colourType: 0, samples, ...spec });
}

/** A square of `value` on 0, 24 × 20. */
export function pictureMask(value = 255, spec: Partial<PngSpec> = {}): Uint8Array {
  return makePng({ width: WIDTH, height: HEIGHT, depth: 8, colourType: 0, samples: square(value), ...spec });
}

export function square(value: number): number[] {
  const isInside = (x: number, y: number): boolean => x > 6 && x < 16 && y > 5 && y < 14;
  return Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isInside(i % WIDTH, Math.floor(i / WIDTH)) ? value : 0));
}

/** A PNG chunk by chunk: whatever header, whatever pixels, all checksums right. */
function png(header: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([PNG_SIGNATURE, header, ...rest, pngChunk("IEND", new Uint8Array(0))]);
}

function idat(rawBytes: number): Uint8Array {
  return pngChunk("IDAT", deflateSync(new Uint8Array(rawBytes), { level: 9 }));
}

/** Nothing but zeros: as tightly packed as a PNG can be. */
export function blackPicture(width: number, height: number): Uint8Array {
  return png(pngHeader(width, height, 8, 0), idat(height * (width + 1)));
}

const ROWS = (WIDTH + 1) * HEIGHT;
const GREY = pngHeader(WIDTH, HEIGHT, 8, 0);

function spoiled(bytes: Uint8Array, change: (bytes: Uint8Array) => Uint8Array | void): Uint8Array {
  const copy = Uint8Array.from(bytes);
  return change(copy) ?? copy;
}

function refusedPngs(): CorpusFile[] {
  const whole = picture();
  return [
    refused("images/cut.png", "data-cut-short", whole.slice(0, whole.length - 30)),
    refused("images/cut-in-header.png", "data-cut-short", whole.slice(0, 20)),
    refused("images/no-end.png", "data-cut-short", whole.slice(0, whole.length - 12)),
    refused("images/bad-pixels.png", "picture-damaged", png(GREY, pngChunk("IDAT", TEXT))),
    refused("images/no-pixels.png", "picture-damaged", png(GREY)),
    refused("images/too-few-rows.png", "data-cut-short", png(GREY, idat(ROWS - 25))),
    refused("images/too-many-rows.png", "picture-damaged", png(GREY, idat(ROWS + 25))),
    refused(
      "images/bad-crc.png",
      "picture-damaged",
      spoiled(whole, (bytes) => void (bytes[60]! ^= 1)),
    ),
    refused(
      "images/header-crc.png",
      "picture-damaged",
      spoiled(whole, (bytes) => void (bytes[19]! ^= 1)),
    ),
    refused("images/bad-colour-type.png", "picture-damaged", png(pngHeader(WIDTH, HEIGHT, 8, 5), idat(ROWS))),
    refused("images/no-palette.png", "picture-damaged", png(pngHeader(WIDTH, HEIGHT, 8, 3), idat(ROWS))),
    refused("images/header-only-60000.png", "image-too-large", png(pngHeader(60_000, 60_000, 8, 0))),
    refused("images/one-bit-120000.png", "image-too-large", png(pngHeader(120_000, 120_000, 1, 0), idat(1000))),
    refused("images/zero-size.png", "picture-no-pixels", png(pngHeader(0, HEIGHT, 8, 0), idat(0))),
    refused("images/one-pixel.png", "image-one-voxel", png(pngHeader(1, 1, 8, 0), idat(2))),
    refused("images/text.png", "picture-not-png", TEXT),
    refused("images/empty.png", "file-empty", new Uint8Array(0)),
  ];
}

function refusedJpegs(): CorpusFile[] {
  const whole = makeJpeg();
  const at = frameOf(whole);
  const sized = (width: number, height: number): Uint8Array =>
    spoiled(whole, (bytes) => new DataView(bytes.buffer).setUint32(at + 5, (height << 16) | width));
  const half = whole.slice(0, whole.length / 2);
  return [
    refused("images/cut.jpg", "data-cut-short", half),
    refused("images/cut-with-thumbnail.jpg", "data-cut-short", withSegment(half, 0xe1, whole)),
    refused("images/cut-before-frame.jpg", "picture-damaged", whole.slice(0, 30)),
    refused("images/text.jpg", "picture-not-jpeg", TEXT),
    refused("images/empty.jpeg", "file-empty", new Uint8Array(0)),
    refused("images/zero-size.jpg", "picture-no-pixels", sized(0, 20)),
    refused("images/header-65535.jpg", "image-too-large", sized(65_535, 65_535)),
    refused("images/bomb.jpg", "image-suspiciously-packed", sized(30_000, 30_000)),
    refused(
      "images/twelve-bits.jpg",
      "picture-unsupported",
      spoiled(whole, (bytes) => void (bytes[at + 4] = 12)),
    ),
    refused("images/jpeg-named-png.png", "picture-misnamed", whole),
    refused(
      "images/bad-codes.jpg",
      "picture-damaged",
      spoiled(whole, (bytes) => void (bytes[whole.length - 60]! ^= 0x55)),
    ),
    refused("images/larger-than-its-data.jpg", "picture-damaged", sized(200, 200)),
    // The first quantisation table gets a number that JPEG does not have: the decoder gives up.
    refused(
      "images/bad-tables.jpg",
      "image-unreadable",
      spoiled(whole, (bytes) => void (bytes[24] = 0x3f)),
    ),
  ];
}

/** A few kilobytes that unpack to hundreds of megabytes, and files whose names promise a picture of gigabytes. */
export function pictureBombs(): CorpusFile[] {
  return [
    refused("images/bomb.png", "image-suspiciously-packed", blackPicture(20_000, 20_000)),
    refused("images/all-zeros.png", "picture-not-png", { start: new Uint8Array(0), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/all-zeros.jpg", "picture-not-jpeg", { start: new Uint8Array(0), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/long-tail.png", "trailing-data", { start: picture(), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/long-tail.jpg", "trailing-data", { start: makeJpeg(), sizeBytes: 3 * 1024 ** 3 }),
  ];
}

/** The picture with a colour profile of a few kilobytes that would unpack to 64 MB. Nobody needs it. */
function withProfile(bytes: Uint8Array): Uint8Array {
  const profile = deflateSync(new Uint8Array(64 * 1024 ** 2), { level: 9 });
  const headerEnd = PNG_SIGNATURE.length + 25;
  const chunk = pngChunk("iCCP", Buffer.concat([Buffer.from("x\0\0", "latin1"), profile]));
  return Buffer.concat([bytes.subarray(0, headerEnd), chunk, bytes.subarray(headerEnd)]);
}

function goodPictures(): CorpusFile[] {
  const rgb = Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => (i * 11) % 256);
  const palette = [
    [0, 0, 0],
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ] as const;
  const pairs: [string, Uint8Array, Uint8Array][] = [
    ["grey", picture(), pictureMask()],
    ["grey-16-bit", picture(3, { depth: 16 }), pictureMask(1, { depth: 16 })],
    ["colour", picture(0, { colourType: 2, samples: rgb }), pictureMask(1, { depth: 1 })],
    [
      "palette",
      picture(0, { colourType: 3, depth: 2, samples: square(2), palette }),
      pictureMask(2, { colourType: 3, depth: 2, palette }),
    ],
    ["mask-rgb-grey", picture(9), pictureMask(0, { colourType: 2, samples: square(255).flatMap((v) => [v, v, v]) })],
    [
      "mask-rgba-grey",
      picture(11),
      pictureMask(0, { colourType: 6, samples: square(2).flatMap((v) => [v, v, v, 255]) }),
    ],
    ["profile-bomb", withProfile(picture(13)), pictureMask()],
  ];
  return [
    ...pairs.flatMap(([name, image, mask]) => [taken(`images/${name}.png`, image), taken(`masks/${name}.png`, mask)]),
    taken("images/photo.jpg", makeJpeg()),
    taken("masks/photo.png", pictureMask()),
    taken("images/png-named-jpeg.jpg", picture(15)),
    taken("masks/png-named-jpeg.png", pictureMask()),
  ];
}

/** Formats that this version does not read: said, not passed over. */
function otherFormats(): CorpusFile[] {
  return [refused("images/packed.hdr.gz", "format-not-read", TEXT)];
}

export function pictures(): CorpusFile[] {
  return [...refusedPngs(), ...refusedJpegs(), ...otherFormats(), ...goodPictures()];
}
