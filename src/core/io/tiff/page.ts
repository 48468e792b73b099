import { UnreadableFile } from "../file-problem.ts";
import type { VoxelType } from "../volume/decode-voxels.ts";
import { tiffDamaged, type TiffFields, type TiffFile, tiffNumbers } from "./directory.ts";

/** Numbers of the fields that Winnow uses (TIFF 6.0). */
export const TAG = {
  subfileType: 254,
  oldSubfileType: 255,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  description: 270,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planar: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

export type Compression = "none" | "lzw" | "deflate" | "packbits";

/** A page of a TIFF that passed every check of its fields. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** Values a pixel. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Bits a value: 1, 2, 4, or those of the type. */
  readonly bits: number;
  readonly datatype: { readonly name: VoxelType; readonly bytes: number };
  readonly colours: "white-is-zero" | "black-is-zero" | "rgb" | "palette";
  readonly compression: Compression;
  readonly predictor: 1 | 2 | 3;
  /** One plane a channel, in place of interleaved values. */
  readonly isPlanar: boolean;
  /** Strips or tiles, as wide and high as they are stored. */
  readonly chunkWidth: number;
  readonly chunkHeight: number;
  readonly offsets: readonly number[];
  /** Null where an uncompressed file leaves them out. */
  readonly byteCounts: readonly number[] | null;
  readonly isTiled: boolean;
  /** 1 to 8, as in EXIF. */
  readonly orientation: number;
  /** Red, green and blue of each number, 0 to 255; null without one. */
  readonly palette: readonly (readonly [number, number, number])[] | null;
}

const COMPRESSIONS: ReadonlyMap<number, Compression> = new Map([
  [1, "none"],
  [5, "lzw"],
  [8, "deflate"],
  [32_946, "deflate"],
  [32_773, "packbits"],
]);
const COLOURS: ReadonlyMap<number, TiffPage["colours"]> = new Map([
  [0, "white-is-zero"],
  [1, "black-is-zero"],
  [2, "rgb"],
  [3, "palette"],
]);

/** Whether the page is the picture itself, and not a smaller copy or a mask of transparency. */
export function isMainPage(file: TiffFile, fields: TiffFields): boolean {
  const kind = tiffNumbers(file, fields, TAG.subfileType)?.[0] ?? 0;
  return (kind & 5) === 0 && tiffNumbers(file, fields, TAG.oldSubfileType)?.[0] !== 2;
}

/**
 * Checks the fields of a page, without looking at its pixels.
 * @throws UnreadableFile for what cannot be, and for what is not read
 */
