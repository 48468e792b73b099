import { type CSSProperties, memo, useCallback, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { drawTile } from "./draw-tile.ts";
import type { OverlaySettings } from "./overlay-style.ts";
import { tilePictures } from "./tile-pictures.ts";

interface Props {
  readonly address: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly classIndex: number | null;
  readonly overlay: OverlaySettings;
  readonly isZoomedToMask?: boolean;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}

/** The picture of a tile. It asks for nothing by itself: whoever shows it wishes for the address (`tilePictures.want`). */
export const TileCanvas = memo(function TileCanvas(props: Props) {
  const { address, width, height, classIndex, overlay, isZoomedToMask = false, className, style } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useSyncExternalStore(
    useCallback((listener) => tilePictures.subscribe(address, listener), [address]),
    () => tilePictures.get(address),
  );
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
    });
  }, [picture, deviceWidth, deviceHeight, pixelRatio, classIndex, overlay, isZoomedToMask]);
  return <canvas ref={canvas} className={className} style={{ ...style, width, height }} aria-hidden="true" />;
});

/** Why the picture of an address could not be had; null while there is hope. */
export function usePictureProblem(address: string | null): string | null {
  return useSyncExternalStore(
    useCallback((listener) => (address === null ? () => {} : tilePictures.subscribe(address, listener)), [address]),
    () => (address === null ? null : (tilePictures.errorOf(address)?.message ?? null)),
  );
}
