import { deflateSync } from "node:zlib";
import { type CorpusFile, refused, taken, TEXT, warned } from "./corpus-file.ts";
import { makeBmp, makeTiff, type TiffPageSpec } from "./make-tiff.ts";
import { makeJpeg, withSegment } from "./make-jpeg.ts";
import { HEIGHT, pictureMask, square, WIDTH } from "./malformed-pictures.ts";

const PIXELS = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => ((i % WIDTH) * 9 + Math.floor(i / WIDTH)) % 250);
const NONE = new Uint8Array(0);

function tiff(page: Partial<TiffPageSpec> = {}, width = WIDTH, height = HEIGHT): Uint8Array {
  return makeTiff(width, height, [{ chunks: [PIXELS], ...page }]);
}

function refusedTiffs(): CorpusFile[] {
  const bad = (name: string, code: string, page: Partial<TiffPageSpec>): CorpusFile =>
    refused(`images/tiff-${name}.tif`, code, tiff(page));
  const packed = deflateSync(PIXELS);
  const pages = (count: number): TiffPageSpec[] => Array.from({ length: count }, () => ({ chunks: [PIXELS] }));
  return [
    refused("images/tiff-empty.tif", "file-empty", NONE),
    refused("images/tiff-text.tif", "picture-not-tiff", TEXT),
    refused("images/tiff-header.tiff", "data-cut-short", tiff().slice(0, 8)),
    refused("images/tiff-cut.tif", "data-cut-short", tiff().slice(0, 600)),
    refused("images/tiff-no-page.tif", "picture-damaged", makeTiff(WIDTH, HEIGHT, [])),
    refused(
      "images/tiff-circle.tif",
      "picture-damaged",
      makeTiff(WIDTH, HEIGHT, pages(2), (_, places) => places[0]!),
    ),
    refused(
      "images/tiff-beyond.tif",
      "data-cut-short",
      makeTiff(WIDTH, HEIGHT, pages(1), () => 0xff_ff_ff_00),
    ),
    bad("strip-beyond", "data-cut-short", { fields: { 273: [1_000_000] } }),
    bad("strip-too-long", "data-cut-short", { fields: { 279: [1_000_000] } }),
    bad("strip-too-short", "data-cut-short", { fields: { 279: [100] } }),
    bad("strip-missing", "picture-damaged", { fields: { 278: [5] } }),
    bad("no-counts", "picture-damaged", { fields: { 279: null, 259: [5] } }),
    bad("no-strips", "picture-damaged", { fields: { 273: null } }),
    bad("no-size", "picture-no-pixels", { fields: { 256: [0] } }),
    bad("tiles-without-size", "picture-damaged", { isTiled: true }),
    bad("dimension-bomb", "image-too-large", { fields: { 256: [1_000_000], 257: [1_000_000], 278: [1_000_000] } }),
    bad("tile-bomb", "image-too-large", {
      isTiled: true,
      fields: { 259: [5], 322: [0x7f_ff_ff_f0], 323: [0x7f_ff_ff_f0] },
    }),
    bad("jpeg", "picture-unsupported", { fields: { 259: [7] } }),
    bad("fax", "picture-unsupported", { fields: { 259: [4] } }),
    bad("cmyk", "picture-unsupported", { fields: { 262: [5] } }),
    bad("five-channels", "picture-unsupported", { fields: { 277: [5] } }),
    bad("12-bits", "picture-unsupported", { fields: { 258: [12] } }),
    bad("half-floats", "picture-unsupported", { fields: { 258: [16], 339: [3] } }),
    bad("reversed-bits", "picture-unsupported", { fields: { 266: [2] } }),
    bad("odd-predictor", "picture-unsupported", { fields: { 317: [7] } }),
    bad("no-palette", "picture-damaged", { fields: { 262: [3] } }),
    bad("short-palette", "picture-damaged", { fields: { 262: [3], 320: [1, 2, 3] } }),
    bad("deflate-cut", "picture-damaged", { chunks: [packed.slice(0, packed.length / 2)], fields: { 259: [8] } }),
    bad("deflate-short", "data-cut-short", { chunks: [deflateSync(PIXELS.slice(99))], fields: { 259: [8] } }),
    bad("deflate-long", "picture-damaged", { chunks: [deflateSync(new Uint8Array(9999))], fields: { 259: [8] } }),
    bad("lzw-of-1990", "picture-damaged", { chunks: [Uint8Array.of(0, 1, 2, 3)], fields: { 259: [5] } }),
    bad("lzw-codes", "picture-damaged", { chunks: [Uint8Array.of(0x80, 0x7f, 0xff, 0xff)], fields: { 259: [5] } }),
    bad("lzw-cut", "data-cut-short", { chunks: [Uint8Array.of(0x80, 0x0a, 0x10)], fields: { 259: [5] } }),
    bad("packbits-cut", "data-cut-short", { chunks: [Uint8Array.of(0x81, 7, 0x7f)], fields: { 259: [32_773] } }),
    refused(
      "images/tiff-pages-differ.tif",
      "picture-pages-differ",
      makeTiff(WIDTH, HEIGHT, [
        ...pages(1),
        { chunks: [PIXELS], fields: { 256: [HEIGHT], 257: [WIDTH], 278: [WIDTH] } },
      ]),
    ),
    refused("images/one-pixel.tif", "image-one-voxel", tiff({ chunks: [Uint8Array.of(7)] }, 1, 1)),
    refused("images/jpeg-named-tiff.tif", "picture-misnamed", makeJpeg()),
  ];
}

