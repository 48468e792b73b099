/** A file without what a release must not carry. */
export interface CleanedFile {
  /** Those of the source where nothing had to be cleared. */
  readonly bytes: Uint8Array;
  /** What was cleared, by the names that the format gives it; empty where the file was taken as it is. */
  readonly cleared: readonly string[];
}
