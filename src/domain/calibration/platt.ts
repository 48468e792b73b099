/** Platt's calibration: probability = sigmoid(slope · logit + intercept). */
export interface PlattCalibration {
  readonly slope: number;
  readonly intercept: number;
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

export function applyPlatt({ slope, intercept }: PlattCalibration, logit: number): number {
  return sigmoid(slope * logit + intercept);
}

/**
 * Fits slope and intercept by maximum likelihood on scores from networks that have not seen the item, with Platt's
 * smoothed targets ((N₊+1)/(N₊+2) and 1/(N₋+2), Platt 1999), which keep few labels from giving certainty; Newton's
 * method with step halving (Lin, Lin and Weng 2007). The slope is kept at or above 0: calibration never turns the
 * order of the scores round.
 */
export function fitPlatt(logits: ArrayLike<number>, isGood: readonly boolean[]): PlattCalibration {
  const nGood = isGood.filter(Boolean).length;
  const nBad = isGood.length - nGood;
  const targets = isGood.map((good) => (good ? (nGood + 1) / (nGood + 2) : 1 / (nBad + 2)));
  let slope = 0;
  let intercept = Math.log((nGood + 1) / (nBad + 1));
  let loss = negativeLogLikelihood(logits, targets, slope, intercept);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    let gradientSlope = 0;
    let gradientIntercept = 0;
    let hessianSS = 1e-9;
    let hessianSI = 0;
    let hessianII = 1e-9;
    for (const [index, target] of targets.entries()) {
      const x = logits[index]!;
      const p = sigmoid(slope * x + intercept);
      const weight = p * (1 - p);
      gradientSlope += (p - target) * x;
      gradientIntercept += p - target;
      hessianSS += weight * x * x;
      hessianSI += weight * x;
      hessianII += weight;
    }
    if (Math.abs(gradientSlope) < 1e-8 && Math.abs(gradientIntercept) < 1e-8) break;
    const determinant = hessianSS * hessianII - hessianSI * hessianSI;
    const stepSlope = (hessianII * gradientSlope - hessianSI * gradientIntercept) / determinant;
    const stepIntercept = (hessianSS * gradientIntercept - hessianSI * gradientSlope) / determinant;
    let size = 1;
    for (; size > 1e-10; size /= 2) {
      const trial = negativeLogLikelihood(logits, targets, slope - size * stepSlope, intercept - size * stepIntercept);
      if (trial < loss) {
        slope -= size * stepSlope;
        intercept -= size * stepIntercept;
        loss = trial;
        break;
      }
    }
    if (size <= 1e-10) break;
  }
  if (slope >= 0) return { slope, intercept };
  const prior = (nGood + 1) / (nGood + nBad + 2);
  return { slope: 0, intercept: Math.log(prior / (1 - prior)) };
}

function negativeLogLikelihood(
  logits: ArrayLike<number>,
  targets: readonly number[],
  slope: number,
  intercept: number,
): number {
  let sum = 0;
  for (const [index, target] of targets.entries()) {
    const f = slope * logits[index]! + intercept;
    // log(1 + e^f) − target·f, without overflow
    sum += Math.max(f, 0) + Math.log1p(Math.exp(-Math.abs(f))) - target * f;
  }
  return sum;
}
