import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { inMegabytes, type ReadLimits, refuseBomb } from "../limits.ts";

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3 | 4;
  readonly decodedBytes: number;
  /** Where the frame header ends in the file; the picture itself follows. */
  readonly end: number;
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * Walks a JPEG's markers (ITU T.81, annex B) up to its frame header and checks that alone.
 * @param bytes the beginning of the file, or all of it
 */
export function checkJpegHeader(bytes: Uint8Array, limits: ReadLimits): JpegHeader {
  if (bytes.length === 0) throw new UnreadableFile("file-empty", "The file is empty.", COPY_AGAIN);
  if (!isJpeg(bytes)) {
    throw new UnreadableFile(
      "picture-not-jpeg",
      "The name says JPEG, but the contents are something else.",
      "Check what the file is, and rename it or take it out of the folder.",
    );
  }
  const header = frameHeader(bytes);
  if (header.width === 0 || header.height === 0) {
    throw new UnreadableFile(
      "picture-no-pixels",
      `The header says ${header.width} × ${header.height} pixels.`,
      EXPORT_AGAIN,
    );
  }
  if (header.decodedBytes > limits.maxDecodedBytes) {
    throw new UnreadableFile(
      "image-too-large",
      `The header says ${header.width} × ${header.height} pixels, which is ${inMegabytes(header.decodedBytes)}; the limit is ${inMegabytes(limits.maxDecodedBytes)}.`,
      "If the picture really is that large, raise the limit (--max-mb); if not, the file is damaged: copy it again.",
    );
  }
  return header;
}

/** What any picture may unpack to, however tightly it is packed. */
const FREE_BYTES = 64 * 1024 ** 2;

/**
 * Checks a whole JPEG before it is decoded: its header, and that its end marker is there. Decoders fill what is missing
 * with grey and say nothing.
 */
export function checkJpeg(bytes: Uint8Array, limits: ReadLimits): JpegHeader {
  const header = checkJpegHeader(bytes, limits);
  const size = [header.width, header.height];
  const instead = "save it in pieces or smaller";
  refuseBomb(
    { fileBytes: bytes.length, decodedBytes: header.decodedBytes, size, freeBytes: FREE_BYTES, instead },
    limits,
  );
  // Looked for behind the frame header: a thumbnail in front of it has an end marker of its own.
  const lastMarker = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(END_OF_IMAGE);
  if (lastMarker < header.end) {
    throw new UnreadableFile("data-cut-short", "The file ends before the picture does.", COPY_AGAIN);
  }
  return header;
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const NOT_A_FRAME = new Set([0xc4, 0xc8, 0xcc]);

function frameHeader(bytes: Uint8Array): JpegHeader {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (marker >= 0xc0 && marker <= 0xcf && !NOT_A_FRAME.has(marker)) {
      const components = bytes[at + 9]!;
      if (bytes[at + 4] !== 8 || (components !== 1 && components !== 3 && components !== 4)) {
        throw new UnreadableFile(
          "picture-unsupported",
          `A JPEG with ${bytes[at + 4]} bits and ${components} components is not read.`,
          "Save it as PNG, then add the folder again.",
        );
      }
      const height = (bytes[at + 5]! << 8) | bytes[at + 6]!;
      const width = (bytes[at + 7]! << 8) | bytes[at + 8]!;
      return { width, height, components, decodedBytes: width * height * components, end: at + 2 + length };
    }
    at += 2 + length;
  }
  throw new UnreadableFile("picture-damaged", "The picture is damaged: it has no frame header.", COPY_AGAIN);
}
