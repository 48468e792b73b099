import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UnreadableFile } from "../file-problem.ts";
import {
  headerDamaged,
  isDeflated,
  looksLikeDicom,
  type ParsedDicom,
  parseDeflatedHeader,
  parseHeader,
} from "./parse-header.ts";

/** As much of a file as holds most headers; where it does not, so many times more, up to the whole. */
const FIRST_BYTES = 16 * 1024;
const GROWTH = 16;
/** No header is as long: what has not ended by then never does. */
const MOST_BYTES = 64 * 1024 ** 2;

/**
 * Reads the header of a DICOM file, and no more of the file than it takes.
 * @returns null where the file is not DICOM
 * @throws UnreadableFile where it is, and cannot be used
 */
export async function readDicomHeader(path: string): Promise<ParsedDicom | null> {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const most = Math.min(size, MOST_BYTES);
    for (let length = Math.min(most, FIRST_BYTES); ; length = Math.min(most, length * GROWTH)) {
      const bytes = new Uint8Array(length);
      const bytesRead = readSync(file, bytes, 0, length, 0);
      if (!looksLikeDicom(bytes.subarray(0, bytesRead))) return null;
      try {
        const start = bytes.subarray(0, bytesRead);
        return isDeflated(start) ? parseDeflatedHeader(start, size) : parseHeader(start, size);
      } catch (error) {
        if (error instanceof UnreadableFile) throw error;
        if (length < most) continue;
        throw headerDamaged(error);
      }
    }
  } finally {
    closeSync(file);
  }
}
