import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { Box } from "../../../viewer/placement.ts";
import { tilePictures } from "../../../viewer/tile-pictures.ts";
import { sharedCrop } from "./shared-crop.ts";

const WAITING = "waiting";

/** The part that tiles share, once all of them have come or failed: before, `isSettled` is false. */
export function useSharedCrop(addresses: readonly string[]): { crop: Box | null; isSettled: boolean } {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = addresses.map((address) => tilePictures.subscribe(address, listener));
      return () => {
        for (const end of ends) end();
      };
    },
    [addresses],
  );
  const known = useSyncExternalStore(subscribe, () => {
    const pictures = addresses.map((address) => tilePictures.get(address));
    const isWaiting = addresses.some((address, index) => !pictures[index] && !tilePictures.errorOf(address));
    if (isWaiting) return WAITING;
    const parts = pictures.flatMap((picture) =>
      picture ? [{ width: picture.image.width, height: picture.image.height, bounds: picture.contours.bounds }] : [],
    );
    return JSON.stringify(sharedCrop(parts));
  });
  return useMemo(
    () => ({ crop: known === WAITING ? null : (JSON.parse(known) as Box | null), isSettled: known !== WAITING }),
    [known],
  );
}
