import { deflateRawSync, inflateRawSync } from "node:zlib";
import { UnreadableFile } from "../file-problem.ts";

const HEADER_BYTES = 4;

/**
 * A mask as it is kept in the project file: the number of voxels (32 bits, low byte first), then one bit a voxel, x
 * fastest, the lowest bit first, deflated.
 * @param mask at most 2^32 − 1 voxels
 * @param label what is kept as 1; by default all that is not 0
 */
export function packMask(mask: ArrayLike<number>, label: number | null = null): Uint8Array {
  const bits = new Uint8Array(Math.ceil(mask.length / 8));
  for (let i = 0; i < mask.length; i += 1) {
    if (label === null ? mask[i] !== 0 : mask[i] === label) bits[i >> 3]! |= 1 << (i & 7);
  }
  const deflated = deflateRawSync(bits);
  const packed = new Uint8Array(HEADER_BYTES + deflated.length);
  new DataView(packed.buffer).setUint32(0, mask.length, true);
  packed.set(deflated, HEADER_BYTES);
  return packed;
}

/**
 * @returns 1 inside, 0 outside
 * @throws UnreadableFile where the bytes are not those of a packed mask
 */
export function unpackMask(packed: Uint8Array): Uint8Array {
  try {
    const n = new DataView(packed.buffer, packed.byteOffset, packed.byteLength).getUint32(0, true);
    const bits = inflateRawSync(packed.subarray(HEADER_BYTES), { maxOutputLength: Math.max(1, Math.ceil(n / 8)) });
    if (bits.length !== Math.ceil(n / 8)) throw new RangeError(`${bits.length} bytes for ${n} voxels`);
    const mask = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) mask[i] = (bits[i >> 3]! >> (i & 7)) & 1;
    return mask;
  } catch (error) {
    throw new UnreadableFile(
      "own-mask-damaged",
      "A mask that Winnow made cannot be read from the project file.",
      "Check the project file (winnow verify); then have the masks made again.",
      { cause: error },
    );
  }
}
