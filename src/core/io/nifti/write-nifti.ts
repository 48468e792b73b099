import { gzipSync } from "node:zlib";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { spacingOfAffine } from "#domain/geometry/geometry.ts";
import type { VoxelArray } from "../image/decoded-image.ts";

const CODES = new Map<string, { code: number; bytes: number }>([
  ["Uint8Array", { code: 2, bytes: 1 }],
  ["Int8Array", { code: 256, bytes: 1 }],
  ["Uint16Array", { code: 512, bytes: 2 }],
  ["Int16Array", { code: 4, bytes: 2 }],
  ["Uint32Array", { code: 768, bytes: 4 }],
  ["Int32Array", { code: 8, bytes: 4 }],
  ["Float32Array", { code: 16, bytes: 4 }],
  ["Float64Array", { code: 64, bytes: 8 }],
]);

/** With the four bytes that say there is no extension. */
const HEADER_BYTES = 352;

const RGB24 = { code: 128, bytes: 3 };

/** A compressed NIfTI-1 file (`.nii.gz`). */
export function encodeNifti(geometry: Geometry, data: VoxelArray): Uint8Array {
  return gzipSync(niftiBytes(geometry, data), { level: 6 });
}

/**
 * A NIfTI-1 file (`.nii`) with exactly the geometry given: the affine as sform and, for axes at right angles, the same
 * as qform. No free text is written into the header.
 * @param options.isRgb `data` holds three bytes a voxel: red, green, blue
 */
export function niftiBytes(
  geometry: Geometry,
  data: VoxelArray,
  { isRgb = false }: { isRgb?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(HEADER_BYTES + data.byteLength);
  writeHeader(Buffer.from(file.buffer, 0, HEADER_BYTES), geometry, isRgb ? RGB24 : CODES.get(data.constructor.name)!);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), HEADER_BYTES);
  return file;
}

function writeHeader(header: Buffer, geometry: Geometry, kind: { code: number; bytes: number }): void {
  const spacing = geometry.spacingMm ?? geometry.size.map(() => 1);
  const affine = geometry.affine ?? [spacing[0]!, 0, 0, 0, 0, spacing[1]!, 0, 0, 0, 0, spacing[2] ?? 1, 0, 0, 0, 0, 1];
  header.writeInt32LE(348, 0);
  header.writeUInt8(0x72, 38); // "r", as nifti1.h asks
  const rank = geometry.size.length;
  header.writeInt16LE(rank, 40);
  for (let axis = 0; axis < 7; axis += 1) header.writeInt16LE(geometry.size[axis] ?? 1, 42 + 2 * axis);
  header.writeInt16LE(kind.code, 70);
  header.writeInt16LE(kind.bytes * 8, 72);
  header.writeFloatLE(HEADER_BYTES, 108);
  header.writeFloatLE(1, 112);
  header.writeUInt8(2, 123); // millimetres
  const known = geometry.orientationKnown;
  const form = rotationToQuaternion(affine);
  header.writeFloatLE(form?.flip ?? 1, 76);
  for (let axis = 0; axis < 7; axis += 1) header.writeFloatLE(axis < rank ? spacing[axis]! : 1, 80 + 4 * axis);
  header.writeInt16LE(known && form ? 1 : 0, 252);
  header.writeInt16LE(known ? 1 : 0, 254);
  for (const [index, value] of (form?.quaternion ?? [0, 0, 0]).entries()) header.writeFloatLE(value, 256 + 4 * index);
  for (const [index, at] of [3, 7, 11].entries()) header.writeFloatLE(affine[at]!, 268 + 4 * index);
  for (let index = 0; index < 12; index += 1) header.writeFloatLE(affine[index]!, 280 + 4 * index);
  header.write("n+1\0", 344, "latin1");
}

/** nifti1.h: the quaternion of a proper rotation; `flip` −1 where the third axis has to be turned round first. */
function rotationToQuaternion(
  affine: readonly number[],
): { quaternion: [number, number, number]; flip: 1 | -1 } | null {
  const spacing = spacingOfAffine(affine);
  const r = [0, 1, 2].map((row) => [0, 1, 2].map((column) => affine[4 * row + column]! / spacing[column]!));
  const at = (row: number, column: number): number => r[row]![column]!;
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const dot = at(0, a) * at(0, b) + at(1, a) * at(1, b) + at(2, a) * at(2, b);
    if (Math.abs(dot) > 1e-4) return null;
  }
  const determinant =
    at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)) -
    at(0, 1) * (at(1, 0) * at(2, 2) - at(1, 2) * at(2, 0)) +
    at(0, 2) * (at(1, 0) * at(2, 1) - at(1, 1) * at(2, 0));
  const flip = determinant < 0 ? -1 : 1;
  for (const row of r) row[2]! *= flip;
  const trace = at(0, 0) + at(1, 1) + at(2, 2) + 1;
  if (trace > 0.5) {
    const a = Math.sqrt(trace) / 2;
    return {
      quaternion: [(at(2, 1) - at(1, 2)) / (4 * a), (at(0, 2) - at(2, 0)) / (4 * a), (at(1, 0) - at(0, 1)) / (4 * a)],
      flip,
    };
  }
  const xd = 1 + at(0, 0) - at(1, 1) - at(2, 2);
  const yd = 1 + at(1, 1) - at(0, 0) - at(2, 2);
  const zd = 1 + at(2, 2) - at(0, 0) - at(1, 1);
  let quaternion: [number, number, number];
  let a: number;
  if (xd > 1) {
    const b = Math.sqrt(xd) / 2;
    quaternion = [b, (at(0, 1) + at(1, 0)) / (4 * b), (at(0, 2) + at(2, 0)) / (4 * b)];
    a = (at(2, 1) - at(1, 2)) / (4 * b);
  } else if (yd > 1) {
    const c = Math.sqrt(yd) / 2;
    quaternion = [(at(0, 1) + at(1, 0)) / (4 * c), c, (at(1, 2) + at(2, 1)) / (4 * c)];
    a = (at(0, 2) - at(2, 0)) / (4 * c);
  } else {
    const d = Math.sqrt(zd) / 2;
    quaternion = [(at(0, 2) + at(2, 0)) / (4 * d), (at(1, 2) + at(2, 1)) / (4 * d), d];
    a = (at(1, 0) - at(0, 1)) / (4 * d);
  }
  return { quaternion: a < 0 ? [-quaternion[0], -quaternion[1], -quaternion[2]] : quaternion, flip };
}
