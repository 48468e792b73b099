import { asUnreadable, UnreadableFile } from "../file-problem.ts";
import type { ReadLimits } from "../limits.ts";
import { type AnyImage, readImage } from "./read-image.ts";

/** Where the voxels of a mask are to be had, and by which hash they are known. */
export interface MaskSource {
  readonly path: string;
  readonly sha256: string;
  /** The value in the file; null: every value but 0. */
  readonly labelValue: number | null;
}

/** 1 where the file has the label, 0 elsewhere. Grey pictures with several equal channels use the first. */
export function selectLabel(
  { data, channels }: Pick<AnyImage, "data" | "channels">,
  labelValue: number | null,
): Uint8Array {
  const mask = new Uint8Array(data.length / channels);
  for (let i = 0, at = 0; i < mask.length; i += 1, at += channels) {
    const value = data[at]!;
    mask[i] = labelValue === null ? (value === 0 ? 0 : 1) : Math.round(value) === labelValue ? 1 : 0;
  }
  return mask;
}

/** @throws UnreadableFile */
export async function readMask({ path, sha256, labelValue }: MaskSource, limits: ReadLimits): Promise<Uint8Array> {
  const file = await readImage(path, limits);
  requireSame(file, sha256);
  return selectLabel(file, labelValue);
}

/**
 * Reads masks of one case; a file that holds several is read once.
 * @returns per mask its voxels, or what is wrong with it
 */
export async function readMasks(
  sources: readonly MaskSource[],
  limits: ReadLimits,
): Promise<(Uint8Array | UnreadableFile)[]> {
  const files = new Map<string, Promise<AnyImage>>();
  const masks: (Uint8Array | UnreadableFile)[] = [];
  for (const { path, sha256, labelValue } of sources) {
    try {
      const reading = files.get(path) ?? readImage(path, limits);
      files.set(path, reading);
      const file = await reading;
      requireSame(file, sha256);
      masks.push(selectLabel(file, labelValue));
    } catch (error) {
      const unreadable = asUnreadable(error);
      if (!unreadable) throw error;
      masks.push(unreadable);
    }
  }
  return masks;
}

/** A file that is not the one that was added (another hash) must never pass for it. */
export function requireSame(image: Pick<AnyImage, "sha256">, sha256: string): void {
  if (image.sha256 === sha256) return;
  throw new UnreadableFile(
    "file-changed",
    "The file has changed since it was added.",
    "Add its folder again: what is new is read, and labels on the earlier file no longer count.",
  );
}
