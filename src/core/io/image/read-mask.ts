import type { MaskSource } from "#domain/mask/mask-source.ts";
import { asUnreadable, type UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import type { ReadLimits } from "../limits.ts";
import { unpackMask } from "./packed-mask.ts";
import { readImage } from "./read-image.ts";
import type { AnyImage } from "./decoded-image.ts";
import { requireSame } from "./require-same.ts";

/** What is read of a file of masks, or of a mask that Winnow made. */
export type MaskFile = Pick<AnyImage, "data" | "channels" | "sha256">;

/** 1 where the file has the label, 0 elsewhere. Grey pictures with several equal channels use the first. */
export function selectLabel(
  { data, channels }: Pick<MaskFile, "data" | "channels">,
  labelValue: number | null,
): Uint8Array {
  const mask = new Uint8Array(data.length / channels);
  if (channels === 1 && labelValue === null) {
    for (let i = 0; i < mask.length; i += 1) mask[i] = data[i] === 0 ? 0 : 1;
    return mask;
  }
  if (channels === 1 && !(data instanceof Float32Array || data instanceof Float64Array)) {
    for (let i = 0; i < mask.length; i += 1) mask[i] = data[i] === labelValue ? 1 : 0;
    return mask;
  }
  for (let i = 0, at = 0; i < mask.length; i += 1, at += channels) {
    const value = data[at]!;
    mask[i] = labelValue === null ? (value === 0 ? 0 : 1) : Math.round(value) === labelValue ? 1 : 0;
  }
  return mask;
}

/**
 * Reads the file of a mask, or unpacks one that Winnow made, and sees that it is the one that is known.
 * @throws UnreadableFile
 */
export async function readMaskFile(
  { path, sha256, packed }: Pick<MaskSource, "path" | "sha256" | "packed">,
  limits: ReadLimits,
): Promise<MaskFile> {
  const file = packed
    ? { data: unpackMask(packed), channels: 1 as const, sha256: sha256Of(packed) }
    : await readImage(path, limits);
  requireSame(file, sha256);
  return file;
}

/** @throws UnreadableFile */
export async function readMask(source: MaskSource, limits: ReadLimits): Promise<Uint8Array> {
  return selectLabel(await readMaskFile(source, limits), source.labelValue);
}

/**
 * Reads masks of one case; a file that holds several is read once.
 * @returns per mask its voxels, or what is wrong with it
 */
export async function readMasks(
  sources: readonly MaskSource[],
  limits: ReadLimits,
): Promise<(Uint8Array | UnreadableFile)[]> {
  const files = new Map<string, Promise<MaskFile>>();
  const masks: (Uint8Array | UnreadableFile)[] = [];
  for (const source of sources) {
    try {
      const key = `${source.path}\n${source.sha256}`;
      const reading = files.get(key) ?? readMaskFile(source, limits);
      files.set(key, reading);
      masks.push(selectLabel(await reading, source.labelValue));
    } catch (error) {
      const unreadable = asUnreadable(error);
      if (!unreadable) throw error;
      masks.push(unreadable);
    }
  }
  return masks;
}
