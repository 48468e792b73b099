import { type Box, zoomBox } from "../../../viewer/placement.ts";

/** What of a decoded tile decides where to look. */
export interface CropPart {
  readonly width: number;
  readonly height: number;
  /** Smallest box around the mask: [left, top, right, bottom); null where it is empty. */
  readonly bounds: readonly [number, number, number, number] | null;
}

/**
 * The part of the image that holds all of some masks, with some of what is around: tiles of the same part can be
 * compared. Null shows all of the image: where no mask has anything, or the tiles are of different planes.
 */
export function sharedCrop(parts: readonly CropPart[]): Box | null {
  const [first] = parts;
  if (!first || parts.some(({ width, height }) => width !== first.width || height !== first.height)) return null;
  const boxes = parts.flatMap(({ bounds }) => (bounds ? [bounds] : []));
  if (boxes.length === 0) return null;
  const most = (side: 0 | 1 | 2 | 3): number => {
    const values = boxes.map((bounds) => bounds[side]);
    return side < 2 ? Math.min(...values) : Math.max(...values);
  };
  return zoomBox([most(0), most(1), most(2), most(3)], first.width, first.height);
}
