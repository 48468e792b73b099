import { memo, useCallback, useSyncExternalStore } from "react";
import { PictureCanvas, type PictureCanvasProps } from "./picture-canvas.tsx";
import { tilePictures } from "./tile-pictures.ts";

interface Props extends Omit<PictureCanvasProps, "picture"> {
  readonly address: string;
}

/** The picture of a tile. It asks for nothing by itself: whoever shows it wishes for the address (`tilePictures.want`). */
export const TileCanvas = memo(function TileCanvas({ address, ...props }: Props) {
  const picture = useSyncExternalStore(
    useCallback((listener) => tilePictures.subscribe(address, listener), [address]),
    () => tilePictures.get(address),
  );
  return <PictureCanvas {...props} picture={picture} />;
});

/** Why the picture of an address could not be had; null while there is hope. */
export function usePictureProblem(address: string | null): string | null {
  return useSyncExternalStore(
    useCallback((listener) => (address === null ? () => {} : tilePictures.subscribe(address, listener)), [address]),
    () => (address === null ? null : (tilePictures.errorOf(address)?.message ?? null)),
  );
}
