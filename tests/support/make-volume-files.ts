import { deflateSync, gzipSync } from "node:zlib";
import { ramp, SIZE } from "./make-nifti.ts";

/** Lines of a header; null leaves one out. */
type Lines = Readonly<Record<string, string | null>>;

const NAMED_LAST = "ElementDataFile";

/** A MetaImage of 5 × 4 × 3 bytes, line by line, right unless told otherwise. */
export function makeMetaImage(lines: Lines = {}, data: Uint8Array = ramp(60)): Uint8Array {
  const all: Lines = {
    ObjectType: "Image",
    NDims: "3",
    BinaryData: "True",
    BinaryDataByteOrderMSB: "False",
    CompressedData: "False",
    TransformMatrix: "-1 0 0 0 -1 0 0 0 1",
    Offset: "-10 -20 30",
    ElementSpacing: "1 1.5 2",
    DimSize: SIZE.join(" "),
    ElementType: "MET_UCHAR",
    ...lines,
    [NAMED_LAST]: lines[NAMED_LAST] === undefined ? "LOCAL" : lines[NAMED_LAST],
  };
  const { [NAMED_LAST]: last, ...others } = all;
  const text = Object.entries({ ...others, [NAMED_LAST]: last })
    .flatMap(([key, value]) => (value === null || value === undefined ? [] : [`${key} = ${value}\n`]))
    .join("");
  return Buffer.concat([Buffer.from(text), data]);
}

export function makePackedMetaImage(lines: Lines = {}, data: Uint8Array = ramp(60)): Uint8Array {
  return makeMetaImage({ CompressedData: "True", ...lines }, deflateSync(data));
}

/** An NRRD of 5 × 4 × 3 bytes, field by field, right unless told otherwise. */
export function makeNrrd(fields: Lines = {}, data: Uint8Array = ramp(60)): Uint8Array {
  const all: Lines = {
    type: "uchar",
    dimension: "3",
    space: "left-posterior-superior",
    sizes: SIZE.join(" "),
    "space directions": "(-1,0,0) (0,-1.5,0) (0,0,2)",
    "space origin": "(-10,-20,30)",
    endian: "little",
    encoding: "raw",
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}\n`]));
  return Buffer.concat([Buffer.from(`NRRD0005\n${lines.join("")}\n`), data]);
}

export function makePackedNrrd(fields: Lines = {}, data: Uint8Array = ramp(60)): Uint8Array {
  return makeNrrd({ encoding: "gzip", ...fields }, gzipSync(data));
}

interface MghSpec {
  version?: number;
  size?: readonly number[];
  type?: number;
  spacing?: readonly number[];
  directions?: readonly number[];
  hasPosition?: boolean;
  data?: Uint8Array;
}

/** An MGH volume of 5 × 4 × 3 bytes, field by field, right unless told otherwise. */
export function makeMgh(spec: MghSpec = {}): Uint8Array {
  const header = new DataView(new ArrayBuffer(284));
  for (const [i, value] of [spec.version ?? 1, ...(spec.size ?? [...SIZE, 1]), spec.type ?? 0].entries())
    header.setInt32(4 * i, value);
  header.setInt16(28, (spec.hasPosition ?? true) ? 1 : 0);
  const floats = [...(spec.spacing ?? [1, 1.5, 2]), ...(spec.directions ?? [-1, 0, 0, 0, 0, -1, 0, 1, 0]), 3, 4, 5];
  for (const [i, value] of floats.entries()) header.setFloat32(30 + 4 * i, value);
  return Buffer.concat([new Uint8Array(header.buffer), spec.data ?? ramp(60)]);
}
