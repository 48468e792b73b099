import type { Geometry } from "../geometry/geometry.ts";
import { type PlaneLayout, planeLayouts } from "../geometry/planes.ts";
import { type Plane, resamplePlane } from "./resample.ts";
import { type Axis, countSlices, sliceOf } from "./slices.ts";

/** Samples of an image as they are held in memory, channels interleaved, x fastest. */
export interface TileImage {
  readonly geometry: Geometry;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: ArrayLike<number>;
}

/** One slice of an image and a mask on it, of the same size, with square pixels. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** Bytes, row by row, channels interleaved. */
  readonly image: Uint8Array;
  /** 0 or 1. */
  readonly mask: Uint8Array;
}

/** The slice of an image that a tile shows. */
export interface TileSlice {
  readonly layout: PlaneLayout;
  readonly index: number;
}

/**
 * The slice that holds most of the mask among those of all planes, as the focus view lays that plane out (the axial one
 * where several hold as much). Without a mask, or with an empty one, the middle of the plane that shows most voxels.
 */
export function chooseSlice(geometry: Geometry, mask: Uint8Array | null): TileSlice {
  const layouts = planeLayouts(geometry);
  const size = [geometry.size[0]!, geometry.size[1]!, geometry.size[2] ?? 1];
  const counts = mask && countSlices(mask, size);
  let best: TileSlice | null = null;
  let most = 0;
  for (const layout of layouts) {
    for (const [index, n] of (counts?.[layout.axis] ?? []).entries()) {
      if (n <= most) continue;
      [best, most] = [{ layout, index }, n];
    }
  }
  if (best) return best;
  const voxels = ({ across, down }: PlaneLayout): number => size[across.axis]! * size[down.axis]!;
  const layout = layouts.reduce((a, b) => (voxels(b) > voxels(a) ? b : a));
  return { layout, index: Math.floor((size[layout.axis]! - 1) / 2) };
}

/** How large a slice is drawn. */
export interface TileSize {
  /** Pixels along the longer edge, at most. */
  readonly maxSide: number;
  /** So many in any case; otherwise a pixel is at least as large as a voxel along its finer axis. */
  readonly isEnlarged?: boolean;
}

/** Pixels that a slice is drawn with: square, and as fine as its finer axis. */
export function tileSize(
  geometry: Geometry,
  layout: PlaneLayout,
  { maxSide, isEnlarged = false }: TileSize,
): { width: number; height: number } {
  const extent = ({ axis }: { axis: Axis }): { n: number; spacing: number } => ({
    n: geometry.size[axis] ?? 1,
    spacing: geometry.spacingMm?.[axis] ?? 1,
  });
  const [across, down] = [extent(layout.across), extent(layout.down)];
  const finest = isEnlarged ? 0 : Math.min(across.spacing, down.spacing);
  const pixel = Math.max(finest, (across.n * across.spacing) / maxSide, (down.n * down.spacing) / maxSide);
  const pixels = ({ n, spacing }: { n: number; spacing: number }): number =>
    Math.max(1, Math.min(maxSide, Math.round((n * spacing) / pixel)));
  return { width: pixels(across), height: pixels(down) };
}

/**
 * Draws a slice. Grey values are shown between the two of `window`; colours of 8 bits as they are stored (a window made
 * of their brightness would change their hue), deeper ones between the two.
 */
