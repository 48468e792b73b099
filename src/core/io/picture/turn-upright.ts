import type { FileProblem } from "../file-problem.ts";
import type { VoxelArray } from "../image/decoded-image.ts";

/** Pixels row by row, channels interleaved, pages one after the other. */
interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: VoxelArray;
}

/**
 * A picture as it is meant to be looked at.
 * @param orientation where the first row and column of the stored picture lie: 1 to 8 (EXIF 2.3 and TIFF 6.0, tag 274)
 */
export function turnUpright(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width: w, height: h, channels, data } = pixels;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const turned = new (data.constructor as new (length: number) => VoxelArray)(data.length);
  const pageLength = w * h * channels;
  for (let page = 0; page < data.length; page += pageLength) {
    for (let y = 0, to = page; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [column, row] = storedPlace(orientation, x, y, w, h);
        const from = page + (row * w + column) * channels;
        for (let channel = 0; channel < channels; channel += 1, to += 1) turned[to] = data[from + channel]!;
      }
    }
  }
  return { width, height, channels, data: turned };
}

function storedPlace(orientation: number, x: number, y: number, w: number, h: number): [number, number] {
  switch (orientation) {
    case 2:
      return [w - 1 - x, y];
    case 3:
      return [w - 1 - x, h - 1 - y];
    case 4:
      return [x, h - 1 - y];
    case 5:
      return [y, x];
    case 6:
      return [y, h - 1 - x];
    case 7:
      return [w - 1 - y, h - 1 - x];
    default:
      return [w - 1 - y, x];
  }
}

export function turnWarning(says: "EXIF" | "TIFF", orientation: number): FileProblem {
  return {
    code: "picture-turned",
    message: `The file says that its picture is ${orientation >= 5 ? "stored on its side" : "stored turned round or mirrored"} (${says} orientation ${orientation}). Winnow turns it upright.`,
    remedy:
      "Look at its mask: one that was drawn by a program that does not turn pictures does not fit. If so, save the picture again without the orientation.",
  };
}