export function checkTiffPage(file: TiffFile, fields: TiffFields): TiffPage {
  const numbers = (tag: number): number[] | null => tiffNumbers(file, fields, tag);
  const first = (tag: number, otherwise: number): number => numbers(tag)?.[0] ?? otherwise;
  const [width, height] = [first(TAG.width, 0), first(TAG.height, 0)];
  if (!(width >= 1 && height >= 1)) {
    throw new UnreadableFile(
      "picture-no-pixels",
      `The header says ${width} × ${height} pixels.`,
      "Export it again from the program that made it, then add the folder again.",
    );
  }
  const compression = COMPRESSIONS.get(first(TAG.compression, 1));
  const colours = COLOURS.get(first(TAG.photometric, 1));
  if (!compression) throw unsupported(`compression ${first(TAG.compression, 1)}`);
  if (!colours) throw unsupported(`colours of kind ${first(TAG.photometric, 1)}`);
  if (first(TAG.fillOrder, 1) !== 1) throw unsupported("bits in reverse order");
  const sample = sampleOf(file, fields, colours);
  const isTiled = fields.has(TAG.tileOffsets);
  const orientation = first(TAG.orientation, 1);
  const page = {
    width,
    height,
    ...sample,
    colours,
    compression,
    predictor: predictorOf(first(TAG.predictor, 1), sample),
    isPlanar: sample.channels > 1 && first(TAG.planar, 1) === 2,
    chunkWidth: isTiled ? first(TAG.tileWidth, 0) : width,
    chunkHeight: isTiled ? first(TAG.tileHeight, 0) : Math.min(height, first(TAG.rowsPerStrip, height)),
    offsets: numbers(isTiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [],
    byteCounts: numbers(isTiled ? TAG.tileByteCounts : TAG.stripByteCounts),
    isTiled,
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    palette: colours === "palette" ? paletteOf(numbers(TAG.colourMap), sample.bits) : null,
  };
  return checkChunks(page);
}

function checkChunks(page: TiffPage): TiffPage {
  const { chunkWidth, chunkHeight, width, height, offsets, byteCounts } = page;
  if (!(chunkWidth >= 1 && chunkHeight >= 1)) throw tiffDamaged("its strips or tiles have no size");
  const planes = page.isPlanar ? page.channels : 1;
  const expected = Math.ceil(width / chunkWidth) * Math.ceil(height / chunkHeight) * planes;
  if (offsets.length !== expected || (byteCounts && byteCounts.length !== expected)) {
    throw tiffDamaged(`it has ${offsets.length} strips or tiles in place of ${expected}`);
  }
  if (!byteCounts && page.compression !== "none") throw tiffDamaged("it does not say how long its strips are");
  return page;
}

type Sample = Pick<TiffPage, "channels" | "bits" | "datatype">;

function sampleOf(file: TiffFile, fields: TiffFields, colours: TiffPage["colours"]): Sample {
  const channels = tiffNumbers(file, fields, TAG.samples)?.[0] ?? 1;
  const bits = sameFor(tiffNumbers(file, fields, TAG.bits) ?? [1], "bits");
  const format = sameFor(tiffNumbers(file, fields, TAG.sampleFormat) ?? [1], "types of numbers");
  const nColours = colours === "rgb" ? 3 : 1;
  if (channels !== nColours && channels !== nColours + 1) {
    throw unsupported(`${channels} values a pixel`);
  }
  const name = typeOf(bits, format);
  const isPlain = name === "uint8" || name === "uint16";
  if (!name || (colours === "palette" && (bits > 8 || channels > 1)) || (channels > 1 && (!isPlain || bits < 8)))
    throw unsupported(`${channels} × ${bits} bits of type ${format}`);
  if (colours === "white-is-zero" && !isPlain) throw unsupported("white as 0 in numbers that have no white");
  return { channels: channels as TiffPage["channels"], bits, datatype: { name, bytes: Math.max(1, bits / 8) } };
}

function sameFor(values: readonly number[], what: string): number {
  if (values.some((value) => value !== values[0])) throw unsupported(`channels with different ${what}`);
  return values[0] ?? 0;
}

/** Formats: 1 unsigned, 2 signed, 3 floating point, 4 not said. */
function typeOf(bits: number, format: number): VoxelType | null {
  if ([1, 2, 4].includes(bits)) return format === 2 || format === 3 ? null : "uint8";
  if (format === 3) return bits === 32 ? "float32" : bits === 64 ? "float64" : null;
  if (format < 1 || format > 4 || ![8, 16, 32, 64].includes(bits)) return null;
  return `${format === 2 ? "int" : "uint"}${bits as 8 | 16 | 32 | 64}`;
}

function predictorOf(predictor: number, { bits, datatype }: Sample): TiffPage["predictor"] {
  if (predictor === 1 || (predictor === 2 && bits >= 8)) return predictor;
  if (predictor === 3 && datatype.name.startsWith("float")) return 3;
  throw unsupported(`predictor ${predictor} for ${bits} bits`);
}

/** All reds, then all greens, then all blues, 16 bits each. */
function paletteOf(map: readonly number[] | null, bits: number): [number, number, number][] {
  const count = 2 ** bits;
  if (map?.length !== 3 * count) throw tiffDamaged("its palette is not there, or not whole");
  // Some writers put 8 bits where 16 belong.
  const shift = map.every((value) => value < 256) ? 0 : 8;
  const at = (index: number): number => map[index]! >> shift;
  return Array.from({ length: count }, (_, i) => [at(i), at(count + i), at(2 * count + i)]);
}

export function unsupported(what: string): UnreadableFile {
  return new UnreadableFile(
    "picture-unsupported",
    `A TIFF with ${what} is not read.`,
    "Save it as a plain TIFF (grey or RGB, LZW or no compression) or as PNG, then add the folder again.",
  );
}
