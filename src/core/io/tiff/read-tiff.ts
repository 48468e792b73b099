import { endianness } from "node:os";
import { readFileSync, statSync } from "node:fs";
import { affineFromAxes } from "#domain/geometry/affine-from-axes.ts";
import { COPY_AGAIN, type FileProblem, UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import { clearNonFinite, type DecodedPicture, type VoxelArray } from "../image/decoded-image.ts";
import { checkedBytes, type ReadLimits, refuseBomb, trailingData } from "../limits.ts";
import { greysOf } from "../picture/palette.ts";
import { turnUpright, turnWarning } from "../picture/turn-upright.ts";
import { decodeVoxels } from "../volume/decode-voxels.ts";
import { decodePage, requireChunks } from "./decode-page.ts";
import { isTiff, readDirectories, type TiffFile } from "./directory.ts";
import { checkTiffPage, isMainPage, type TiffPage, unsupported } from "./page.ts";
import { readStackText, type StackText } from "./stack.ts";

/** What any picture may unpack to, however tightly it is packed. */
const FREE_BYTES = 64 * 1024 ** 2;

/**
 * Reads a TIFF or BigTIFF: one picture, or several pages of one size as a volume (first to last along z).
 * @throws UnreadableFile when it cannot be used
 */
export async function readTiff(path: string, limits: ReadLimits): Promise<DecodedPicture> {
  const { size } = statSync(path);
  // Directories and pixels lie anywhere in the file: it is read whole, unless it is larger than any image may be.
  if (size > limits.maxDecodedBytes + FREE_BYTES) throw trailingData();
  const bytes = readFileSync(path);
  if (!isTiff(bytes)) throw new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
  const file = readDirectories(bytes);
  const pages = pagesOf(file);
  const page = pages[0]!;
  const pixelBytes = page.channels * page.datatype.bytes;
  const decodedBytes = checkedBytes([page.width, page.height, pages.length], pixelBytes, limits, "pixels");
  for (const each of pages) {
    // A tile may be larger than its part of the picture, and many may lie in the same bytes: all have to be unpacked.
    checkedBytes([each.chunkWidth, each.chunkHeight, chunksOf(each)], pixelBytes, limits, "pixels");
    requireChunks(file, each);
  }
  const instead = "save it in pieces or smaller";
  const voxels = pages.length === 1 ? [page.width, page.height] : [page.width, page.height, pages.length];
  const unpackedBytes = pages.reduce(
    (sum, each) => sum + each.chunkWidth * each.chunkHeight * chunksOf(each) * pixelBytes,
    0,
  );
  const packed = { fileBytes: size, decodedBytes: Math.max(decodedBytes, unpackedBytes), size: voxels };
  refuseBomb({ ...packed, freeBytes: FREE_BYTES, instead }, limits);
  const data = decodePages(file, pages, decodedBytes);
  return pictureOf(page, pages.length, data, readStackText(file, pages.length), sha256Of(bytes));
}

/** Strips or tiles with all their channels. */
function chunksOf({ offsets, isPlanar, channels }: TiffPage): number {
  return isPlanar ? offsets.length / channels : offsets.length;
}

function pagesOf(file: TiffFile): TiffPage[] {
  const main = file.directories.filter((fields) => isMainPage(file, fields));
  const pages = (main.length > 0 ? main : file.directories).map((fields) => checkTiffPage(file, fields));
  const kindOf = ({ width, height, channels, bits, datatype, colours, orientation, palette }: TiffPage): string =>
    [width, height, channels, bits, datatype.name, colours, orientation, palette].join();
  if (new Set(pages.map((page) => kindOf(page))).size > 1) {
    throw new UnreadableFile(
      "picture-pages-differ",
      `Its ${pages.length} pages are of different sizes or types: they are no slices of one volume.`,
      "Save the page that the mask was drawn on as a file of its own.",
    );
  }
  if (pages.length > 1 && pages[0]!.channels > 1) throw unsupported(`${pages.length} pages in colours`);
  return pages;
}

function decodePages(file: TiffFile, pages: readonly TiffPage[], decodedBytes: number): VoxelArray {
  const all = new Uint8Array(decodedBytes);
  const pageBytes = decodedBytes / pages.length;
  for (const [index, page] of pages.entries()) {
    decodePage(file, page, all.subarray(index * pageBytes, (index + 1) * pageBytes));
  }
  const { datatype, colours, bits } = pages[0]!;
  const data = decodeVoxels(all, endianness() === "LE", { datatype, scaling: null });
  if (colours !== "white-is-zero") return data;
  const white = 2 ** bits - 1;
  const step = pages[0]!.channels;
  for (let i = 0; i < data.length; i += step) data[i] = white - data[i]!;
  return data;
}

function pictureOf(
  page: TiffPage,
  nPages: number,
  stored: VoxelArray,
  { spacingMm }: StackText,
  sha256: string,
): DecodedPicture {
  const { width, height, channels, orientation, datatype } = page;
  const warnings: FileProblem[] = orientation === 1 ? [] : [turnWarning("TIFF", orientation)];
  const upright = turnUpright({ width, height, channels, data: stored }, orientation);
  const greys = page.palette && greysOf(page.palette);
  const isStack = nPages > 1;
  const data = greys ? Uint8Array.from(upright.data, (value) => greys[value]!) : upright.data;
  if (isStack && page.palette && !greys) {
    warnings.push({
      code: "picture-palette-left-out",
      message: "Its pages have a palette of colours. The numbers are taken as they stand, not the colours.",
      remedy: "Nothing needs to be done if the palette only shows the numbers. If the colours matter, save grey pages.",
    });
  }
  const isTurned = upright.width !== width;
  const [dx, dy, dz] = spacingMm ?? [1, 1, 1];
  const spacing = isTurned ? [dy, dx, dz] : [dx, dy, dz];
  return {
    geometry: {
      size: isStack ? [upright.width, upright.height, nPages] : [upright.width, upright.height],
      spacingMm: spacingMm ? spacing.slice(0, isStack ? 3 : 2) : null,
      affine: spacingMm && isStack ? affineAsStored(spacing) : null,
      orientationKnown: false,
    },
    channels,
    data,
    nonFiniteCount: clearNonFinite(data),
    datatype: datatype.name,
    sha256,
    warnings,
    palette: isStack || greys ? null : page.palette,
    isLossy: false,
  };
}

/** A stack that is shown as it is stored, the first row at the top: in LPS its axes would be those of space. */
function affineAsStored(spacingMm: readonly number[]): number[] {
  const steps = spacingMm.map((length, axis) => [0, 1, 2].map((row) => (row === axis ? length : 0)));
  return affineFromAxes(steps, [0, 0, 0], "LPS");
}
