import type { ImageSource } from "#domain/image/image-source.ts";
import { baseName, fileKind, splitExtension } from "#domain/pairing/file-kind.ts";
import type { AnyImage, DecodedImage } from "./decoded-image.ts";
import { UnreadableFile } from "../file-problem.ts";
import { readSeries } from "../dicom/read-series.ts";
import type { ReadLimits } from "../limits.ts";
import { requireSame } from "./require-same.ts";
import { readMetaImage } from "../metaimage/read-metaimage.ts";
import { readMgh } from "../mgh/read-mgh.ts";
import { readNifti } from "../nifti/read-nifti.ts";
import { readNrrd } from "../nrrd/read-nrrd.ts";
import { readPicture } from "./read-picture.ts";
import { resolvePalette } from "./resolve-palette.ts";
import { volumeIdentity } from "../volumes/volume-identity.ts";

/** The file of an image, or its files; which of its volumes. */
export type ImageFiles = Pick<ImageSource, "path" | "slices" | "volume">;

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
export function readImageFiles({ path, slices, volume }: ImageFiles, limits: ReadLimits): Promise<AnyImage> {
  return slices ? readSeries(slices, limits) : readImage(path, limits, volume);
}

/**
 * Reads an image file, whatever its format.
 * @param volume which one, of a file that holds several; counted from 0
 * @throws UnreadableFile when it cannot be used; SeveralVolumes where the file holds several and none was chosen
 */
export async function readImage(path: string, limits: ReadLimits, volume?: number): Promise<AnyImage> {
  const name = path.replaceAll("\\", "/");
  const kind = fileKind(name);
  if (kind === "picture") return readPicture(path, limits);
  if (kind === "nifti" || kind === "nifti-header") {
    const image = await volumeReader(name)(path, limits, volume);
    if (!image.series || volume === undefined) return image;
    return { ...image, fileSha256: image.sha256, sha256: volumeIdentity(image.sha256, volume) };
  }
  // DICOM files often have no ending at all; what they are was looked at when they were added.
  if (kind === "dicom" || kind === "other") return readSeries([path], limits);
  throw new UnreadableFile(
    "format-not-read",
    "This version of Winnow does not read this format.",
    "Convert it to NIfTI or PNG.",
  );
}

/** Endings are the only sign that all of these formats have. */
function volumeReader(path: string): (path: string, limits: ReadLimits, volume?: number) => Promise<DecodedImage> {
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