function refusedBmps(): CorpusFile[] {
  const whole = makeBmp(WIDTH, HEIGHT, PIXELS);
  const changed = (at: number, value: number, bytes: 2 | 4): Uint8Array => {
    const copy = Buffer.from(whole);
    if (bytes === 2) copy.writeUInt16LE(value, at);
    else copy.writeInt32LE(value, at);
    return copy;
  };
  return [
    refused("images/bmp-empty.bmp", "file-empty", NONE),
    refused("images/bmp-text.bmp", "picture-not-bmp", TEXT),
    refused("images/bmp-header.bmp", "data-cut-short", whole.slice(0, 30)),
    refused("images/bmp-cut-palette.bmp", "data-cut-short", whole.slice(0, 300)),
    refused("images/bmp-cut.bmp", "data-cut-short", whole.slice(0, whole.length - 9)),
    refused("images/bmp-no-size.bmp", "picture-no-pixels", changed(18, 0, 4)),
    refused("images/bmp-negative-width.bmp", "picture-no-pixels", changed(18, -24, 4)),
    refused("images/bmp-dimension-bomb.bmp", "image-too-large", changed(18, 2_000_000_000, 4)),
    refused("images/bmp-header-size.bmp", "picture-damaged", changed(14, 41, 4)),
    refused("images/bmp-16-bits.bmp", "picture-unsupported", changed(28, 16, 2)),
    refused("images/bmp-runs.bmp", "picture-unsupported", changed(30, 1, 4)),
    refused("images/bmp-palette-too-large.bmp", "picture-damaged", changed(46, 5000, 4)),
    refused("images/bmp-colours-it-lacks.bmp", "picture-damaged", changed(46, 3, 4)),
    refused("images/bmp-offset.bmp", "data-cut-short", changed(10, 1_000_000_000, 4)),
  ];
}

/** A few bytes that unpack to hundreds of megabytes, and files that go on for gigabytes. */
export function tiffBombs(): CorpusFile[] {
  const black = deflateSync(new Uint8Array(300_000_000), { level: 9 });
  const size = 10_000;
  const fields = { 259: [8], 257: [30_000], 278: [30_000] };
  return [
    refused("images/bomb.tif", "image-suspiciously-packed", tiff({ chunks: [black], fields }, size, size)),
    refused("images/long-tail.tif", "trailing-data", { start: tiff(), sizeBytes: 3 * 1024 ** 3 }),
    refused("images/long-tail.bmp", "trailing-data", {
      start: makeBmp(WIDTH, HEIGHT, PIXELS),
      sizeBytes: 3 * 1024 ** 3,
    }),
    refused("images/all-zeros.tif", "picture-not-tiff", { start: NONE, sizeBytes: 3 * 1024 ** 3 }),
    // Many pages that are the same few bytes of the file.
    refused("images/pages-bomb.tif", "image-too-large", manyPages(3000)),
    // A narrow picture of tiles that are far wider than it, all of them the same few bytes of the file.
    refused("images/tiles-bomb.tif", "image-suspiciously-packed", wideTiles(100)),
    refused("images/more-tiles-bomb.tif", "image-too-large", wideTiles(1000)),
  ];
}

