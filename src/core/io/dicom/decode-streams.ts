import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DicomHeader, isPlain, type PixelLayout } from "#domain/dicom/dicom-header.ts";
import { describeThrown, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { listen } from "../image/itk.ts";
import { type DicomElement, encodeDicom, text } from "./encode-dicom.ts";
import { damaged, requireWholeStream } from "./fragments.ts";
import type { Stored } from "./stored-values.ts";

/** Numbers as they are stored, or red, green and blue of each pixel. */
export interface DecodedStreams {
  readonly stored: Stored;
  readonly channels: 1 | 3;
}

export const RLE = "1.2.840.10008.1.2.5";
const STREAMS = /^1\.2\.840\.10008\.1\.2\.4\.(?:50|51|57|70|80|81|90|91)$/;

/** Whether the voxels are one stream of JPEG's family a frame. */
export function areStreams({ transferSyntax }: Pick<DicomHeader, "transferSyntax">): boolean {
  return !isPlain(transferSyntax) && transferSyntax !== RLE;
}

/**
 * Decodes streams of JPEG's family by itk-wasm. It is given a file of our own with nothing but them: what a file says
 * beside its streams cannot mislead the decoder, or make it take more memory than the picture needs.
 * @param fragments one a frame; of a single frame there may be several
 * @throws UnreadableFile
 */
export async function decodeStreams(
  pixels: PixelLayout,
  transferSyntax: string,
  fragments: readonly Uint8Array[],
): Promise<DecodedStreams> {
  const { rows, columns, nFrames, samples, bitsAllocated } = pixels;
  if (!STREAMS.test(transferSyntax))
    throw notRead(`Compression of the kind ${transferSyntax || "that is not said"} is not read.`);
  if (samples > 1 && bitsAllocated > 8) throw notRead("Compressed colours of more than 8 bits are not read.");
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    throw notRead(`Compressed pictures in ${bitsAllocated} bits are not read.`);
  if (fragments.length > nFrames && nFrames > 1) throw notRead("Frames that are each in several pieces are not read.");
  const streams = nFrames === 1 ? [Buffer.concat(fragments)] : fragments;
  for (const stream of streams) requireWholeStream(stream, pixels);
  const image = await decodeWithItk(fileOf(pixels, transferSyntax, streams));
  const { components } = image.imageType;
  if (image.data?.length !== rows * columns * nFrames * samples || components !== samples)
    throw new UnreadableFile("data-cut-short", "The picture is not as large as its header says.", EXPORT_AGAIN);
  return { stored: image.data, channels: samples === 3 ? 3 : 1 };
}

/** A secondary capture: the one kind of file of which the decoder asks for nothing else. */
function fileOf(pixels: PixelLayout, transferSyntax: string, streams: readonly Uint8Array[]): Uint8Array {
  const { rows, columns, nFrames, samples, photometric, bitsAllocated, bitsStored, highBit, isSigned } = pixels;
  const kind = samples > 1 ? 4 : bitsAllocated === 8 ? 2 : 3;
  const meta = { sopClass: `1.2.840.10008.5.1.4.1.1.7.${kind}`, sopInstance: "1.2.3", transferSyntax };
  const number = (tag: number, value: number): DicomElement => ({
    tag,
    vr: "US",
    value: Uint8Array.of(value & 255, value >> 8),
  });
  const elements: DicomElement[] = [
    { tag: 0x0008_0016, vr: "UI", value: text(meta.sopClass) },
    { tag: 0x0008_0018, vr: "UI", value: text(meta.sopInstance) },
    number(0x0028_0002, samples),
    // Stored numbers, neither turned nor coloured.
    { tag: 0x0028_0004, vr: "CS", value: text(samples > 1 ? photometric : "MONOCHROME2") },
    ...(samples > 1 ? [number(0x0028_0006, 0)] : []),
    { tag: 0x0028_0008, vr: "IS", value: text(String(nFrames)) },
    number(0x0028_0010, rows),
    number(0x0028_0011, columns),
    number(0x0028_0100, bitsAllocated),
    number(0x0028_0101, bitsStored),
    number(0x0028_0102, highBit),
    number(0x0028_0103, isSigned ? 1 : 0),
    {
      tag: 0x7fe0_0010,
      vr: "OB",
      value: [{ fragment: new Uint8Array(0) }, ...streams.map((fragment) => ({ fragment }))],
    },
  ];
  return encodeDicom(elements, meta);
}

const PIPELINE = "pipelines/read-image-dicom-file-series";
const INSIDE = "/in.dcm";

/** Decoders lie in their package, or beside the bundle. */
function pipelinePath(): string {
  const beside = fileURLToPath(new URL(PIPELINE, import.meta.url));
  return existsSync(`${beside}.js`) ? beside : fileURLToPath(new URL(PIPELINE, import.meta.resolve("@itk-wasm/dicom")));
}

async function decodeWithItk(file: Uint8Array) {
  const { InterfaceTypes, runPipelineNode } = await import("itk-wasm");
  const listening = listen();
  try {
    const { outputs, returnValue, stderr } = await runPipelineNode(
      pipelinePath(),
      ["0", "1", "--memory-io", "--input-images", INSIDE, "--single-sorted-series"],
      [{ type: InterfaceTypes.Image }, { type: InterfaceTypes.JsonCompatible }],
      [{ type: InterfaceTypes.BinaryFile, data: { path: INSIDE, data: file } }],
    );
    const image = outputs[0]?.data as { imageType: { components: number }; data: Stored | null } | undefined;
    if (returnValue !== 0 || !image?.imageType) throw new Error(stderr);
    return image;
  } catch (error) {
    throw damaged(listening.said() || describeThrown(error), { cause: error });
  } finally {
    listening.end();
  }
}

function notRead(message: string): UnreadableFile {
  return new UnreadableFile(
    "dicom-picture-not-read",
    message,
    "Export it without compression, then add the folder again.",
  );
}
