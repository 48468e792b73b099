import type { ImageSource } from "#domain/image/image-source.ts";
import { baseName, fileKind, splitExtension } from "#domain/pairing/file-kind.ts";
import { UnreadableFile } from "../file-problem.ts";
import { readSeries } from "../dicom/read-series.ts";
import type { ReadLimits } from "../limits.ts";
import { requireSame } from "./require-same.ts";
import { readMetaImage } from "../metaimage/read-metaimage.ts";
import { readMgh } from "../mgh/read-mgh.ts";
import { readNifti } from "../nifti/read-nifti.ts";
import { readNrrd } from "../nrrd/read-nrrd.ts";
import type { DecodedImage, DecodedPicture } from "./decoded-image.ts";
import { readPicture } from "./read-picture.ts";
import { resolvePalette } from "./resolve-palette.ts";

/** An image of any format that Winnow reads; pictures say more of themselves (palette, whether lossy). */
export type AnyImage = DecodedImage & Partial<Pick<DecodedPicture, "palette" | "isLossy">>;

/** The file of an image, or its files. */
export type ImageFiles = Pick<ImageSource, "path" | "slices">;

/**
 * Reads the image of a case: colours for a palette's numbers, and only what the project knows.
 * @throws UnreadableFile when it cannot be used, or is not the one that was added
 */
export async function readCaseImage(source: ImageSource, limits: ReadLimits): Promise<AnyImage> {
  const image = resolvePalette(await readImageFiles(source, limits));
  requireSame(image, source.sha256);
  return image;
}

/** @throws UnreadableFile when it cannot be used */
export function readImageFiles({ path, slices }: ImageFiles, limits: ReadLimits): Promise<AnyImage> {
  return slices ? readSeries(slices, limits) : readImage(path, limits);
}

/**
 * Reads an image file, whatever its format.
 * @throws UnreadableFile when it cannot be used
 */
export async function readImage(path: string, limits: ReadLimits): Promise<AnyImage> {
  const name = path.replaceAll("\\", "/");
  const kind = fileKind(name);
  if (kind === "picture") return readPicture(path, limits);
  if (kind === "nifti" || kind === "nifti-header") return volumeReader(name)(path, limits);
  // DICOM files often have no ending at all; what they are was looked at when they were added.
  if (kind === "dicom" || kind === "other") return readSeries([path], limits);
  throw new UnreadableFile(
    "format-not-read",
    "This version of Winnow does not read this format.",
    "Convert it to NIfTI or PNG.",
  );
}

/** Endings are the only sign that all of these formats have. */
function volumeReader(path: string): (path: string, limits: ReadLimits) => Promise<DecodedImage> {
  switch (splitExtension(baseName(path)).extension.toLowerCase()) {
    case ".mha":
    case ".mhd":
      return readMetaImage;
    case ".nrrd":
    case ".nhdr":
      return readNrrd;
    case ".mgh":
    case ".mgh.gz":
    case ".mgz":
      return readMgh;
    default:
      return readNifti;
  }
}