function manyPages(count: number): Uint8Array {
  const chunk = deflateSync(new Uint8Array(1_000_000), { level: 9 });
  const shared = { 273: [8], 279: [chunk.length], 259: [8] };
  const first: TiffPageSpec = { chunks: [chunk], fields: { 259: [8] } };
  const others = Array.from({ length: count - 1 }, (): TiffPageSpec => ({ chunks: [], fields: shared }));
  return makeTiff(1000, 1000, [first, ...others]);
}

function wideTiles(count: number): Uint8Array {
  const [width, height] = [200_000, 16];
  const tile = deflateSync(new Uint8Array(width * height), { level: 9 });
  const repeated = {
    324: Array.from({ length: count }, () => 8),
    325: Array.from({ length: count }, () => tile.length),
  };
  const fields = { ...repeated, 259: [8], 322: [width], 323: [height] };
  return makeTiff(16, height * count, [{ chunks: [tile], isTiled: true, fields }]);
}

/** Where the pixels of a JPEG begin: its right upper corner comes first (orientation 6), and columns are rows. */
function turnedJpeg(): Uint8Array {
  const exif = makeTiff(1, 1, [{ chunks: [], fields: { 274: [6] } }]);
  return withSegment(makeJpeg(), 0xe1, Buffer.concat([Buffer.from("Exif\0\0", "latin1"), exif]));
}

function goodTiffs(): CorpusFile[] {
  const mask = (value: number): Uint8Array => Uint8Array.from(square(value));
  const sized = { width: HEIGHT, height: WIDTH };
  const upright = square(1);
  const turned = Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % HEIGHT, Math.floor(i / HEIGHT)];
    return upright[(HEIGHT - 1 - x) * WIDTH + y]!;
  });
  const colours = Array.from({ length: 768 }, (_, i) => ((i * 37 + (i >> 8) * 50) % 256) * 256);
  const stack = (pixels: readonly Uint8Array[]): Uint8Array =>
    makeTiff(
      WIDTH,
      HEIGHT,
      pixels.map((chunk) => ({ chunks: [chunk] })),
    );
  return [
    taken("tiffs/images/grey.tif", tiff()),
    taken("tiffs/masks/grey.tiff", tiff({ chunks: [mask(1)] })),
    taken("tiffs/images/bmp.bmp", makeBmp(WIDTH, HEIGHT, PIXELS)),
    taken("tiffs/masks/bmp.bmp", makeBmp(WIDTH, HEIGHT, square(1))),
    taken("tiffs/images/palette.tif", tiff({ fields: { 262: [3], 320: colours } })),
    taken("tiffs/masks/palette.tif", tiff({ chunks: [mask(1)], fields: { 262: [3], 320: colours } })),
    taken("tiffs/images/stack.tif", stack([PIXELS, mask(100), PIXELS])),
    taken("tiffs/masks/stack.tif", stack([mask(0), mask(1), mask(0)])),
    taken("tiffs/images/named.png", tiff()),
    taken("tiffs/masks/named.png", pictureMask(1)),
    warned("tiffs/images/sideways.jpg", "picture-turned", turnedJpeg()),
    taken("tiffs/masks/sideways.png", pictureMask(0, { ...sized, samples: turned })),
    warned("tiffs/images/crooked.jpg", "picture-turned", withSegment(turnedJpeg(), 0xfe, TEXT)),
    refused("tiffs/masks/crooked.png", "mask-size-differs", pictureMask(1)),
    warned("tiffs/images/upside-down.tif", "picture-turned", tiff({ fields: { 274: [3] } })),
    warned("tiffs/masks/upside-down.tif", "picture-turned", tiff({ chunks: [mask(1)], fields: { 274: [3] } })),
  ];
}

export function tiffs(): CorpusFile[] {
  return [...refusedTiffs(), ...refusedBmps(), ...goodTiffs()];
}
