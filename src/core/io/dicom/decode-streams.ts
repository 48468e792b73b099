import type { DicomHeader } from "#domain/dicom/dicom-header.ts";
import { describeThrown, EXPORT_AGAIN, UnreadableFile } from "../file-problem.ts";
import { listen } from "../image/itk.ts";
import { damaged, requireWholeStream } from "./fragments.ts";
import type { DicomPixels } from "./read-pixels.ts";

/**
 * Decodes the streams of JPEG's family in a file by itk-wasm, which rescales values and turns MONOCHROME1 itself.
 * @throws UnreadableFile
 */
export async function decodeStreams(
  path: string,
  { pixels, rescale, transferSyntax }: DicomHeader,
  fragments: readonly Uint8Array[],
): Promise<DicomPixels> {
  const { rows, columns, nFrames, samples, bitsAllocated } = pixels!;
  if (!/^1\.2\.840\.10008\.1\.2\.4\.(?:50|51|57|70|80|81|90|91)$/.test(transferSyntax))
    throw notRead(`Compression of the kind ${transferSyntax || "that is not said"} is not read.`);
  if (samples > 1 && bitsAllocated > 8) throw notRead("Compressed colours of more than 8 bits are not read.");
  // The decoder takes the first frame's for all.
  if (rescale.some(({ slope, intercept }) => slope !== rescale[0]!.slope || intercept !== rescale[0]!.intercept))
    throw notRead("Compressed frames that are each scaled in another way are not read.");
  if (fragments.length === nFrames) for (const stream of fragments) requireWholeStream(stream, pixels!);
  else if (nFrames === 1) requireWholeStream(Buffer.concat(fragments), pixels!);
  const image = await decodeWithItk(path);
  const { components } = image.imageType;
  if (image.data?.length !== rows * columns * nFrames * components || (components !== 1 && components !== 3))
    throw new UnreadableFile("data-cut-short", "The picture is not as large as its header says.", EXPORT_AGAIN);
  return { data: image.data as DicomPixels["data"], channels: components };
}

async function decodeWithItk(path: string) {
  const { readImageDicomFileSeriesNode } = await import("@itk-wasm/dicom");
  const listening = listen();
  try {
    const { outputImage } = await readImageDicomFileSeriesNode({ inputImages: [path], singleSortedSeries: true });
    return outputImage;
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
