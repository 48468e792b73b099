import { readFile } from "node:fs/promises";
import { decode } from "fast-png";
import { COPY_AGAIN, describeThrown, UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import { checkJpeg, isJpeg } from "../jpeg/check-jpeg.ts";
import type { ReadLimits } from "../limits.ts";
import { checkPng, checkPngHeader, isPng, pngChannels } from "../png/check-png.ts";
import type { DecodedImage } from "./decoded-image.ts";
import { readWithItk } from "./itk.ts";

/** A decoded picture; `palette` is set where the pixels are indices into one (their values may be labels). */
export interface DecodedPicture extends DecodedImage {
  readonly palette: readonly (readonly number[])[] | null;
  /** JPEG: values near edges are not what was saved. */
  readonly isLossy: boolean;
}

/** Reads a PNG or JPEG; which of the two is decided by its contents. */
export async function readPicture(path: string, limits: ReadLimits): Promise<DecodedPicture> {
  const bytes = await readFile(path);
  if (isPng(bytes)) return readPng(bytes, limits);
  if (isJpeg(bytes)) return readJpeg(path, bytes, limits);
  // Neither: say what its name would have led one to expect.
  if (/\.jpe?g$/i.test(path)) checkJpeg(bytes, limits);
  checkPngHeader(bytes, limits);
  throw new Error("unreachable: one of the two checks throws");
}

function readPng(bytes: Uint8Array, limits: ReadLimits): DecodedPicture {
  const header = checkPng(bytes, limits);
  let png: ReturnType<typeof decode>;
  try {
    png = decode(bytes);
  } catch (error) {
    throw new UnreadableFile("picture-damaged", `The picture is damaged (${describeThrown(error)}).`, COPY_AGAIN, {
      cause: error,
    });
  }
  const channels = pngChannels(header);
  const data = png.data instanceof Uint8ClampedArray ? new Uint8Array(png.data) : png.data;
  const unpacked =
    header.depth < 8 ? unpackBits(data as Uint8Array, header.width * channels, header.height, header.depth) : data;
  return {
    ...flatGeometry(header.width, header.height),
    channels,
    data: unpacked,
    nonFiniteCount: 0,
    datatype: header.depth === 16 ? "uint16" : "uint8",
    sha256: sha256Of(bytes),
    warnings: [],
    palette: png.palette ?? null,
    isLossy: false,
  };
}

async function readJpeg(path: string, bytes: Uint8Array, limits: ReadLimits): Promise<DecodedPicture> {
  const header = checkJpeg(bytes, limits);
  const image = await readWithItk(path);
  if (image.size[0] !== header.width || image.size[1] !== header.height) {
    throw new UnreadableFile(
      "picture-damaged",
      "The picture is damaged: it is not as large as its header says.",
      COPY_AGAIN,
    );
  }
  return {
    ...flatGeometry(header.width, header.height),
    channels: image.components as 1 | 3 | 4,
    data: image.data as Uint8Array,
    nonFiniteCount: 0,
    datatype: "uint8",
    sha256: sha256Of(bytes),
    warnings: [],
    palette: null,
    isLossy: true,
  };
}

function flatGeometry(width: number, height: number): Pick<DecodedImage, "geometry"> {
  return { geometry: { size: [width, height], spacingMm: null, affine: null, orientationKnown: false } };
}

/** One byte a sample from packed samples of 1, 2 or 4 bits; every row begins on a byte. Values stay as they are. */
function unpackBits(packed: Uint8Array, samplesPerRow: number, height: number, depth: number): Uint8Array {
  const rowBytes = Math.ceil((samplesPerRow * depth) / 8);
  const result = new Uint8Array(samplesPerRow * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < samplesPerRow; x += 1) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)]!;
      result[y * samplesPerRow + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return result;
}
