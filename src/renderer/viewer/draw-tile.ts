import { addToPath, type Contours } from "./contours.ts";
import { drawOutline } from "./draw-overlay.ts";
import { classStroke, type OverlaySettings, overlayPalette } from "./overlay-style.ts";
import { type Box, contain, zoomBox } from "./placement.ts";

/** A tile as it is kept decoded: the image, and the mask as its outline. */
export interface TilePicture {
  readonly image: ImageBitmap;
  readonly contours: Contours;
}

export interface TileDrawing {
  /** Size of the canvas in device pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** Position of the mask's class among the project's; null draws the image alone. */
  readonly classIndex: number | null;
  readonly overlay: OverlaySettings;
  readonly isZoomedToMask: boolean;
  /** The part that is shown, in pixels of the picture; null shows all of it. */
  readonly crop?: Box | null;
}

const paths = new WeakMap<Contours, Path2D>();

/** The outlines as a path in mask pixels, made once for each mask. */
export function pathOf(contours: Contours): Path2D {
  const known = paths.get(contours);
  if (known) return known;
  const path = new Path2D();
  addToPath(path, contours);
  paths.set(contours, path);
  return path;
}

/** Draws image and mask into a canvas of the given size: nothing else lies on the image. */
export function drawTile(context: CanvasRenderingContext2D, picture: TilePicture, drawing: TileDrawing): void {
  const { image, contours } = picture;
  const { width, height, overlay, classIndex, pixelRatio } = drawing;
  const palette = overlayPalette();
  const whole = { left: 0, top: 0, right: image.width, bottom: image.height };
  const box =
    drawing.isZoomedToMask && contours.bounds
      ? zoomBox(contours.bounds, image.width, image.height)
      : (drawing.crop ?? whole);
  const placement = contain(box, width, height);
  context.fillStyle = palette.black;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  const { x, y, scaleX, scaleY } = placement;
  // Better scaling keeps a scaled copy of each picture; enlarged a little, as most tiles are, nobody sees a difference.
  context.imageSmoothingQuality = scaleX < 1 ? "high" : "low";
  context.drawImage(image, x, y, image.width * scaleX, image.height * scaleY);
  if (classIndex === null || !contours.bounds) return;
  const stroke = { ...classStroke(palette, classIndex), path: pathOf(contours) };
  drawOutline(context, stroke, placement, overlay, palette, pixelRatio);
}
