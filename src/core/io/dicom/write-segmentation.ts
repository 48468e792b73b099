import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { describeThrown, UnreadableFile } from "../file-problem.ts";
import { toVoxelOf } from "#domain/dicom/place-planes.ts";
import { parseFile } from "./parse-header.ts";
import { segmentNumbers } from "./read-segmentation.ts";
import { listen } from "../image/itk.ts";
import { encodeNifti } from "../nifti/write-nifti.ts";

/** One segment to be written. */
export interface WrittenSegment {
  readonly name: string;
  /** On the grid of the series, x fastest; 1 inside. */
  readonly mask: Uint8Array;
  /** Whether a person drew it, a machine, or a person chose among what a machine made. */
  readonly algorithm: "MANUAL" | "AUTOMATIC" | "SEMIAUTOMATIC";
}

export interface SegmentationRequest {
  /** The DICOM files of the image, on this machine, as they are in the release. */
  readonly slices: readonly string[];
  readonly geometry: Geometry;
  readonly segments: readonly WrittenSegment[];
  readonly seriesNumber: number;
}

/** SNOMED CT: what is not known of a structure but that it is one. */
const CATEGORY = { CodeValue: "123037004", CodingSchemeDesignator: "SCT", CodeMeaning: "Anatomical Structure" };
const TYPE = { CodeValue: "85756007", CodingSchemeDesignator: "SCT", CodeMeaning: "Tissue" };

/**
 * Makes a DICOM segmentation (BINARY, one segment a class, overlaps kept) by dcmqi in itk-wasm.
 * @returns the bytes of the file
 * @throws UnreadableFile where the series cannot carry one
 */
export async function writeSegmentation(request: SegmentationRequest): Promise<Uint8Array> {
  const { slices, geometry, segments } = request;
  const { writeMultiSegmentationNode } = await import("@itk-wasm/dicom");
  const folder = await mkdtemp(join(tmpdir(), "winnow-seg-"));
  const listening = listen();
  try {
    const files = segments.map((_, index) => join(folder, `${index + 1}.nii.gz`));
    for (const [index, { mask }] of segments.entries()) await writeFile(files[index]!, encodeNifti(geometry, mask));
    const to = join(folder, "seg.dcm");
    await writeMultiSegmentationNode(metaInfo(request), to, { refDicomSeries: [...slices], segImages: files });
    return repacked(await readFile(to), request);
  } catch (error) {
    throw new UnreadableFile(
      "dicom-seg-not-written",
      `The segmentation could not be made (${listening.said() || describeThrown(error)}).`,
      "Release the case as NIfTI instead.",
      { cause: error },
    );
  } finally {
    listening.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Packs the bits of all frames anew. dcmqi (in @itk-wasm/dicom 7.6.4) mixes up frames whose number of pixels is no
 * multiple of 8: of 5 × 6 pixels the second one is wrong already.
 */
function repacked(file: Uint8Array, { geometry, segments }: SegmentationRequest): Uint8Array {
  const bytes = new Uint8Array(file);
  const { dataSet, header } = parseFile(bytes);
  const { pixels, places } = header;
  const area = geometry.size[0]! * geometry.size[1]!;
  const toVoxel = toVoxelOf(geometry)!;
  const numbers = segmentNumbers(dataSet, places.length);
  if (!pixels?.bytes || pixels.rows * pixels.columns !== area || places.length !== pixels.nFrames)
    throw new Error("the segmentation is not on the grid of its image");
  bytes.fill(0, pixels.bytes.offset, pixels.bytes.offset + pixels.bytes.length);
  for (const [frame, { position }] of places.entries()) {
    const slice = Math.round(toVoxel(position)[2]);
    const { mask } = segments[numbers[frame]! - 1]!;
    for (let i = 0, bit = frame * area; i < area; i += 1, bit += 1)
      if (mask[slice * area + i] === 1) bytes[pixels.bytes.offset + (bit >> 3)]! |= 1 << (bit & 7);
  }
  return bytes;
}

/** As dcmqi wants it: one list of segments a file. */
function metaInfo({ segments, seriesNumber }: SegmentationRequest) {
  return {
    ContentCreatorName: "Winnow",
    ContentLabel: "SEGMENTATION",
    ContentDescription: "Validated masks",
    SeriesDescription: "Winnow segmentation",
    SeriesNumber: String(seriesNumber),
    InstanceNumber: "1",
    segmentAttributes: segments.map(({ name, algorithm }, index) => [
      {
        labelID: 1,
        SegmentLabel: name.slice(0, 64),
        SegmentDescription: name.slice(0, 64),
        SegmentAlgorithmType: algorithm,
        ...(algorithm === "MANUAL" ? {} : { SegmentAlgorithmName: "Winnow" }),
        SegmentedPropertyCategoryCodeSequence: CATEGORY,
        SegmentedPropertyTypeCodeSequence: TYPE,
        recommendedDisplayRGBValue: [...COLOURS[index % COLOURS.length]!],
      },
    ]),
  };
}

const COLOURS = [
  [255, 212, 0],
  [0, 170, 255],
  [255, 90, 160],
  [90, 200, 120],
  [180, 120, 255],
] as const;
