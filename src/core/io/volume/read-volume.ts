import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { dataPathsOf } from "#domain/pairing/file-kind.ts";
import { UnreadableFile } from "../file-problem.ts";
import { cutShort, dataBytesOf } from "../files/data-bytes.ts";
import { sha256Of } from "../files/hash.ts";
import { hashOf, type OpenFile, openFile } from "../files/open-file.ts";
import { clearNonFinite, type DecodedImage, type VoxelArray } from "../image/decoded-image.ts";
import { checkedBytes, MAX_TRAILING_BYTES, type ReadLimits, trailingData } from "../limits.ts";
import { requireChosen } from "../volumes/several-volumes.ts";
import { volumeBytesOf, type VolumePick } from "../volumes/volume-bytes.ts";
import { decodeVoxels } from "./decode-voxels.ts";
import { decodeTextVoxels, MAX_TEXT_BYTES } from "./text-voxels.ts";
import { type CheckedVolume, checkVolumeHeader, type VolumeHeader } from "./volume-header.ts";

/** Text headers are seldom over a few KB; those of segmentations and diffusion images may list hundreds of entries. */
export const HEADER_START_BYTES = 1024 ** 2;

/** Which part of a file is wanted. */
export interface VolumeWish {
  /** Of a file that holds several volumes, counted from 0. */
  readonly volume: number | undefined;
  /** What somebody can do who really has a volume that is packed like a bomb. */
  readonly instead: string;
}

/**
 * Reads the voxels that a header promises, after checking all that decoders let pass (reliability R1 to R4, R8 to R10).
 * @param file the file of the header
 * @throws UnreadableFile when it cannot be used
 */
export async function readVolume(
  file: OpenFile,
  header: VolumeHeader,
  limits: ReadLimits,
  { volume, instead }: VolumeWish,
): Promise<DecodedImage> {
  const checked = checkVolumeHeader(header, limits);
  const { geometry, series } = checked;
  const dataFile = header.dataFile === null ? file : openFile(dataPathOf(file.path, header.dataFile), 0);
  const hash = (): string => (dataFile === file ? hashOf(file) : sha256Of(file.start, hashOf(dataFile)));
  const chosen = await requireChosen(volume, series, geometry.size, hash);
  const pick = chosen && { ...chosen, interleavedBytes: header.isInterleaved ? header.datatype.bytes : null };
  const data = await voxelsOf(dataFile, header, checked, { pick, instead, limits });
  const nonFiniteCount = clearNonFinite(data);
  return {
    geometry,
    channels: checked.channels,
    data,
    nonFiniteCount,
    datatype: header.datatype.name,
    sha256: hash(),
    ...(series && { series }),
    warnings: checked.warnings,
  };
}

async function voxelsOf(
  file: OpenFile,
  header: VolumeHeader,
  { dataBytes, geometry }: CheckedVolume,
  { pick, instead, limits }: { pick: VolumePick | null; instead: string; limits: ReadLimits },
): Promise<VoxelArray> {
  const { datatype, packedFrom, littleEndian } = header;
  const n = pick?.n ?? 1;
  if (header.isText) {
    // Text is read as a whole: all volumes together keep to the limit.
    if (pick) checkedBytes([...geometry.size, n], datatype.bytes, limits);
    const all = textVoxels(file, header.dataOffset ?? 0, (n * dataBytes) / datatype.bytes, datatype);
    return pick ? pickVoxels(all, pick) : all;
  }
  if (header.dataOffset === null && file.sizeBytes < n * dataBytes) throw cutShort(file.sizeBytes, n * dataBytes);
  const offset = header.dataOffset ?? file.sizeBytes - n * dataBytes;
  const place = { packedFrom, offset, bytes: dataBytes, size: geometry.size, instead };
  const bytes = pick ? await volumeBytesOf(file, place, pick, limits) : await dataBytesOf(file, place, limits);
  return decodeVoxels(bytes, littleEndian, { datatype, scaling: null });
}

function pickVoxels(all: VoxelArray, { volume, n, interleavedBytes }: VolumePick): VoxelArray {
  const count = all.length / n;
  if (interleavedBytes === null) return all.slice(volume * count, (volume + 1) * count);
  const kept = all.slice(0, count);
  for (let i = 0; i < count; i += 1) kept[i] = all[i * n + volume]!;
  return kept;
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
