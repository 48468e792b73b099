import { COPY_AGAIN, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";

const ITEM = 0xe000_fffe;
const END = 0xe0dd_fffe;

/**
 * The pieces of compressed voxels (PS3.5 A.4), the table of offsets left out.
 * @param start of the first item
 * @throws UnreadableFile where the file ends before they do: decoders fill up what is not there without a word
 */
export function fragmentsOf(file: Uint8Array, start: number, nFrames: number): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const fragments: Uint8Array[] = [];
  for (let at = start; ;) {
    if (at + 8 > file.length) throw cutShort(fragments.length - 1, nFrames);
    const [tag, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    if (tag === END) break;
    if (tag !== ITEM) throw damaged("its pieces do not follow on each other");
    if (at + 8 + length > file.length) throw cutShort(fragments.length - 1, nFrames);
    fragments.push(file.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  if (fragments.length - 1 < nFrames) throw cutShort(fragments.length - 1, nFrames);
  return fragments.slice(1);
}

function cutShort(nThere: number, nFrames: number): UnreadableFile {
  return new UnreadableFile(
    "data-cut-short",
    nFrames > 1
      ? `The file ends before its picture does: ${Math.max(0, nThere)} of ${nFrames} frames are there.`
      : "The file ends before its compressed picture does.",
    COPY_AGAIN,
  );
}

export function damaged(reason: string, options?: { cause: unknown }): UnreadableFile {
  return new UnreadableFile(
    "dicom-picture-damaged",
    `Its compressed picture cannot be read (${reason}).`,
    EXPORT_AGAIN,
    options,
  );
}

/** What a stream of JPEG's family says of itself. */
interface StreamSize {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
}

/**
 * Checks that a stream of JPEG's family begins and ends as it should and is as large as the header says: the decoder
 * believes the stream, however large it says it is.
 */
export function requireWholeStream(stream: Uint8Array, { rows, columns, samples }: StreamSize): void {
  let end = stream.length;
  // Some writers fill up with whatever the length needs.
  while (end > 0 && (stream[end - 1] === 0 || stream[end - 1] === 0xff)) end -= 1;
  if (stream[end - 2] !== 0xff || stream[end - 1] !== 0xd9) throw cutShort(0, 1);
  const size = stream[1] === 0xd8 ? sizeOfJpeg(stream) : sizeOfJpeg2000(stream);
  if (!size) throw damaged("it does not say how large it is");
  if (size.rows !== rows || size.columns !== columns || size.samples !== samples)
    throw damaged(
      `it is ${size.columns} × ${size.rows} in ${size.samples}, the header says ${columns} × ${rows} in ${samples}`,
    );
}

/** ISO 15444-1 A.5.1: the second marker segment. Some machines put the boxes of a .jp2 file around it. */
function sizeOfJpeg2000(packed: Uint8Array): StreamSize | null {
  const start = Buffer.from(packed.subarray(0, 4096)).indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  const stream = packed.subarray(Math.max(0, start));
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (start < 0 || stream.length < 42) return null;
  return {
    columns: view.getUint32(8) - view.getUint32(16),
    rows: view.getUint32(12) - view.getUint32(20),
    samples: view.getUint16(40),
  };
}

/** ISO 10918-1 B.2.2 and 14495-1 C.2.2: the frame header. */
function sizeOfJpeg(stream: Uint8Array): StreamSize | null {
  if (stream[0] !== 0xff || stream[1] !== 0xd8) return null;
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  for (let at = 2; at + 10 < stream.length;) {
    if (stream[at] !== 0xff) return null;
    const marker = stream[at + 1]!;
    const isFrame = marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
    if (isFrame) return { rows: view.getUint16(at + 5), columns: view.getUint16(at + 7), samples: stream[at + 9]! };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}
