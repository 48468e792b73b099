/** A reader thread for the fuzzer: reads one file, and says whether what came out of it makes sense. */
import { voxelCount } from "#domain/geometry/geometry.ts";
import { readImage } from "#core/io/image/read-image.ts";
import type { AnyImage } from "#core/io/image/decoded-image.ts";
import { resolvePalette } from "#core/io/image/resolve-palette.ts";
import type { ReadLimits } from "#core/io/limits.ts";
import { serveTasks } from "#core/io/workers/serve-tasks.ts";

export interface FuzzReadTask {
  readonly path: string;
  readonly limits: ReadLimits;
}

serveTasks({
  read: async ({ path, limits }: FuzzReadTask) => {
    const image = await readImage(path, limits);
    requireSense(image, limits);
    requireSense(resolvePalette(image), limits);
    return { value: null };
  },
});

/** @throws Error where an image was made up (reliability R4): that is a fault of the program. */
function requireSense(image: AnyImage, limits: ReadLimits): void {
  const { geometry, channels, data } = image;
  const { size, spacingMm, affine } = geometry;
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new TypeError(`the image makes no sense: ${what}`);
  };
  must(size.length === 2 || size.length === 3, `${size.length} axes`);
  must(
    size.every((length) => Number.isSafeInteger(length) && length >= 1),
    `size ${size.join()}`,
  );
  must(data.length === voxelCount(geometry) * channels, `${data.length} values for ${size.join()} × ${channels}`);
  must(data.byteLength <= 8 * limits.maxDecodedBytes, "larger than the limit");
  must(spacingMm === null || spacingMm.every((value) => Number.isFinite(value) && value > 0), "spacing");
  must(spacingMm === null || spacingMm.length === size.length, "spacing of other axes");
  must(affine === null || (affine.length === 16 && affine.every((value) => Number.isFinite(value))), "affine");
  must(
    data.every((value) => Number.isFinite(value)),
    "values that are no numbers",
  );
  must(/^[0-9a-f]{64}$/.test(image.sha256), "no hash");
  must(
    image.warnings.every(({ message, remedy }) => !/undefined|\[object/.test(message + remedy)),
    "words of a warning",
  );
}
