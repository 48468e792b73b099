import { open } from "node:fs/promises";
import { EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { isDeflated, looksLikeDicom, type ParsedDicom, parseDeflatedHeader, parseHeader } from "./parse-header.ts";

/** As much of a file as holds most headers; where it does not, so many times more, up to the whole. */
const FIRST_BYTES = 64 * 1024;
const GROWTH = 16;
const MOST_BYTES = 1024 ** 3;

/**
 * Reads the header of a DICOM file, and no more of the file than it takes.
 * @returns null where the file is not DICOM
 * @throws UnreadableFile where it is, and cannot be used
 */
export async function readDicomHeader(path: string): Promise<ParsedDicom | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    for (let length = Math.min(size, FIRST_BYTES); ; length = Math.min(size, length * GROWTH)) {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, 0);
      if (!looksLikeDicom(bytes.subarray(0, bytesRead))) return null;
      try {
        const start = bytes.subarray(0, bytesRead);
        return isDeflated(start) ? parseDeflatedHeader(start, size) : parseHeader(start, size);
      } catch (error) {
        if (error instanceof UnreadableFile) throw error;
        if (length < size && length < MOST_BYTES) continue;
        throw new UnreadableFile(
          "dicom-header-damaged",
          "The header of the DICOM file is damaged or cut short.",
          EXPORT_AGAIN,
          { cause: error },
        );
      }
    }
  } finally {
    await file.close();
  }
}
