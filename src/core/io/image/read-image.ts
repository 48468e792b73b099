import { fileKind } from "#domain/pairing/file-kind.ts";
import { UnreadableFile } from "../file-problem.ts";
import type { ReadLimits } from "../limits.ts";
import { readNifti } from "../nifti/read-nifti.ts";
import type { DecodedImage } from "./decoded-image.ts";
import { type DecodedPicture, readPicture } from "./read-picture.ts";

/** An image of any format that Winnow reads; pictures say more of themselves (palette, whether lossy). */
export type AnyImage = DecodedImage & Partial<Pick<DecodedPicture, "palette" | "isLossy">>;

/**
 * Reads an image file, whatever its format.
 * @throws UnreadableFile when it cannot be used
 */
export async function readImage(path: string, limits: ReadLimits): Promise<AnyImage> {
  const kind = fileKind(path.replaceAll("\\", "/"));
  if (kind === "picture") return readPicture(path, limits);
  if (kind === "nifti" || kind === "nifti-header") return readNifti(path, limits);
  throw new UnreadableFile(
    "format-not-read",
    "This version of Winnow does not read this format.",
    "Convert it to NIfTI or PNG.",
  );
}