export function drawTile(
  image: TileImage,
  mask: Uint8Array | null,
  { layout, index }: TileSlice,
  { window, ...wanted }: TileSize & { readonly window: readonly [number, number] },
): Tile {
  const { geometry, data } = image;
  const { width, height } = tileSize(geometry, layout, wanted);
  const isColour = image.channels >= 3 && hasColour(image);
  const channels = isColour ? 3 : 1;
  const [low, high] = isColour && data instanceof Uint8Array ? [0, 255] : window;
  const scale = high > low ? 255 / (high - low) : 0;
  const pixels = new Uint8Array(width * height * channels);
  const plane = layOut(sliceOf(data, geometry.size, layout.axis, index), layout);
  for (let channel = 0; channel < channels; channel += 1) {
    const values = scaled(channelOf(plane, image.channels, channel), width, height);
    for (let i = 0; i < values.length; i += 1)
      pixels[i * channels + channel] = Math.max(0, Math.min(255, Math.round((values[i]! - low) * scale)));
  }
  const inside = mask
    ? drawMask(layOut(sliceOf(mask, geometry.size, layout.axis, index), layout), width, height)
    : new Uint8Array(width * height);
  return { width, height, channels, image: pixels, mask: inside };
}

/** Channels that differ by more than what a lossy file makes of grey; pictures in three equal channels are grey. */
const GREY_TOLERANCE = 8 / 255;

/** Whether a picture of several channels shows any colour. */
export function hasColour({ data, channels }: Pick<TileImage, "data" | "channels">): boolean {
  if (channels < 3) return false;
  const tolerance = GREY_TOLERANCE * (data instanceof Uint8Array ? 255 : 65_535);
  for (let i = 0; i < data.length; i += channels) {
    const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
    if (Math.abs(r - g) > tolerance || Math.abs(g - b) > tolerance || Math.abs(r - b) > tolerance) return true;
  }
  return false;
}

/** Turns a slice (its first axis across) as its layout says, without a copy. */
function layOut(plane: Plane, { across, down }: PlaneLayout): Plane {
  const turned =
    across.axis < down.axis
      ? plane
      : { ...plane, width: plane.height, height: plane.width, strideX: plane.strideY, strideY: plane.strideX };
  const mirrored = across.isFlipped
    ? { ...turned, offset: turned.offset + (turned.width - 1) * turned.strideX, strideX: -turned.strideX }
    : turned;
  return down.isFlipped
    ? { ...mirrored, offset: mirrored.offset + (mirrored.height - 1) * mirrored.strideY, strideY: -mirrored.strideY }
    : mirrored;
}

function channelOf(plane: Plane, channels: number, channel: number): Plane {
  if (channels === 1) return plane;
  return {
    ...plane,
    offset: plane.offset * channels + channel,
    strideX: plane.strideX * channels,
    strideY: plane.strideY * channels,
  };
}

function scaled(plane: Plane, width: number, height: number): ArrayLike<number> {
  if (plane.width !== width || plane.height !== height) {
    return resamplePlane(plane, { x0: 0, y0: 0, x1: plane.width, y1: plane.height }, width, height);
  }
  const copy = new Float32Array(width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0, from = plane.offset + y * plane.strideY; x < width; x += 1, to += 1, from += plane.strideX)
      copy[to] = plane.data[from]!;
  }
  return copy;
}

/**
 * A mask on fewer pixels: those of which it covers half, and the ridges of what is thinner than that (vessels, nerves),
 * which would else come apart or vanish.
 */
function drawMask(plane: Plane, width: number, height: number): Uint8Array {
  const covered = scaled(plane, width, height);
  const result = new Uint8Array(width * height);
  const mayBeThin = plane.width > width || plane.height > height;
  for (let y = 0, i = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, i += 1) {
      const value = covered[i]!;
      if (value === 0) continue;
      const isInside =
        value >= 0.5 || (mayBeThin && (isRidge(covered, i, 1, x, width) || isRidge(covered, i, width, y, height)));
      if (isInside) result[i] = 1;
    }
  }
  return result;
}

/** Whether coverage peaks here along one direction and falls to half within two pixels on both sides. */
function isRidge(covered: ArrayLike<number>, i: number, stride: number, place: number, length: number): boolean {
  const value = covered[i]!;
  const at = (step: number): number => (place + step < 0 || place + step >= length ? 0 : covered[i + step * stride]!);
  return value > at(-1) && value >= at(1) && 2 * at(-2) < value && 2 * at(2) < value;
}
