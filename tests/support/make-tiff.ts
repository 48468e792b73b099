/** One page, field by field: numbers by tag. */
export interface TiffPageSpec {
  readonly fields?: Readonly<Record<number, readonly number[] | null>>;
  /** Strips or tiles, as they are stored. */
  readonly chunks: readonly Uint8Array[];
  readonly isTiled?: boolean;
}

const HEADER_BYTES = 8;
const LONG = 4;

/**
 * A little-endian TIFF of grey bytes, right unless told otherwise: the chunks first, then one directory a page.
 * @param nextOf where a directory says that the next one lies; by default it lies behind it
 */
export function makeTiff(
  width: number,
  height: number,
  pages: readonly TiffPageSpec[],
  nextOf: (page: number, offsets: readonly number[]) => number = (page, offsets) => offsets[page + 1] ?? 0,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = HEADER_BYTES;
  const put = (bytes: Uint8Array): number => {
    const start = at;
    parts.push(bytes);
    at += bytes.length;
    return start;
  };
  const directories = pages.map((page) => {
    const offsets = page.chunks.map((chunk) => put(chunk));
    const fields: Record<number, readonly number[] | null> = {
      256: [width],
      257: [height],
      258: [8],
      259: [1],
      262: [1],
      277: [1],
      [page.isTiled ? 324 : 273]: offsets,
      [page.isTiled ? 325 : 279]: page.chunks.map((chunk) => chunk.length),
      ...(page.isTiled ? {} : { 278: [height] }),
      ...page.fields,
    };
    return Object.entries(fields)
      .flatMap(([tag, values]) => (values ? [{ tag: Number(tag), values }] : []))
      .map(({ tag, values }) => ({
        tag,
        count: values.length,
        value: values.length === 1 ? values[0]! : put(longs(values)),
      }));
  });
  const places: number[] = [];
  for (const fields of directories) {
    places.push(at);
    at += 2 + 12 * fields.length + 4;
  }
  const written = directories.map((fields, page) => {
    const view = new DataView(new ArrayBuffer(2 + 12 * fields.length + 4));
    view.setUint16(0, fields.length, true);
    for (const [i, { tag, count, value }] of fields.entries()) {
      view.setUint16(2 + 12 * i, tag, true);
      view.setUint16(4 + 12 * i, LONG, true);
      view.setUint32(6 + 12 * i, count, true);
      view.setUint32(10 + 12 * i, value, true);
    }
    view.setUint32(2 + 12 * fields.length, nextOf(page, places), true);
    return new Uint8Array(view.buffer);
  });
  const header = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(places[0] ?? 0, 4);
  return Buffer.concat([header, ...parts, ...written]);
}

function longs(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return new Uint8Array(view.buffer);
}

/** A BMP of grey bytes with its palette, bottom row first. */
export function makeBmp(width: number, height: number, samples: ArrayLike<number>): Uint8Array {
  const rowBytes = Math.ceil(width / 4) * 4;
  const [paletteBytes, offset] = [1024, 54 + 1024];
  const bytes = Buffer.alloc(offset + rowBytes * height);
  bytes.write("BM", 0, "latin1");
  for (const [at, value] of [
    [2, bytes.length],
    [10, offset],
    [14, 40],
    [18, width],
    [22, height],
    [46, paletteBytes / 4],
  ] as const)
    bytes.writeInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  for (let i = 0; i < 256; i += 1) bytes.fill(i, 54 + 4 * i, 54 + 4 * i + 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) bytes[offset + (height - 1 - y) * rowBytes + x] = samples[y * width + x]!;
  return bytes;
}
