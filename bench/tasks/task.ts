/** A benchmark task: pictures of subjects, and for each several masks whose true Dice is known. */
export interface Task {
  readonly name: string;
  readonly side: number;
  /** A mask with at least this Dice is good. */
  readonly goodDice: number;
  /** No side of a picture is special: mirrored ones teach as well as they are. */
  readonly isMirrored: boolean;
  /** The object is dark in some pictures and bright in others. */
  readonly turnsPolarity: boolean;
  readonly items: readonly TaskItem[];
}

/** One class in one picture. */
export interface TaskItem {
  readonly id: string;
  /** Items of several classes share a picture. */
  readonly picture: string;
  /** Value of the class in mask files. */
  readonly classValue: number;
  readonly subject: string;
  /** Which side of the split the subject is on; "makers" taught what made the candidates. */
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

/** An item before masks are made for it. */
export type RawItem = Omit<TaskItem, "candidates" | "part">;

/** Whether a source alters true masks: its masks are judged, but do not speak for others. */
export function isSpoiled(source: string): boolean {
  return source.startsWith("spoiled");
}
