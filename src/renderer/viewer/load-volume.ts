import { pictureUrl } from "../client/pictures.ts";
import { problemOf } from "./decode-tile.ts";
import { readNifti, type Volume } from "./read-nifti.ts";

/** Voxels that are kept: the case that is looked at, the next one, and their masks. */
const MAX_BYTES = 128 * 2 ** 20;
const kept = new Map<string, { promise: Promise<Volume>; bytes: number }>();

/** Fetches the voxels of an image or mask, once for as long as they are kept. */
export function loadVolume(address: string): Promise<Volume> {
  const known = kept.get(address);
  if (known) {
    kept.delete(address);
    kept.set(address, known);
    return known.promise;
  }
  const entry = { promise: fetchVolume(address), bytes: 0 };
  kept.set(address, entry);
  entry.promise.then(
    (volume) => {
      entry.bytes = volume.data.byteLength;
      trim(address);
    },
    // What failed is asked for again the next time.
    () => kept.delete(address),
  );
  return entry.promise;
}

async function fetchVolume(address: string): Promise<Volume> {
  const response = await fetch(pictureUrl(address));
  if (!response.ok) throw new Error((await problemOf(response)) ?? `The picture could not be had (${response.status})`);
  return readNifti(await response.arrayBuffer());
}

function trim(latest: string): void {
  let total = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  for (const [address, { bytes }] of kept) {
    if (total <= MAX_BYTES) return;
    if (address === latest || bytes === 0) continue;
    kept.delete(address);
    total -= bytes;
  }
}
