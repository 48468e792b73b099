import { type CSSProperties, memo, useLayoutEffect, useRef } from "react";
import { drawTile, type TilePicture } from "./draw-tile.ts";
import type { OverlaySettings } from "./overlay-style.ts";
import type { Box } from "./placement.ts";

export interface PictureCanvasProps {
  /** Nothing is drawn before there is one. */
  readonly picture: TilePicture | null | undefined;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly classIndex: number | null;
  readonly overlay: OverlaySettings;
  readonly isZoomedToMask?: boolean;
  /** The part of the picture that is shown, in its pixels; all of it where it is left out. */
  readonly crop?: Box | null | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}

/** A decoded tile, drawn in device pixels. */
export const PictureCanvas = memo(function PictureCanvas(props: PictureCanvasProps) {
  const { picture, width, height, classIndex, overlay, isZoomedToMask = false, crop = null, className, style } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixelRatio = window.devicePixelRatio;
  const deviceWidth = Math.max(1, Math.round(width * pixelRatio));
  const deviceHeight = Math.max(1, Math.round(height * pixelRatio));
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d", { alpha: true });
    if (!element || !context) return;
    if (element.width !== deviceWidth) element.width = deviceWidth;
    if (element.height !== deviceHeight) element.height = deviceHeight;
    if (!picture) {
      context.clearRect(0, 0, deviceWidth, deviceHeight);
      return;
    }
    drawTile(context, picture, {
      width: deviceWidth,
      height: deviceHeight,
      pixelRatio,
      classIndex,
      overlay,
      isZoomedToMask,
      crop,
    });
  }, [picture, deviceWidth, deviceHeight, pixelRatio, classIndex, overlay, isZoomedToMask, crop]);
  return <canvas ref={canvas} className={className} style={{ ...style, width, height }} aria-hidden="true" />;
});
