import type { OverlayPalette, OverlaySettings } from "./overlay-style.ts";
import type { Placement } from "./placement.ts";

export interface Outline {
  /** In picture pixels. */
  readonly path: Path2D;
  readonly colour: string;
  readonly isDashed: boolean;
}

const OUTLINE_PX = 2;
const HALO_PX = 1;
const DASH_PX = [6, 4];
/** Distance and width of the strokes that mark a difference, and the opacities of strokes and ground. */
const HATCH = { periodPx: 12, strokePx: 4, opacity: 0.85, ground: 0.16 };

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** The path as it lies on the canvas: strokes are then in device pixels, however far one is zoomed in. */
function placed(path: Path2D, { scaleX, scaleY, x, y }: Placement): Path2D {
  const onCanvas = new Path2D();
  onCanvas.addPath(path, { a: scaleX, b: 0, c: 0, d: scaleY, e: x, f: y });
  return onCanvas;
}

/** Fill, then halo, then outline: 2 px at any zoom, visible on white bone as on black air. */
export function drawOutline(
  context: Context,
  outline: Outline,
  placement: Placement,
  settings: OverlaySettings,
  palette: OverlayPalette,
  pixelRatio: number,
): void {
  if (settings.isHidden) return;
  const path = placed(outline.path, placement);
  context.save();
  if (settings.style === "outline-fill" && settings.fill > 0) {
    context.globalAlpha = settings.fill;
    context.fillStyle = outline.colour;
    context.fill(path, "evenodd");
    context.globalAlpha = 1;
  }
  context.lineJoin = "round";
  context.setLineDash(outline.isDashed ? DASH_PX.map((length) => length * pixelRatio) : []);
  context.lineWidth = (OUTLINE_PX + 2 * HALO_PX) * pixelRatio;
  context.strokeStyle = palette.halo;
  context.stroke(path);
  context.lineWidth = OUTLINE_PX * pixelRatio;
  context.strokeStyle = outline.colour;
  context.stroke(path);
  context.restore();
}

/**
 * An area of difference: strokes in one of two directions, which tell two areas apart without colour.
 * @param direction `rising` is ///, `falling` is \\\
 */
export function drawHatched(
  context: Context,
  outline: Pick<Outline, "path" | "colour">,
  placement: Placement,
  direction: "rising" | "falling",
  pixelRatio: number,
): void {
  const path = placed(outline.path, placement);
  const { width, height } = context.canvas;
  context.save();
  context.clip(path, "evenodd");
  context.fillStyle = outline.colour;
  context.globalAlpha = HATCH.ground;
  context.fillRect(0, 0, width, height);
  context.globalAlpha = HATCH.opacity;
  context.strokeStyle = outline.colour;
  context.lineWidth = HATCH.strokePx * pixelRatio;
  const lines = new Path2D();
  for (const { x1, y1, x2, y2 } of hatchLines(width, height, direction, pixelRatio)) {
    lines.moveTo(x1, y1);
    lines.lineTo(x2, y2);
  }
  context.stroke(lines);
  context.restore();
}

/** Strokes over all of a canvas, in device pixels: they stay where they are when one zooms or moves. */
export function hatchLines(
  width: number,
  height: number,
  direction: "rising" | "falling",
  pixelRatio: number,
): { x1: number; y1: number; x2: number; y2: number }[] {
  // Strokes at 45 degrees are further apart along the edge of the canvas than across.
  const period = HATCH.periodPx * pixelRatio * Math.SQRT2;
  const [y1, y2] = direction === "rising" ? [height, 0] : [0, height];
  return Array.from({ length: Math.ceil((width + height) / period) + 1 }, (_, index) => {
    const x1 = index * period - height;
    return { x1, y1, x2: x1 + height, y2 };
  });
}
