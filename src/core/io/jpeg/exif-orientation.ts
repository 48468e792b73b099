import { isTiff, readDirectories, tiffNumbers } from "../tiff/directory.ts";

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const ORIENTATION = 274;

/**
 * Where the first row and column of a JPEG lie, as cameras write it (EXIF 2.3): 1 to 8, and 1 where nothing is said.
 * @param bytes a JPEG whose markers have been checked up to its frame header
 */
export function exifOrientation(bytes: Uint8Array): number {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) break;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const contents = bytes.subarray(at + 4, at + 2 + length);
    if (marker === APP1 && String.fromCharCode(...contents.subarray(0, 6)) === "Exif\0\0") {
      return orientationOf(contents.subarray(6));
    }
    at += 2 + length;
  }
  return 1;
}

/** An EXIF segment holds a small TIFF. One that makes no sense says nothing: the picture is whole without it. */
function orientationOf(exif: Uint8Array): number {
  if (!isTiff(exif)) return 1;
  try {
    const file = readDirectories(exif, 1);
    const value = tiffNumbers(file, file.directories[0]!, ORIENTATION)?.[0] ?? 1;
    return value >= 1 && value <= 8 ? value : 1;
  } catch {
    return 1;
  }
}
