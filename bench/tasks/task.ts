/** A benchmark task: images of subjects, and for each several masks whose true Dice is known. */
export interface Task {
  readonly name: string;
  readonly side: number;
  /** A mask with at least this Dice is good. */
  readonly goodDice: number;
  readonly items: readonly TaskItem[];
}

export interface TaskItem {
  readonly id: string;
  readonly subject: string;
  /** Which side of the split the subject is on; "makers" taught the networks that made candidates. */
  readonly part: "makers" | "pool" | "test";
  /** Grey values, side × side. */
  readonly image: Float32Array;
  readonly truth: Uint8Array;
  readonly candidates: readonly TaskCandidate[];
}

export interface TaskCandidate {
  readonly source: string;
  readonly mask: Uint8Array;
  readonly dice: number;
}
