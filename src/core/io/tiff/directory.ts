import { COPY_AGAIN, UnreadableFile } from "../file-problem.ts";

/** One directory of a TIFF: its fields by number. */
export type TiffFields = ReadonlyMap<number, TiffField>;

interface TiffField {
  readonly type: number;
  readonly count: number;
  /** Where the values lie in the file. */
  readonly at: number;
}

export interface TiffFile {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  readonly directories: readonly TiffFields[];
}

/** Bytes of a value, by type (TIFF 6.0, section 2; 13 and 16 to 18 from its supplements and BigTIFF). */
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** More pages than any stack has. */
const MAX_DIRECTORIES = 65_536;
const BIG = 43;

export function isTiff(bytes: Uint8Array): boolean {
  const [a, b, c, d] = bytes;
  const little = a === 0x49 && b === 0x49 && (c === 42 || c === BIG) && d === 0;
  return little || (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === BIG));
}

/**
 * Reads the directories of a TIFF or BigTIFF, one after the other, and the places of their values. Values are looked at
 * when they are asked for.
 * @param limit how many directories are wanted at most
 * @throws UnreadableFile where they lie outside the file, or one after itself
 */
export function readDirectories(bytes: Uint8Array, limit = MAX_DIRECTORIES): TiffFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = bytes[0] === 0x49;
  const isBig = bytes.length > 16 && view.getUint16(2, littleEndian) === BIG;
  const reader = new Reader(view, littleEndian, isBig);
  const directories: TiffFields[] = [];
  const seen = new Set<number>();
  for (let at = reader.offset(isBig ? 8 : 4); at !== 0 && directories.length < limit;) {
    if (seen.has(at) || seen.size === MAX_DIRECTORIES) throw tiffDamaged("its pages follow each other in a circle");
    seen.add(at);
    const { fields, next } = reader.directory(at);
    directories.push(fields);
    at = next;
  }
  if (directories.length === 0) throw tiffDamaged("it has no page");
  return { bytes, view, littleEndian, directories };
}

class Reader {
  readonly #view: DataView;
  readonly #le: boolean;
  readonly #isBig: boolean;

  constructor(view: DataView, littleEndian: boolean, isBig: boolean) {
    this.#view = view;
    this.#le = littleEndian;
    this.#isBig = isBig;
  }

  /** A place in the file, or a count: four bytes, in BigTIFF eight. */
  offset(at: number): number {
    this.#need(at, this.#isBig ? 8 : 4);
    return this.#isBig ? Number(this.#view.getBigUint64(at, this.#le)) : this.#view.getUint32(at, this.#le);
  }

  directory(at: number): { fields: TiffFields; next: number } {
    this.#need(at, this.#isBig ? 8 : 2);
    const count = this.#isBig ? this.offset(at) : this.#view.getUint16(at, this.#le);
    const [start, length] = [at + (this.#isBig ? 8 : 2), this.#isBig ? 20 : 12];
    this.#need(start, count * length);
    const fields = new Map<number, TiffField>();
    for (let i = 0; i < count; i += 1) {
      const entry = start + i * length;
      fields.set(this.#view.getUint16(entry, this.#le), this.#field(entry));
    }
    return { fields, next: this.offset(start + count * length) };
  }

  #field(entry: number): TiffField {
    const type = this.#view.getUint16(entry + 2, this.#le);
    const count = this.offset(entry + 4);
    const value = entry + (this.#isBig ? 12 : 8);
    const isInside = count * (TYPE_BYTES[type] ?? 0) <= (this.#isBig ? 8 : 4);
    return { type, count, at: isInside ? value : this.offset(value) };
  }

  #need(at: number, bytes: number): void {
    if (!Number.isSafeInteger(at) || at < 0 || at + bytes > this.#view.byteLength) {
      throw new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
    }
  }
}

/** A field with more has no meaning: strips of one row each of a picture four million rows high. */
const MAX_NUMBERS = 2 ** 22;

/** The numbers of a field; null where there is none. Fractions are divided out. */
export function tiffNumbers(file: TiffFile, fields: TiffFields, tag: number): number[] | null {
  const field = fields.get(tag);
  if (!field) return null;
  const { type, count, at } = field;
  const bytes = TYPE_BYTES[type] ?? 0;
  if (count > MAX_NUMBERS) throw tiffDamaged(`its field ${tag} has ${count.toLocaleString("en")} values`);
  if (bytes === 0 || type === 2) throw tiffDamaged(`its field ${tag} is of another type`);
  if (!Number.isSafeInteger(at + count * bytes) || at + count * bytes > file.bytes.length) {
    throw new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
  }
  return Array.from({ length: count }, (_, i) => numberAt(file, type, at + i * bytes));
}

/** The text of a field, without what follows its end; empty where there is none. */
export function tiffText(file: TiffFile, fields: TiffFields, tag: number): string {
  const field = fields.get(tag);
  if (!field || field.type !== 2 || field.at + field.count > file.bytes.length) return "";
  const bytes = file.bytes.subarray(field.at, field.at + Math.min(field.count, MAX_TEXT_BYTES));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .replace(/\0[\s\S]*$/, "");
}

const MAX_TEXT_BYTES = 1024 ** 2;

function numberAt({ view, littleEndian: le }: TiffFile, type: number, at: number): number {
  switch (type) {
    case 1:
    case 7:
      return view.getUint8(at);
    case 3:
      return view.getUint16(at, le);
    case 4:
    case 13:
      return view.getUint32(at, le);
    case 5:
      return view.getUint32(at, le) / view.getUint32(at + 4, le);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, le);
    case 9:
      return view.getInt32(at, le);
    case 10:
      return view.getInt32(at, le) / view.getInt32(at + 4, le);
    case 11:
      return view.getFloat32(at, le);
    case 12:
      return view.getFloat64(at, le);
    case 17:
      return Number(view.getBigInt64(at, le));
    default:
      return Number(view.getBigUint64(at, le));
  }
}

export function tiffDamaged(what: string, cause?: unknown): UnreadableFile {
  return new UnreadableFile("picture-damaged", `The picture is damaged: ${what}.`, COPY_AGAIN, { cause });
}
