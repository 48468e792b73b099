import type { PlaneLayout } from "#domain/geometry/planes.ts";
import type { Volume } from "./read-nifti.ts";

/** How a slice is read out of a volume: start and steps in voxels. */
interface Reading {
  readonly width: number;
  readonly height: number;
  readonly start: number;
  readonly stepX: number;
  readonly stepY: number;
}

function readingOf({ size }: Pick<Volume, "size">, { axis, across, down }: PlaneLayout, index: number): Reading {
  const strides = [1, size[0], size[0] * size[1]] as const;
  const [width, height] = [size[across.axis], size[down.axis]];
  const x = strides[across.axis];
  const y = strides[down.axis];
  return {
    width,
    height,
    start: index * strides[axis] + (across.isFlipped ? (width - 1) * x : 0) + (down.isFlipped ? (height - 1) * y : 0),
    stepX: across.isFlipped ? -x : x,
    stepY: down.isFlipped ? -y : y,
  };
}

/**
 * One slice of a mask as it lies on the screen: 0 or 1, rows from the top.
 * @param value of the voxels that are inside; without it all but 0 are
 */
export function maskSlice(mask: Volume, layout: PlaneLayout, index: number, value?: number): Uint8Array {
  const { width, height, start, stepX, stepY } = readingOf(mask, layout, index);
  const slice = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, from = start + y * stepY; x < width; x += 1, to += 1, from += stepX) {
      const found = mask.data[from]!;
      if (value === undefined ? found !== 0 : found === value) slice[to] = 1;
    }
  }
  return slice;
}

export interface Windowing {
  /** Values shown as black and as white. */
  readonly low: number;
  readonly high: number;
  readonly isInverted: boolean;
}

/** One slice of an image as it lies on the screen, red green blue opaque; colours are shown as they are. */
export function imageSlice(image: Volume, layout: PlaneLayout, index: number, windowing: Windowing): ImageData {
  const { width, height, start, stepX, stepY } = readingOf(image, layout, index);
  const { data, channels } = image;
  const pixels = new Uint8ClampedArray(4 * width * height);
  const { low, high, isInverted } = windowing;
  const scale = 255 / Math.max(1e-12, high - low);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, from = start + y * stepY; x < width; x += 1, to += 4, from += stepX) {
      if (channels === 3) {
        for (let c = 0; c < 3; c += 1) pixels[to + c] = isInverted ? 255 - data[3 * from + c]! : data[3 * from + c]!;
      } else {
        const grey = (data[from]! - low) * scale;
        pixels[to] = pixels[to + 1] = pixels[to + 2] = isInverted ? 255 - grey : grey;
      }
      pixels[to + 3] = 255;
    }
  }
  return new ImageData(pixels, width, height);
}

/** What of a mask another one does not hold. */
export function without(mask: Uint8Array, other: Uint8Array): Uint8Array {
  return mask.map((value, i) => (value !== 0 && other[i] === 0 ? 1 : 0));
}

/** Where a point of the screen (in slice pixels) lies in the volume, along the two axes of the plane. */
export function toVoxel(
  { size }: Pick<Volume, "size">,
  { across, down }: PlaneLayout,
  x: number,
  y: number,
): { across: number; down: number } {
  const along = (axis: number, isFlipped: boolean, at: number): number => {
    const n = size[axis]!;
    const index = Math.min(n - 1, Math.max(0, Math.floor(at)));
    return isFlipped ? n - 1 - index : index;
  };
  return { across: along(across.axis, across.isFlipped, x), down: along(down.axis, down.isFlipped, y) };
}

/** The middle of a voxel on the screen, in slice pixels. */
export function toSlice(
  { size }: Pick<Volume, "size">,
  { across, down }: PlaneLayout,
  voxel: readonly number[],
): { x: number; y: number } {
  const along = (axis: number, isFlipped: boolean): number =>
    (isFlipped ? size[axis]! - 1 - voxel[axis]! : voxel[axis]!) + 0.5;
  return { x: along(across.axis, across.isFlipped), y: along(down.axis, down.isFlipped) };
}

/** How wide a slice pixel is for its height: 1 where voxels are as wide as high. */
export function pixelAspect({ spacing }: Pick<Volume, "spacing">, { across, down }: PlaneLayout): number {
  return spacing[across.axis] / spacing[down.axis];
}

/** Voxels of a mask in each slice along an axis. */
export function slicesWithMask({ size, data }: Volume, axis: number): Float64Array {
  const counts = new Float64Array(size[axis]!);
  const [nx, ny, nz] = size;
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (data[at] !== 0) counts[axis === 0 ? x : axis === 1 ? y : z]! += 1;
      }
    }
  }
  return counts;
}

/** The slice that holds most of a mask; the middle one where it is empty. */
export function fullestSlice(counts: ArrayLike<number>): number {
  let best = Math.floor((counts.length - 1) / 2);
  for (let i = 0; i < counts.length; i += 1) if (counts[i]! > counts[best]!) best = i;
  return best;
}
