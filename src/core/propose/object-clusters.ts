import { choiceOf, type GreyImage, numberOf, type Parameter, type Values } from "./method.ts";

/** How many of the clusters are the object, and which. */
export const objectParameters: readonly Parameter[] = [
  { kind: "number", name: "objectClusters", default: 1, min: 1, max: 7, step: 1 },
  { kind: "choice", name: "rule", default: "brightest", choices: ["brightest", "central"] },
];

/**
 * The voxels of the clusters that the rule puts first: those with the largest mean grey value, or those whose voxels lie
 * closest to the middle of the image (by the mean of the squared distance: the background around an object has its
 * centroid in the middle, too). One cluster at least stays background, so a single one gives an empty mask.
 */
export function objectMask(image: GreyImage, labels: Uint8Array, values: Values): Uint8Array {
  const { counts, sums } =
    choiceOf(values, "rule") === "central" ? closeness(image, labels) : brightness(image.data, labels);
  const clusters = [...counts.keys()].filter((cluster) => counts[cluster]! > 0);
  const worth = (cluster: number): number => sums[cluster]! / counts[cluster]!;
  const nObject = Math.min(numberOf(values, "objectClusters"), clusters.length - 1);
  const isObject = new Uint8Array(counts.length);
  for (const cluster of clusters.toSorted((a, b) => worth(b) - worth(a)).slice(0, nObject)) isObject[cluster] = 1;
  const mask = new Uint8Array(labels.length);
  for (let i = 0; i < mask.length; i += 1) mask[i] = isObject[labels[i]!]!;
  return mask;
}

/** Voxels of every cluster, and the sums of what speaks for them. */
interface Tally {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

function brightness(data: Float32Array, labels: Uint8Array): Tally {
  const counts = new Float64Array(256);
  const sums = new Float64Array(256);
  for (let i = 0; i < labels.length; i += 1) {
    counts[labels[i]!]! += 1;
    sums[labels[i]!]! += data[i]!;
  }
  return { counts, sums };
}

function closeness({ size: [nx, ny, nz], spacing: [sx, sy, sz] }: GreyImage, labels: Uint8Array): Tally {
  const counts = new Float64Array(256);
  const sums = new Float64Array(256);
  for (let z = 0, at = 0; z < nz; z += 1) {
    for (let y = 0; y < ny; y += 1) {
      const square = ((z - (nz - 1) / 2) * sz) ** 2 + ((y - (ny - 1) / 2) * sy) ** 2;
      for (let x = 0; x < nx; x += 1, at += 1) {
        const across = (x - (nx - 1) / 2) * sx;
        counts[labels[at]!]! += 1;
        sums[labels[at]!]! -= square + across * across;
      }
    }
  }
  return { counts, sums };
}
