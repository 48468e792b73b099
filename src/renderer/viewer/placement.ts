/** Where a picture lies on the canvas: canvas = offset + scale × picture pixel, in device pixels. */
export interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Share of its longer side that is left free around a mask that is zoomed to. */
const ZOOM_MARGIN = 0.25;
/** A mask of a few pixels is not blown up to fill the tile: its surroundings are what it is judged by. */
const MIN_ZOOMED_SHARE = 0.12;

/**
 * Shows all of a box of the picture in the middle of the canvas, as large as it fits.
 * @param aspect width ÷ height of a picture pixel (anisotropic voxels)
 */
export function contain(box: Box, canvasWidth: number, canvasHeight: number, aspect = 1): Placement {
  const width = Math.max(1e-6, box.right - box.left);
  const height = Math.max(1e-6, box.bottom - box.top);
  const scaleY = Math.min(canvasWidth / (width * aspect), canvasHeight / height);
  const scaleX = scaleY * aspect;
  return {
    scaleX,
    scaleY,
    x: (canvasWidth - width * scaleX) / 2 - box.left * scaleX,
    y: (canvasHeight - height * scaleY) / 2 - box.top * scaleY,
  };
}

/** The mask with some of what is around it, within the picture. */
export function zoomBox(bounds: readonly [number, number, number, number], width: number, height: number): Box {
  const [left, top, right, bottom] = bounds;
  const longest = Math.max(right - left, bottom - top);
  const side = Math.max(longest * (1 + 2 * ZOOM_MARGIN), Math.max(width, height) * MIN_ZOOMED_SHARE);
  const halfWidth = Math.min(width, Math.max(side, right - left)) / 2;
  const halfHeight = Math.min(height, Math.max(side, bottom - top)) / 2;
  const middleX = Math.min(width - halfWidth, Math.max(halfWidth, (left + right) / 2));
  const middleY = Math.min(height - halfHeight, Math.max(halfHeight, (top + bottom) / 2));
  return {
    left: middleX - halfWidth,
    top: middleY - halfHeight,
    right: middleX + halfWidth,
    bottom: middleY + halfHeight,
  };
}

/** Zooms around a point of the canvas, which stays where it is. */
export function zoomAround(placement: Placement, factor: number, x: number, y: number): Placement {
  return {
    scaleX: placement.scaleX * factor,
    scaleY: placement.scaleY * factor,
    x: x - (x - placement.x) * factor,
    y: y - (y - placement.y) * factor,
  };
}

export function toPicture(placement: Placement, x: number, y: number): { x: number; y: number } {
  return { x: (x - placement.x) / placement.scaleX, y: (y - placement.y) / placement.scaleY };
}

export function toCanvas(placement: Placement, x: number, y: number): { x: number; y: number } {
  return { x: placement.x + x * placement.scaleX, y: placement.y + y * placement.scaleY };
}
