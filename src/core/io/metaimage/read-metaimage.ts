import { openFile } from "../files/open-file.ts";
import type { DecodedImage } from "../image/decoded-image.ts";
import type { ReadLimits } from "../limits.ts";
import { HEADER_START_BYTES, readVolume } from "../volume/read-volume.ts";
import { parseMetaHeader } from "./header.ts";

/**
 * Reads a MetaImage: `.mha`, or the `.mhd` of a pair.
 * @param volume which one, of a file that holds several; counted from 0
 * @throws UnreadableFile when it cannot be used
 */
export async function readMetaImage(path: string, limits: ReadLimits, volume?: number): Promise<DecodedImage> {
  const file = openFile(path, HEADER_START_BYTES);
  return readVolume(file, parseMetaHeader(file.start.subarray(0, HEADER_START_BYTES)), limits, {
    volume,
    instead: "save it uncompressed (CompressedData = False)",
  });
}
