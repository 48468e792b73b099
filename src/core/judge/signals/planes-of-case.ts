import { planesAtSide } from "#domain/signals/plane-side.ts";
import type { CaseSignals } from "./signal-source.ts";

/** A case as networks see it for the masks of one class. */
export interface SeenCase {
  /** planes · side · side, grey values. */
  readonly image: Uint8Array;
  readonly masks: readonly SeenMask[];
}

export interface SeenMask {
  /** Its place among the masks of the case. */
  readonly index: number;
  /** planes · side · side, coverage 0 … 255. */
  readonly planes: Uint8Array;
  /** Share of the mask that lies on the planes' part of the image. */
  readonly insideShare: number;
}

/** The planes of a case and its readable masks of a class, `side` pixels along an edge; null where it has none. */
export function planesOfCase({ candidates, signals }: CaseSignals, classId: number, side: number): SeenCase | null {
  const image = signals.images.find((entry) => entry.classId === classId);
  if (!image) return null;
  const masks = candidates.flatMap((candidate, index): SeenMask[] => {
    const mask = signals.masks[index]!;
    if (candidate.classId !== classId || "problem" in mask) return [];
    return [{ index, planes: planesAtSide(mask.planes, image.side, side), insideShare: mask.insideShare }];
  });
  return { image: planesAtSide(image.planes, image.side, side), masks };
}
