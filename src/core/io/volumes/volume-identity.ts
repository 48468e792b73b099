import { sha256Of } from "../files/hash.ts";

/**
 * By what one volume of a file is known: masks, marks, scores and pictures that are kept under it are never taken for
 * those of another volume, nor of another file.
 * @param fileSha256 of the file's bytes
 * @param volume counted from 0
 */
export function volumeIdentity(fileSha256: string, volume: number): string {
  return sha256Of(`winnow volume ${volume} of ${fileSha256}`);
}
