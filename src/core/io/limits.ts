/** What one file may cost. */
export interface ReadLimits {
  /** Decoded bytes of one image; larger ones are refused before anything is decoded. */
  readonly maxDecodedBytes: number;
  /** Time for one file, decoding included. */
  readonly deadlineMs: number;
}

export const defaultLimits: ReadLimits = { maxDecodedBytes: 2 * 1024 ** 3, deadlineMs: 60_000 };

/** Bytes that may follow an image's data in its file (extensions, padding) before that is refused as odd. */
export const MAX_TRAILING_BYTES = 16 * 1024 ** 2;

export function inMegabytes(bytes: number | bigint): string {
  return `${(Number(bytes) / 1024 ** 2).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
