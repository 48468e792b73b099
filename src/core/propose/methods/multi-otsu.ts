import { aboveThreshold } from "../above-threshold.ts";
import { type Method, numberOf } from "../method.ts";
import { histogram } from "./histogram.ts";

/**
 * Multi-level Otsu (Liao, Chen and Chung 2001): the thresholds between `nClasses` classes that maximise the sum of
 * class weight × squared class mean, found exhaustively over tables of partial sums.
 * @returns nClasses − 1 thresholds, ascending; fewer where the data have fewer values
 */
export function multiOtsuThresholds(data: ArrayLike<number>, nClasses = 3, nBins = 256): number[] {
  const { counts, centres } = histogram(data, nBins);
  const used = [...counts.keys()].filter((bin) => counts[bin]! > 0);
  if (used.length < nClasses) return used.slice(0, -1).map((bin) => centres[bin]!);
  const weight = new Float64Array(counts.length + 1);
  const moment = new Float64Array(counts.length + 1);
  for (let bin = 0; bin < counts.length; bin += 1) {
    weight[bin + 1] = weight[bin]! + counts[bin]!;
    moment[bin + 1] = moment[bin]! + counts[bin]! * bin;
  }
  /** Weight × squared mean of the bins from … to − 1. */
  const value = (from: number, to: number): number => {
    const w = weight[to]! - weight[from]!;
    return w === 0 ? 0 : (moment[to]! - moment[from]!) ** 2 / w;
  };
  // best[k][i]: the most that k classes over the first i bins can give; from[k][i]: where the last of them begins.
  const nAll = counts.length;
  let best = Float64Array.from({ length: nAll + 1 }, (_, end) => value(0, end));
  const from: Int32Array[] = [];
  for (let k = 2; k <= nClasses; k += 1) {
    const next = new Float64Array(nAll + 1).fill(-Infinity);
    const start = new Int32Array(nAll + 1);
    for (let end = k; end <= nAll; end += 1) {
      for (let cut = k - 1; cut < end; cut += 1) {
        const total = best[cut]! + value(cut, end);
        if (total > next[end]!) {
          next[end] = total;
          start[end] = cut;
        }
      }
    }
    best = next;
    from.push(start);
  }
  const thresholds: number[] = [];
  let end = nAll;
  for (const start of from.toReversed()) {
    end = start[end]!;
    thresholds.unshift(centres[end - 1]!);
  }
  return thresholds;
}

/** The object is what lies above the threshold below the brightest `objectClasses` of the classes. */
export const multiOtsu: Method = {
  name: "multi-otsu",
  parameters: [
    { kind: "number", name: "nClasses", default: 3, min: 2, max: 6, step: 1 },
    { kind: "number", name: "objectClasses", default: 1, min: 1, max: 5, step: 1 },
  ],
  isIterative: false,
  run({ data }, values) {
    const thresholds = multiOtsuThresholds(data, numberOf(values, "nClasses"));
    const threshold = thresholds[Math.max(0, thresholds.length - numberOf(values, "objectClasses"))];
    if (threshold === undefined) return { mask: new Uint8Array(data.length), told: {} };
    const told = Object.fromEntries(thresholds.map((one, index) => [`threshold${index + 1}`, one]));
    return { mask: aboveThreshold(data, threshold), told: { ...told, threshold } };
  },
};
