import { describeThrown, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import type { VoxelArray } from "./decoded-image.ts";

/** What itk-wasm makes of a file, unchanged: LPS coordinates, x fastest, components interleaved. */
export interface ItkImage {
  readonly size: readonly number[];
  readonly spacing: readonly number[];
  readonly origin: readonly number[];
  readonly direction: readonly number[];
  readonly components: number;
  readonly data: VoxelArray | BigInt64Array | BigUint64Array;
  /** What the decoder wrote while it worked; empty where all was well. */
  readonly said: string;
}

/**
 * Decodes a file with itk-wasm, the decoder of reference. The module is loaded when first needed: it costs about 100 MB
 * and half a second. It returns garbage for damaged files without a word, so callers check the file before, and the
 * length of the data is checked here (reliability R4, R5).
 */
export async function readWithItk(path: string): Promise<ItkImage> {
  const { readImageNode } = await import("@itk-wasm/image-io");
  let image: Awaited<ReturnType<typeof readImageNode>>;
  const listening = listen();
  try {
    image = await readImageNode(path);
  } catch (error) {
    const reason = listening.said() || describeThrown(error);
    throw new UnreadableFile("image-unreadable", `The decoder cannot read it (${reason}).`, EXPORT_AGAIN, {
      cause: error,
    });
  } finally {
    listening.end();
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
    said: listening.said(),
  };
}

/** What itk-wasm itself adds to the words of a decoder. */
const WRAPPER_WORDS = /^(?:stdout:|stderr:|Exception while running pipeline:|Build module in Debug mode)/;

/** Decoders write their complaints to stdout and stderr, where nobody sees them and stdout belongs to the command. */
export function listen(): { said(): string; end(): void } {
  const lines: string[] = [];
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream } of streams) {
    stream.write = (chunk: Uint8Array | string): boolean => {
      lines.push(...String(chunk).split("\n"));
      return true;
    };
  }
  return {
    said: () => lines.find((line) => line.trim() !== "" && !WRAPPER_WORDS.test(line))?.trim() ?? "",
    end: () => {
      for (const { stream, write } of streams) stream.write = write;
    },
  };
}
