import { readFileSync, statSync } from "node:fs";
import { COPY_AGAIN, type FileProblem, UnreadableFile } from "../file-problem.ts";
import { readStart } from "../files/gunzip.ts";
import { sha256Of } from "../files/hash.ts";
import { checkJpeg, checkJpegHeader, isJpeg } from "../jpeg/check-jpeg.ts";
import { refuseTrailing, type ReadLimits } from "../limits.ts";
import { checkPng, checkPngHeader, isPng, pngChannels } from "../png/check-png.ts";
import { decodePng } from "../png/decode-png.ts";
import type { DecodedImage, DecodedPicture } from "./decoded-image.ts";
import { exifOrientation } from "../jpeg/exif-orientation.ts";
import { turnUpright, turnWarning } from "../picture/turn-upright.ts";
import { isTiff } from "../tiff/directory.ts";
import { readTiff } from "../tiff/read-tiff.ts";
import { notWhatItSays } from "../volume/volume-header.ts";
import { checkBmpHeader, isBmp, readBmp } from "../bmp/read-bmp.ts";
import { readWithItk } from "./itk.ts";

/** Files up to this size are read in one piece; of larger ones only so much until their headers have been checked. */
const IN_ONE_PIECE_BYTES = 16 * 1024 ** 2;

const JPEG_NAME = /\.jpe?g$/i;
const TIFF_NAME = /\.tiff?$/i;
const BMP_NAME = /\.bmp$/i;

/** Reads a PNG, JPEG, TIFF or BMP; which of them is decided by its contents. */
export async function readPicture(path: string, limits: ReadLimits): Promise<DecodedPicture> {
  const { size } = statSync(path);
  const start = size <= IN_ONE_PIECE_BYTES ? readFileSync(path) : readStart(path, IN_ONE_PIECE_BYTES);
  if (isTiff(start)) return readTiff(path, limits);
  const decodedBytes = checkedDecodedBytes(path, start, limits);
  refuseTrailing(size, decodedBytes);
  const bytes = start.length === size ? start : readFileSync(path);
  if (isBmp(bytes)) return readBmp(bytes, limits);
  return isPng(bytes) ? readPng(bytes, limits) : readJpeg(path, bytes, limits);
}

/** Checks the header alone; a file that is none of these is refused as what its name would have led one to expect. */
function checkedDecodedBytes(path: string, start: Uint8Array, limits: ReadLimits): number {
  if (isPng(start)) return checkPngHeader(start, limits).rawBytes;
  if (isJpeg(start)) return checkJpegHeader(start, limits).decodedBytes;
  if (isBmp(start)) return checkBmpHeader(start, limits).decodedBytes;
  if (start.length > 0 && TIFF_NAME.test(path)) throw notWhatItSays("picture-not-tiff", "TIFF");
  if (start.length > 0 && BMP_NAME.test(path)) throw notWhatItSays("picture-not-bmp", "BMP");
  return JPEG_NAME.test(path) ? checkJpegHeader(start, limits).decodedBytes : checkPngHeader(start, limits).rawBytes;
}

function readPng(bytes: Uint8Array, limits: ReadLimits): DecodedPicture {
  const header = checkPng(bytes, limits);
  return {
    ...flatGeometry(header.width, header.height),
    channels: pngChannels(header),
    data: decodePng(header),
    nonFiniteCount: 0,
    datatype: header.depth === 16 ? "uint16" : "uint8",
    sha256: sha256Of(bytes),
    warnings: [],
    palette: header.palette,
    isLossy: false,
  };
}

async function readJpeg(path: string, bytes: Uint8Array, limits: ReadLimits): Promise<DecodedPicture> {
  const header = checkJpeg(bytes, limits);
  if (!JPEG_NAME.test(path)) {
    // The decoder goes by the name.
    throw new UnreadableFile(
      "picture-misnamed",
      "It is a JPEG, but its name says otherwise.",
      "Rename it so that it ends in .jpg, then add the folder again.",
    );
  }
  const image = await readWithItk(path);
  if (image.size[0] !== header.width || image.size[1] !== header.height) {
    throw new UnreadableFile(
      "picture-damaged",
      "The picture is damaged: it is not as large as its header says.",
      COPY_AGAIN,
    );
  }
  const channels = image.components as 1 | 3 | 4;
  const orientation = exifOrientation(bytes);
  const stored = { width: header.width, height: header.height, channels, data: image.data as Uint8Array };
  const upright = turnUpright(stored, orientation);
  return {
    ...flatGeometry(upright.width, upright.height),
    channels,
    data: upright.data,
    nonFiniteCount: 0,
    datatype: "uint8",
    sha256: sha256Of(bytes),
    warnings: [...decoderWarnings(image.said), ...(orientation === 1 ? [] : [turnWarning("EXIF", orientation)])],
    palette: null,
    isLossy: true,
  };
}

/**
 * The JPEG decoder fills what it cannot make out and goes on; only what it says tells of it.
 * @throws UnreadableFile when the pixels are not those that were saved
 */
function decoderWarnings(said: string): FileProblem[] {
  if (/^(?:Corrupt JPEG data(?!.*extraneous)|Premature end)/.test(said)) {
    throw new UnreadableFile("picture-damaged", `The picture is damaged (${said}).`, COPY_AGAIN);
  }
  if (said === "") return [];
  return [
    {
      code: "picture-odd",
      message: `The decoder found something odd in it (${said}).`,
      remedy: "If the picture looks right, nothing needs to be done. Otherwise copy it again from where it came.",
    },
  ];
}

function flatGeometry(width: number, height: number): Pick<DecodedImage, "geometry"> {
  return { geometry: { size: [width, height], spacingMm: null, affine: null, orientationKnown: false } };
}
