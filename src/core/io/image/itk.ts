import { describeThrown, UnreadableFile } from "../file-problem.ts";
import { EXPORT_AGAIN } from "../file-problem.ts";
import type { VoxelArray } from "./decoded-image.ts";

/** What itk-wasm makes of a file, unchanged: LPS coordinates, x fastest, components interleaved. */
export interface ItkImage {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly origin: readonly number[];
  readonly direction: readonly number[];
  readonly components: number;
  readonly data: VoxelArray | BigInt64Array | BigUint64Array;
}

/**
 * Decodes a file with itk-wasm, the decoder of reference. The module is loaded when first needed: it costs about 100 MB
 * and half a second. It returns garbage for damaged files without a word, so callers check the file before, and the
 * length of the data is checked here (reliability R4, R5).
 */
export async function readWithItk(path: string): Promise<ItkImage> {
  const { readImageNode } = await import("@itk-wasm/image-io");
  let image: Awaited<ReturnType<typeof readImageNode>>;
  try {
    image = await readImageNode(path);
  } catch (error) {
    throw new UnreadableFile(
      "image-unreadable",
      `The decoder cannot read it (${describeThrown(error)}).`,
      EXPORT_AGAIN,
      { cause: error },
    );
  }
  const { components } = image.imageType;
  const expected = image.size.reduce((product, length) => product * length, components);
  if (image.data === null || image.data.length !== expected) {
    throw new UnreadableFile("data-cut-short", "The picture is not as large as its header says.", EXPORT_AGAIN);
  }
  return {
    size: image.size,
    spacing: image.spacing,
    origin: image.origin,
    direction: Array.from(image.direction as Float64Array),
    components,
    data: image.data as ItkImage["data"],
  };
}
