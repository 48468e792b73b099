import { type Axis, countSlices, IN_PLANE, indexAtShare, sliceOf } from "#domain/image/slices.ts";
import { type Rectangle, resamplePlane } from "#domain/image/resample.ts";

/**
 * What the judge sees of a candidate: a bag of small pictures of image and mask together (methods 1.2). A 2-D image
 * gives the crop around the mask and the whole image; a volume gives, along each of its three axes, crops of three slices through
 * the mask and one whole slice through its middle.
 */
export const VIEW_SIDE = 96;
/** Channels of a view: image, mask. */
export const VIEW_CHANNELS = 2;
export const VIEW_BYTES = VIEW_SIDE * VIEW_SIDE * VIEW_CHANNELS;

/** Views of a bag: the crops come first, then the whole slices. */
export interface BagShape {
  readonly nCrops: number;
  readonly nWholes: number;
}

export const pictureBag: BagShape = { nCrops: 1, nWholes: 1 };
export const volumeBag: BagShape = { nCrops: 9, nWholes: 3 };

/** Margin around the mask, as a share of its longer side. */
const MARGIN = 0.2;
/** Where the crops of a volume are taken, as shares of the mask's voxels along the axis. */
const CROP_SHARES = [0.25, 0.5, 0.75];

/** An image and one of its masks, on the same grid. */
export interface ViewSource {
  readonly image: ArrayLike<number>;
  /** Grey values that become black and white. */
  readonly window: readonly [number, number];
  /** Voxels of the mask are 1, all others 0. */
  readonly mask: Uint8Array;
  readonly size: readonly number[];
  readonly spacing: readonly number[];
}

/**
 * Makes the views of one candidate: (nCrops + nWholes) × 96 × 96 × 2 bytes. A picture in a bag made for volumes (a
 * project may hold both) shows its two views as often as the bag has places.
 */
export function makeViews(source: ViewSource, bag: BagShape): Uint8Array {
  const isVolume = (source.size[2] ?? 1) > 1;
  const axes: readonly Axis[] = isVolume ? [0, 1, 2] : [2];
  const counts = countSlices(source.mask, source.size);
  const crops: Uint8Array[] = [];
  const wholes: Uint8Array[] = [];
  for (const axis of axes) {
    const profile = counts[axis];
    for (const share of isVolume ? CROP_SHARES : [0.5])
      crops.push(makeView(source, axis, indexAtShare(profile, share), true));
    wholes.push(makeView(source, axis, indexAtShare(profile, 0.5), false));
  }
  const views = [
    ...Array.from({ length: bag.nCrops }, (_, i) => crops[i % crops.length]!),
    ...Array.from({ length: bag.nWholes }, (_, i) => wholes[i % wholes.length]!),
  ];
  const result = new Uint8Array(views.length * VIEW_BYTES);
  for (const [index, view] of views.entries()) result.set(view, index * VIEW_BYTES);
  return result;
}

function makeView(source: ViewSource, axis: Axis, index: number, isCrop: boolean): Uint8Array {
  const { image, mask, size, spacing, window } = source;
  const imagePlane = sliceOf(image, size, axis, index);
  const maskPlane = sliceOf(mask, size, axis, index);
  const [across, down] = IN_PLANE[axis];
  const aspect = spacing[down]! / spacing[across]!;
  const bounds = isCrop ? maskBounds(maskPlane) : { x0: 0, y0: 0, x1: maskPlane.width, y1: maskPlane.height };
  const frame = squareAround(bounds, aspect, isCrop ? MARGIN : 0);
  const grey = resamplePlane(imagePlane, frame, VIEW_SIDE, VIEW_SIDE);
  const covered = resamplePlane(maskPlane, frame, VIEW_SIDE, VIEW_SIDE);
  const [low, high] = window;
  const scale = high > low ? 255 / (high - low) : 0;
  const view = new Uint8Array(VIEW_BYTES);
  for (let i = 0; i < grey.length; i += 1) {
    view[2 * i] = Math.max(0, Math.min(255, Math.round((grey[i]! - low) * scale)));
    view[2 * i + 1] = Math.round(255 * covered[i]!);
  }
  return view;
}

/** A rectangle that is square in millimetres, with the given one in its middle. */
function squareAround(bounds: Rectangle, aspect: number, margin: number): Rectangle {
  const width = bounds.x1 - bounds.x0;
  const height = (bounds.y1 - bounds.y0) * aspect;
  const side = Math.max(width, height, 4) * (1 + 2 * margin);
  const [cx, cy] = [(bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2];
  return { x0: cx - side / 2, x1: cx + side / 2, y0: cy - side / 2 / aspect, y1: cy + side / 2 / aspect };
}

function maskBounds(plane: ReturnType<typeof sliceOf>): Rectangle {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1];
  for (let y = 0; y < plane.height; y += 1) {
    for (let x = 0; x < plane.width; x += 1) {
      if (plane.data[plane.offset + x * plane.strideX + y * plane.strideY] === 0) continue;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = y;
    }
  }
  return x1 < 0 ? { x0: 0, y0: 0, x1: plane.width, y1: plane.height } : { x0, y0, x1: x1 + 1, y1: y1 + 1 };
}
