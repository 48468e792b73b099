import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { percentiles } from "#domain/image/percentiles.ts";
import { extremes } from "./extremes.ts";
import type { GreyImage } from "./method.ts";
import { otsuThreshold } from "./methods/otsu.ts";

/** Grey values beyond these shares are cut: a few hot or dead voxels must not move the threshold. */
const SHARES = [0.001, 0.999] as const;

/**
 * Whether the object is brighter or darker than what is around it: the side of Otsu's threshold, on the slightly smoothed
 * image, that covers less of the border. Of a volume only the sides across axes that are not much shorter than the
 * longest one count: objects often go on beyond the first and last of a few slices.
 */
export function findPolarity({ data, size, spacing }: GreyImage): "bright" | "dark" {
  const [low, high] = percentiles(data, SHARES) as [number, number];
  const smooth = gaussianSmooth(
    data,
    size,
    spacing.map((one) => 1 / one),
  );
  if (high > low) for (let i = 0; i < smooth.length; i += 1) smooth[i] = Math.min(high, Math.max(low, smooth[i]!));
  const threshold = otsuThreshold(smooth);
  const lengths = size.map((n, axis) => n * spacing[axis]!);
  const longest = Math.max(...lengths);
  const counts = size.map((n, axis) => n > 1 && lengths[axis]! > longest / 4) as [boolean, boolean, boolean];
  const { n, nBright } = borderBrightness(smooth, size, counts, threshold);
  return nBright <= n / 2 ? "bright" : "dark";
}

/** Voxels of the sides across the axes that count, and how many of them lie above the threshold. */
function borderBrightness(
  data: Float32Array,
  [nx, ny, nz]: readonly [number, number, number],
  [countsX, countsY, countsZ]: readonly [boolean, boolean, boolean],
  threshold: number,
): { readonly n: number; readonly nBright: number } {
  let n = 0;
  let nBright = 0;
  const look = (at: number): void => {
    n += 1;
    if (data[at]! > threshold) nBright += 1;
  };
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const line = nx * (y + ny * z);
      const isWhole = (countsY && (y === 0 || y === ny - 1)) || (countsZ && (z === 0 || z === nz - 1));
      if (isWhole) for (let x = 0; x < nx; x += 1) look(line + x);
      else if (countsX) {
        look(line);
        look(line + nx - 1);
      }
    }
  return { n, nBright };
}

/** Grey values turned round within their range: dark objects become bright ones. */
export function turned(data: Float32Array): Float32Array {
  const [low, high] = extremes(data);
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) result[i] = high - data[i]! + low;
  return result;
}
