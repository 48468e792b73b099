/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly meanPredicted: number;
  readonly observed: number;
  readonly n: number;
}

/** Mean squared difference between probability and outcome. */
export function brierScore(probabilities: ArrayLike<number>, isGood: readonly boolean[]): number {
  let sum = 0;
  for (const [index, good] of isGood.entries()) sum += (probabilities[index]! - (good ? 1 : 0)) ** 2;
  return isGood.length === 0 ? 0 : sum / isGood.length;
}

/** Bins of equal mass, sorted by predicted probability (methods 7.7). Fewer items than bins give fewer bins. */
export function reliabilityBins(
  probabilities: ArrayLike<number>,
  isGood: readonly boolean[],
  nBins: number,
): ReliabilityBin[] {
  const order = isGood.map((_, index) => index).toSorted((a, b) => probabilities[a]! - probabilities[b]!);
  const bins: ReliabilityBin[] = [];
  for (let bin = 0; bin < nBins; bin += 1) {
    const members = order.slice(
      Math.floor((bin * order.length) / nBins),
      Math.floor(((bin + 1) * order.length) / nBins),
    );
    if (members.length === 0) continue;
    const mean = (value: (index: number) => number): number =>
      members.reduce((sum, index) => sum + value(index), 0) / members.length;
    bins.push({
      meanPredicted: mean((index) => probabilities[index]!),
      observed: mean((index) => (isGood[index] ? 1 : 0)),
      n: members.length,
    });
  }
  return bins;
}

/** Expected calibration error over bins of equal mass. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce((sum, bin) => sum + (bin.n / total) * Math.abs(bin.meanPredicted - bin.observed), 0);
}
