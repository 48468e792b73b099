import { drawHatched, drawOutline, type Outline } from "./draw-overlay.ts";
import { type OverlaySettings, overlayPalette } from "./overlay-style.ts";
import { type Placement, toCanvas } from "./placement.ts";
import { scaleBar } from "./scale-bar.ts";

export interface HatchedArea {
  readonly path: Path2D;
  readonly colour: string;
  readonly direction: "rising" | "falling";
}

export interface PlaneDrawing {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
  readonly placement: Placement;
  readonly pixelRatio: number;
  readonly overlay: OverlaySettings;
  readonly outlines: readonly Outline[];
  readonly differences: readonly HatchedArea[];
  /** In slice pixels; null in pictures. */
  readonly crosshair: { x: number; y: number } | null;
  /** Letters at left, right, top, bottom; null where it is not known how the patient lies. */
  readonly letters: readonly [string, string, string, string] | null;
  /** CSS pixels a millimetre; null where spacing is unknown. */
  readonly pixelsPerMm: number | null;
  readonly scaleText: (mm: number) => string;
  readonly font: string;
}

const INSET = 12;

/** A slice with what may lie on it (ui.md, principle 2): masks, letters, scale bar, crosshair. */
export function drawPlane(context: CanvasRenderingContext2D, drawing: PlaneDrawing): void {
  const { image, width, height, placement, pixelRatio, overlay } = drawing;
  const palette = overlayPalette();
  const { canvas } = context;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.black;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  const { x, y, scaleX, scaleY } = placement;
  context.drawImage(image, x, y, width * scaleX, height * scaleY);
  for (const outline of drawing.outlines) drawOutline(context, outline, placement, overlay, palette, pixelRatio);
  if (!overlay.isHidden) {
    for (const area of drawing.differences) drawHatched(context, area, placement, area.direction, pixelRatio);
  }
  if (drawing.crosshair)
    drawCrosshair(context, toCanvas(placement, drawing.crosshair.x, drawing.crosshair.y), pixelRatio);
  if (drawing.letters) drawLetters(context, drawing.letters, drawing.font, pixelRatio);
  if (drawing.pixelsPerMm !== null) {
    drawScaleBar(context, drawing.pixelsPerMm, drawing.scaleText, drawing.font, pixelRatio);
  }
}

function drawCrosshair(context: CanvasRenderingContext2D, at: { x: number; y: number }, pixelRatio: number): void {
  const { canvas } = context;
  const palette = overlayPalette();
  context.save();
  context.beginPath();
  context.moveTo(Math.round(at.x) + 0.5, 0);
  context.lineTo(Math.round(at.x) + 0.5, canvas.height);
  context.moveTo(0, Math.round(at.y) + 0.5);
  context.lineTo(canvas.width, Math.round(at.y) + 0.5);
  // A faint dark edge keeps it visible on bone.
  for (const [colour, opacity, width] of [
    [palette.onImageShade, 0.3, 3],
    [palette.onImage, 0.45, 1],
  ] as const) {
    context.globalAlpha = opacity;
    context.strokeStyle = colour;
    context.lineWidth = width * pixelRatio;
    context.stroke();
  }
  context.restore();
}

/** Light on a dark edge: readable on bone as on air. */
function write(context: CanvasRenderingContext2D, text: string, x: number, y: number, pixelRatio: number): void {
  const palette = overlayPalette();
  context.lineJoin = "round";
  context.lineWidth = 3 * pixelRatio;
  context.strokeStyle = palette.onImageShade;
  context.strokeText(text, x, y);
  context.fillStyle = palette.onImage;
  context.fillText(text, x, y);
}

function drawLetters(
  context: CanvasRenderingContext2D,
  [left, right, top, bottom]: readonly [string, string, string, string],
  font: string,
  pixelRatio: number,
): void {
  const { width, height } = context.canvas;
  const inset = INSET * pixelRatio;
  context.save();
  context.font = font;
  context.textBaseline = "middle";
  context.textAlign = "left";
  write(context, left, inset, height / 2 + inset, pixelRatio);
  context.textAlign = "right";
  write(context, right, width - 2 * inset, height / 2 + inset, pixelRatio);
  context.textAlign = "center";
  context.textBaseline = "top";
  write(context, top, width / 2 + inset, inset, pixelRatio);
  context.textBaseline = "bottom";
  write(context, bottom, width / 2 + inset, height - inset, pixelRatio);
  context.restore();
}

function drawScaleBar(
  context: CanvasRenderingContext2D,
  pixelsPerMm: number,
  scaleText: (mm: number) => string,
  font: string,
  pixelRatio: number,
): void {
  const { width, height } = context.canvas;
  const { mm, pixels } = scaleBar(pixelsPerMm, width / pixelRatio);
  const inset = INSET * pixelRatio;
  const length = pixels * pixelRatio;
  const y = height - inset - 20 * pixelRatio;
  const palette = overlayPalette();
  context.save();
  for (const [colour, lineWidth] of [
    [palette.onImageShade, 3],
    [palette.onImage, 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = lineWidth * pixelRatio;
    context.beginPath();
    context.moveTo(inset, y - 4 * pixelRatio);
    context.lineTo(inset, y);
    context.lineTo(inset + length, y);
    context.lineTo(inset + length, y - 4 * pixelRatio);
    context.stroke();
  }
  context.font = font;
  context.textBaseline = "top";
  write(context, scaleText(mm), inset, y + 6 * pixelRatio, pixelRatio);
  context.restore();
}
