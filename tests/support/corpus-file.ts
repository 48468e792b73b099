/** A file that holds `start` and then nothing but zeros, without taking that much of the disk. */
export interface SparseFile {
  readonly start: Uint8Array;
  readonly sizeBytes: number;
}

/** One file of the corpus, and what intake must say of it. */
export interface CorpusFile {
  /** Relative to the corpus, with `/`. */
  readonly path: string;
  readonly contents: Uint8Array | SparseFile;
  /** The one finding that names it, as `severity code`; null where the file is taken without a word. */
  readonly finding: `error ${string}` | `warning ${string}` | null;
  /** The file that speaks for it: the first slice of its series, or the one that is named where the series is refused. */
  readonly speaker?: string;
}

export function refused(path: string, code: string, contents: CorpusFile["contents"]): CorpusFile {
  return { path, contents, finding: `error ${code}` };
}

export function warned(path: string, code: string, contents: CorpusFile["contents"]): CorpusFile {
  return { path, contents, finding: `warning ${code}` };
}

export function taken(path: string, contents: CorpusFile["contents"]): CorpusFile {
  return { path, contents, finding: null };
}

export const TEXT = new TextEncoder().encode(
  "This is a text, and no image, whatever its name says. It is long enough to be taken for a header. ".repeat(6),
);
