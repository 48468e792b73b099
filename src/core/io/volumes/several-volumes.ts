import type { VolumeSeries } from "#contract/volumes.ts";
import { UnreadableFile } from "../file-problem.ts";

/** A file that holds several volumes, where one was wanted and nobody has said which. */
export class SeveralVolumes extends UnreadableFile {
  readonly series: VolumeSeries;
  /** Of one volume, in voxels. */
  readonly size: readonly number[];
  /** Of the file. */
  readonly sha256: string;

  constructor(series: VolumeSeries, size: readonly number[], sha256: string) {
    super(
      "image-several-volumes",
      `The file holds ${series.n} volumes of ${size.join(" × ")} voxels, not one.`,
      "Choose the volume that the masks were drawn on: winnow volumes --choose N, or on the Data page.",
    );
    this.name = "SeveralVolumes";
    this.series = series;
    this.size = size;
    this.sha256 = sha256;
  }
}

/** @param sizes of the file, along all its axes */
export function tooManyDimensions(sizes: readonly number[]): UnreadableFile {
  return new UnreadableFile(
    "image-too-many-dimensions",
    `The file has more than four dimensions (${sizes.join(" × ")}).`,
    "Split it into files of three dimensions, or of four with one volume after the other.",
  );
}

/**
 * The volume that is to be read of a file that holds several, and how many there are; null where it holds one.
 * @param size of one volume, in voxels
 * @param hash of the file: read only where it is needed, since a file may be refused for its length alone
 * @throws SeveralVolumes where it holds several and none of them was chosen
 */
export async function requireChosen(
  volume: number | undefined,
  series: VolumeSeries | null,
  size: readonly number[],
  hash: () => Promise<string> | string,
): Promise<{ readonly volume: number; readonly n: number } | null> {
  if (!series) return null;
  if (volume === undefined || volume >= series.n) throw new SeveralVolumes(series, size, await hash());
  return { volume, n: series.n };
}
