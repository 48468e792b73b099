import type { GreyImage } from "#core/propose/method.ts";
import { bytesOf, readReference } from "./read-reference.ts";

/** What make-region-reference.py finds in one image. Arrays are base64 of their bytes, masks eight voxels a byte. */
interface ExpectedRegions {
  readonly size: readonly [number, number, number];
  readonly data: string;
  readonly sobel: string;
  readonly distanceBasins: { readonly markers: readonly number[]; readonly basins: string };
  readonly watershedGradient: { readonly markerShare: number; readonly mask: string };
  readonly randomWalker: {
    readonly markerShare: number;
    readonly background: string;
    readonly object: string;
    readonly probability: string;
  };
}

interface RegionReference {
  readonly picture: ExpectedRegions & { readonly peaks: readonly number[] };
  readonly volume: ExpectedRegions;
  readonly growing: { readonly seeds: readonly number[]; readonly tolerance: number; readonly mask: string };
  readonly contours: readonly {
    readonly mu: number;
    readonly iterations: number;
    readonly rounds: number;
    readonly phi: string;
    readonly mask: string;
  }[];
  readonly tidied: readonly {
    readonly mask: string;
    readonly radius: number;
    readonly opened: string;
    readonly closed: string;
    readonly filled: string;
    readonly without10: string;
  }[];
}

export const regionReference = readReference<RegionReference>("expected-regions.json");

export const regionImages = {
  picture: imageOf(regionReference.picture, [1, 1, 1]),
  volume: imageOf(regionReference.volume, [1, 1, 2]),
} as const;

function imageOf({ size, data }: ExpectedRegions, spacing: GreyImage["spacing"]): GreyImage {
  return { data: Float32Array.from(bytesOf(data)), size, spacing };
}

export function floatsOf(text: string): Float32Array {
  return new Float32Array(bytesOf(text).buffer);
}
