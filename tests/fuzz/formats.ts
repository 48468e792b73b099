import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { baseName, dataPathsOf } from "#domain/pairing/file-kind.ts";
import { expectedEntries, referenceFolder } from "../formats-reference/expected-files.ts";

/** A good image from which broken ones are made. */
export interface FuzzSeed {
  /** The file that is read. */
  readonly name: string;
  /** That file and those beside it, by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface FuzzFormat {
  readonly name: string;
  seeds(): readonly FuzzSeed[];
}

/** Every format that is fuzzed; its seeds are the files of reference, those that are refused among them. */
export const fuzzFormats: readonly FuzzFormat[] = [
  "NIfTI",
  "MetaImage",
  "NRRD",
  "MGH",
  "PNG",
  "JPEG",
  "BMP",
  "TIFF",
  "DICOM",
].map((name) => ({ name, seeds: () => seedsOfReference(name) }));

function seedsOfReference(format: string): FuzzSeed[] {
  return expectedEntries()
    .filter((entry) => entry.format === format)
    .map(({ file }) => {
      const files = [file, ...dataPathsOf(file)].flatMap((path) => {
        const bytes = bytesOf(join(referenceFolder, path));
        return bytes ? [[baseName(path), bytes] as const] : [];
      });
      return { name: basename(file), files: new Map(files) };
    })
    .filter(({ files }) => files.size > 0);
}

function bytesOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}
