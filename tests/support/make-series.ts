import { gzipSync } from "node:zlib";
import { makeNifti, type NiftiSpec } from "./make-nifti.ts";
import { makeMetaImage, makeMgh, makeNrrd, makePackedMetaImage, makePackedNrrd } from "./make-volume-files.ts";

/** An array of four axes, x fastest, volumes slowest. */
export interface Series {
  readonly size: readonly [number, number, number];
  readonly n: number;
  readonly values: Int16Array;
}

/** Values of 16 bits in either order of bytes. */
function int16Bytes(values: ArrayLike<number>, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  for (let i = 0; i < values.length; i += 1) view.setInt16(2 * i, values[i]!, littleEndian);
  return new Uint8Array(view.buffer);
}

/** All volumes' first voxels before their second ones. */
function interleaved({ n, values }: Series): Int16Array {
  const count = values.length / n;
  return values.map((_, at) => values[(at % n) * count + Math.floor(at / n)]!);
}

/** A NIfTI-1 file of int16 with one volume after the other; time of 2.5 s between them unless told otherwise. */
export function makeNiftiSeries(
  series: Series,
  spec: NiftiSpec & { timeUnit?: number; intent?: number } = {},
): Uint8Array {
  const { timeUnit = 8, intent = 0, gzip = false, ...fields } = spec;
  const littleEndian = fields.littleEndian ?? true;
  const file = makeNifti({
    dim: [4, ...series.size, series.n],
    datatype: 4,
    bitpix: 16,
    pixdim: [1, 1, 1.5, 2, 2.5],
    data: int16Bytes(series.values, littleEndian),
    ...fields,
  });
  file[123] = 2 | timeUnit;
  new DataView(file.buffer, file.byteOffset).setInt16(68, intent, littleEndian);
  return gzip ? gzipSync(file) : file;
}

/** The same array as a file of every format, by the ending. */
export const SERIES_FILES: Readonly<Record<string, { readonly ending: string; make(series: Series): Uint8Array }>> = {
  NIfTI: { ending: ".nii", make: (series) => makeNiftiSeries(series) },
  "NIfTI, packed": { ending: ".nii.gz", make: (series) => makeNiftiSeries(series, { gzip: true }) },
  "NIfTI, big-endian": { ending: ".nii", make: (series) => makeNiftiSeries(series, { littleEndian: false }) },
  "NRRD, volumes last": {
    ending: ".nrrd",
    make: (series) => makeNrrd(nrrdFields(series, false), int16Bytes(series.values, true)),
  },
  "NRRD, packed, big-endian": {
    ending: ".nrrd",
    make: (series) => makePackedNrrd({ ...nrrdFields(series, false), endian: "big" }, int16Bytes(series.values, false)),
  },
  "NRRD, volumes first": {
    ending: ".nrrd",
    make: (series) => makeNrrd(nrrdFields(series, true), int16Bytes(interleaved(series), true)),
  },
  "NRRD, volumes first, packed": {
    ending: ".nrrd",
    make: (series) => makePackedNrrd(nrrdFields(series, true), int16Bytes(interleaved(series), true)),
  },
  "NRRD, text": {
    ending: ".nrrd",
    make: (series) =>
      makeNrrd({ ...nrrdFields(series, true), encoding: "ascii" }, Buffer.from(interleaved(series).join(" "))),
  },
  MetaImage: {
    ending: ".mha",
    make: (series) => makeMetaImage(metaLines(series), int16Bytes(series.values, true)),
  },
  "MetaImage, packed, big-endian": {
    ending: ".mha",
    make: (series) =>
      makePackedMetaImage({ ...metaLines(series), BinaryDataByteOrderMSB: "True" }, int16Bytes(series.values, false)),
  },
  MGH: { ending: ".mgh", make: makeMghSeries },
  "MGH, packed": { ending: ".mgz", make: (series) => gzipSync(makeMghSeries(series)) },
};

function makeMghSeries({ size, n, values }: Series): Uint8Array {
  return makeMgh({ size: [...size, n], type: 4, data: int16Bytes(values, false) });
}

function nrrdFields({ size, n }: Series, isFirst: boolean): Record<string, string> {
  const space = ["(-1,0,0)", "(0,-1.5,0)", "(0,0,2)"];
  return {
    type: "short",
    dimension: "4",
    sizes: (isFirst ? [n, ...size] : [...size, n]).join(" "),
    "space directions": (isFirst ? ["none", ...space] : [...space, "none"]).join(" "),
    kinds: (isFirst ? ["list", "domain", "domain", "domain"] : ["domain", "domain", "domain", "time"]).join(" "),
  };
}

function metaLines({ size, n }: Series): Record<string, string> {
  return {
    NDims: "4",
    DimSize: [...size, n].join(" "),
    TransformMatrix: "-1 0 0 0 0 -1 0 0 0 0 1 0 0 0 0 1",
    Offset: "-10 -20 30 0",
    ElementSpacing: "1 1.5 2 1",
    ElementType: "MET_SHORT",
  };
}
