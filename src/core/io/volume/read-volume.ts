import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { dataPathsOf } from "#domain/pairing/file-kind.ts";
import { UnreadableFile } from "../file-problem.ts";
import { cutShort, dataBytesOf } from "../files/data-bytes.ts";
import { sha256Of } from "../files/hash.ts";
import { hashOf, type OpenFile, openFile } from "../files/open-file.ts";
import { clearNonFinite, type DecodedImage, type VoxelArray } from "../image/decoded-image.ts";
import { MAX_TRAILING_BYTES, type ReadLimits, trailingData } from "../limits.ts";
import { decodeVoxels } from "./decode-voxels.ts";
import { decodeTextVoxels, MAX_TEXT_BYTES } from "./text-voxels.ts";
import { type CheckedVolume, checkVolumeHeader, type VolumeHeader } from "./volume-header.ts";

/** Text headers are seldom over a few KB; those of segmentations and diffusion images may list hundreds of entries. */
export const HEADER_START_BYTES = 1024 ** 2;

/**
 * Reads the voxels that a header promises, after checking all that decoders let pass (reliability R1 to R4, R8 to R10).
 * @param file the file of the header
 * @param instead what somebody can do who really has a volume that is packed like a bomb
 * @throws UnreadableFile when it cannot be used
 */
export async function readVolume(
  file: OpenFile,
  header: VolumeHeader,
  limits: ReadLimits,
  instead: string,
): Promise<DecodedImage> {
  const checked = checkVolumeHeader(header, limits);
  const dataFile = header.dataFile === null ? file : openFile(dataPathOf(file.path, header.dataFile), 0);
  const data = await voxelsOf(dataFile, header, checked, limits, instead);
  const nonFiniteCount = clearNonFinite(data);
  return {
    geometry: checked.geometry,
    channels: checked.channels,
    data,
    nonFiniteCount,
    datatype: header.datatype.name,
    sha256: dataFile === file ? await hashOf(file) : sha256Of(file.start, await hashOf(dataFile)),
    warnings: checked.warnings,
  };
}

async function voxelsOf(
  file: OpenFile,
  header: VolumeHeader,
  { dataBytes, geometry }: CheckedVolume,
  limits: ReadLimits,
  instead: string,
): Promise<VoxelArray> {
  const { datatype, packedFrom, littleEndian } = header;
  if (header.isText) return textVoxels(file, header.dataOffset ?? 0, dataBytes / datatype.bytes, datatype);
  if (header.dataOffset === null && file.sizeBytes < dataBytes) throw cutShort(file.sizeBytes, dataBytes);
  const offset = header.dataOffset ?? file.sizeBytes - dataBytes;
  const place = { packedFrom, offset, bytes: dataBytes, size: geometry.size, instead };
  return decodeVoxels(await dataBytesOf(file, place, limits), littleEndian, { datatype, scaling: null });
}

function textVoxels(file: OpenFile, offset: number, count: number, datatype: VolumeHeader["datatype"]): VoxelArray {
  if (file.sizeBytes - offset > count * MAX_TEXT_BYTES + MAX_TRAILING_BYTES) throw trailingData();
  const text = Buffer.from((file.whole ?? readFileSync(file.path)).subarray(offset)).toString("latin1");
  return decodeTextVoxels(text, count, datatype);
}

/**
 * The file that holds a header's voxels: in the same folder, named like the header, so that whoever copies, renames or
 * changes one of them is noticed.
 */
function dataPathOf(headerPath: string, named: string): string {
  const name = named.replace(/^\.[/\\]/, "");
  const expected = dataPathsOf(basename(headerPath));
  if (!expected.includes(name)) {
    const looksFor = expected.length === 0 ? "no second file for this ending" : `${expected[0]} beside it`;
    throw new UnreadableFile(
      "volume-data-file-elsewhere",
      `The header says that its voxels are in ${shown(named)}; Winnow reads ${looksFor}.`,
      "Give header (.mhd, .nhdr) and data file (.raw) the same name in the same folder, and correct it in the header. Or save the image as one file.",
    );
  }
  const path = join(dirname(headerPath), name);
  if (existsSync(path)) return path;
  throw new UnreadableFile(
    "volume-data-file-missing",
    `The picture's data file (${name}) is not beside its header.`,
    "Copy the data file into the same folder, then add the folder again.",
  );
}

/** Names in headers are foreign text: without control characters, and not endless. */
function shown(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, "?").slice(0, 80);
}
