import { UnreadableFile } from "../file-problem.ts";
import { unitInMm } from "../volume/volume-header.ts";
import { type TiffFile, tiffNumbers, tiffText } from "./directory.ts";
import { TAG } from "./page.ts";

/** What the text of a TIFF says of its pages, where ImageJ or a microscope wrote it. */
export interface StackText {
  /** Along x, y and z; null where it is not said in a unit of length. */
  readonly spacingMm: readonly [number, number, number] | null;
}

/**
 * Reads what programs write into the description of the first page: whether pages are slices, and how far apart.
 * (The resolution of other TIFFs is that of a printer.)
 * @throws UnreadableFile where pages are channels or points in time
 */
export function readStackText(file: TiffFile, nPages: number): StackText {
  const text = tiffText(file, file.directories[0]!, TAG.description);
  if (text.startsWith("ImageJ=")) return readImageJ(file, text, nPages);
  if (text.includes("<OME")) {
    const [channels, times] = ["SizeC", "SizeT"].map((name) => numberAfter(text, `${name}="`) ?? 1);
    if (nPages > 1) requireSlices(channels!, times!);
  }
  return { spacingMm: null };
}

function readImageJ(file: TiffFile, text: string, nPages: number): StackText {
  const images = numberAfter(text, "\nimages=") ?? 1;
  requireSlices(numberAfter(text, "\nchannels=") ?? 1, numberAfter(text, "\nframes=") ?? 1);
  if (images !== nPages) {
    throw new UnreadableFile(
      "picture-unsupported",
      `ImageJ wrote ${images} images into it, but ${nPages} ${nPages === 1 ? "is" : "are"} found: it keeps very large stacks in a way of its own.`,
      "Save the stack as NRRD or NIfTI, then add the folder again.",
    );
  }
  const unit = unitInMm(/\nunit=([^\n]*)/.exec(text)?.[1]?.replace(String.raw`\u00B5`, "µ") ?? "");
  const [perX, perY] = [TAG.xResolution, TAG.yResolution].map(
    (tag) => tiffNumbers(file, file.directories[0]!, tag)?.[0] ?? 0,
  );
  const spacing = [1 / perX!, 1 / perY!, numberAfter(text, "\nspacing=") ?? 1].map((value) => value * (unit ?? 0));
  const areLengths = unit !== null && spacing.every((value) => Number.isFinite(value) && value > 0);
  return { spacingMm: areLengths ? (spacing as [number, number, number]) : null };
}

function numberAfter(text: string, before: string): number | null {
  const at = text.indexOf(before);
  const found = at < 0 ? null : /^[\d.eE+-]+/.exec(text.slice(at + before.length, at + before.length + 40));
  const value = found ? Number(found[0]) : Number.NaN;
  return Number.isFinite(value) ? value : null;
}

function requireSlices(channels: number, times: number): void {
  if (channels <= 1 && times <= 1) return;
  throw new UnreadableFile(
    "picture-unsupported",
    `Its pages are ${channels} channels at ${times} points in time, not slices alone.`,
    "Save one channel at one time as a stack, then add the folder again.",
  );
}
