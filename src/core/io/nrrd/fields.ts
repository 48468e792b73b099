import { headerDamaged, headerShort, notWhatItSays } from "../volume/volume-header.ts";

export interface NrrdFields {
  /** By name in lower case, without blanks: the standard writes some of them with and without. */
  readonly fields: ReadonlyMap<string, string>;
  /** The byte after the empty line that ends the header of a file with its own voxels. */
  readonly end: number;
}

const MAX_LINE = 65_536;

/**
 * Splits the text of an NRRD header (teem, "Definition of NRRD file format") into its fields. Comments, and what programs
 * add of their own (`key:=value`), are passed over.
 * @param start the beginning of the file
 */
export function nrrdFields(start: Uint8Array): NrrdFields {
  if (start.length === 0) throw headerShort(0);
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  if (!/^NRRD000[1-6]\r?\n/.test(text.toString("latin1", 0, 10))) {
    throw start.length < 9 && "NRRD0001".startsWith(text.toString("latin1").slice(0, 4))
      ? headerShort(start.length)
      : notWhatItSays("volume-not-nrrd", "NRRD");
  }
  const fields = new Map<string, string>();
  for (let at = text.indexOf(0x0a) + 1; at < start.length;) {
    const lineEnd = text.indexOf(0x0a, at);
    const end = lineEnd < 0 ? start.length : lineEnd;
    const line = text.toString("latin1", at, Math.min(end, at + MAX_LINE)).trim();
    at = end + 1;
    if (line === "") return { fields, end: at };
    if (line.startsWith("#") || line[line.indexOf(":") + 1] === "=") continue;
    const colon = line.indexOf(":");
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (!/^[A-Za-z][A-Za-z ]*$/.test(name)) {
      if (lineEnd < 0) break;
      throw headerDamaged(`The header has a line that is none (${line.replaceAll(/[^ -~]/g, "?").slice(0, 40)}).`);
    }
    fields.set(name.toLowerCase().replaceAll(" ", ""), line.slice(colon + 1).trim());
  }
  // A header whose voxels lie elsewhere may end with its last line.
  if (fields.has("datafile")) return { fields, end: start.length };
  throw headerShort(start.length);
}
