import { gunzipChecked, gunzipStart, isGzip } from "../files/gunzip.ts";
import { type OpenFile, openFile } from "../files/open-file.ts";
import type { DecodedImage } from "../image/decoded-image.ts";
import type { ReadLimits } from "../limits.ts";
import type { VoxelLayout } from "../volume/decode-voxels.ts";
import { gzipNameWarnings } from "../volume/gzip-name.ts";
import { readVolume } from "../volume/read-volume.ts";
import { headerShort, notWhatItSays, unknownType, type VolumeHeader } from "../volume/volume-header.ts";

const START_BYTES = 64 * 1024;
/** FreeSurfer, MghFormat: the voxels begin at this byte, whatever the header uses of it. */
const DATA_OFFSET = 284;
const HEADER_BYTES = 90;

const DATATYPES: Readonly<Record<number, VoxelLayout["datatype"]>> = {
  0: { name: "uint8", bytes: 1 },
  1: { name: "int32", bytes: 4 },
  3: { name: "float32", bytes: 4 },
  4: { name: "int16", bytes: 2 },
  10: { name: "uint16", bytes: 2 },
};

/**
 * Reads a volume of FreeSurfer (`.mgh`, `.mgz`).
 * @param volume which one, of a file that holds several; counted from 0
 * @throws UnreadableFile when it cannot be used
 */
export async function readMgh(path: string, limits: ReadLimits, volume?: number): Promise<DecodedImage> {
  const file = openFile(path, START_BYTES);
  const isPacked = isGzip(file.start);
  const header = parseMghHeader(await startOf(file, isPacked), isPacked);
  const warnings = gzipNameWarnings(file, [".mgz", ".gz"]);
  return readVolume(file, { ...header, warnings }, limits, { volume, instead: "save it uncompressed (.mgh)" });
}

async function startOf(file: OpenFile, isPacked: boolean): Promise<Uint8Array> {
  if (!isPacked) return file.start;
  const start = gunzipStart(file.start.subarray(0, START_BYTES), HEADER_BYTES);
  // Unpacking all says whether the compressed file is damaged, cut short, or just that small.
  return start.length < HEADER_BYTES ? await gunzipChecked(file.path, file.whole, HEADER_BYTES) : start;
}

/** All numbers are big-endian; the position is that of the voxel in the middle, in RAS. */
function parseMghHeader(bytes: Uint8Array, isPacked: boolean): VolumeHeader {
  if (bytes.length < HEADER_BYTES) throw headerShort(bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0) !== 1) throw notWhatItSays("volume-not-mgh", "MGH");
  const size = [4, 8, 12, 16].map((at) => view.getInt32(at));
  const type = view.getInt32(20);
  const datatype = DATATYPES[type];
  if (!datatype) throw unknownType(String(type), "MGH");
  const orientationKnown = view.getInt16(28) === 1;
  const floats = (at: number): number[] => [0, 4, 8].map((step) => view.getFloat32(at + step));
  // Without a position, FreeSurfer takes 1 mm and a coronal volume.
  const spacingMm = orientationKnown ? floats(30) : [1, 1, 1];
  const directions = orientationKnown
    ? [floats(42), floats(54), floats(66)]
    : [
        [-1, 0, 0],
        [0, 0, -1],
        [0, 1, 0],
      ];
  const centre = orientationKnown ? floats(78) : [0, 0, 0];
  const origin = [0, 1, 2].map((row) =>
    directions.reduce((sum, axis, a) => sum - (axis[row]! * spacingMm[a]! * size[a]!) / 2, centre[row]!),
  );
  return {
    size,
    channels: 1,
    datatype,
    littleEndian: false,
    spacingMm,
    directions,
    origin,
    space: "RAS",
    orientationKnown,
    isText: false,
    dataFile: null,
    packedFrom: isPacked ? 0 : null,
    dataOffset: DATA_OFFSET,
    warnings: [],
  };
}
