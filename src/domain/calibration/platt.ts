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
 * What a judge says is meant as log odds, so the slope is expected to be 1, with this precision: that of a normal prior with
 * a deviation of about .3. Cross-fitted logits come from judges with fewer labels than the one to be calibrated, and of
 * few labels the likelihood alone takes the slope for anything; with 25 the log loss on other masks falls by a quarter
 * (decision 0008).
 */
const EXPECTED_SLOPE = 1;
const PRECISION = 10;
/** Calibration never turns the order of the scores round, nor makes all of them alike. */
const LEAST_SLOPE = 0.01;

/**
 * Fits slope and intercept on scores from networks that have not seen the item, with Platt's smoothed targets
 * ((N₊+1)/(N₊+2) and 1/(N₋+2), Platt 1999), which keep few labels from giving certainty, and the slope drawn to 1; Newton's
 * method with step halving (Lin, Lin and Weng 2007).
 */
export function fitPlatt(logits: ArrayLike<number>, isGood: readonly boolean[]): PlattCalibration {
  const nGood = isGood.filter(Boolean).length;
  const nBad = isGood.length - nGood;
  const targets = isGood.map((good) => (good ? (nGood + 1) / (nGood + 2) : 1 / (nBad + 2)));
  let slope = 0;
  let intercept = Math.log((nGood + 1) / (nBad + 1));
  let loss = penalisedLoss(logits, targets, slope, intercept);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    let gradientSlope = PRECISION * (slope - EXPECTED_SLOPE);
    let gradientIntercept = 0;
    let hessianSS = PRECISION;
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
      const trial = penalisedLoss(logits, targets, slope - size * stepSlope, intercept - size * stepIntercept);
      if (trial < loss) {
        slope -= size * stepSlope;
        intercept -= size * stepIntercept;
        loss = trial;
        break;
      }
    }
    if (size <= 1e-10) break;
  }
  if (slope >= LEAST_SLOPE) return { slope, intercept };
  const share = (nGood + 1) / (nGood + nBad + 2);
  const middle = Array.from(logits).reduce((sum, logit) => sum + logit / Math.max(1, logits.length), 0);
  return { slope: LEAST_SLOPE, intercept: Math.log(share / (1 - share)) - LEAST_SLOPE * middle };
}

function penalisedLoss(
  logits: ArrayLike<number>,
  targets: readonly number[],
  slope: number,
  intercept: number,
): number {
  let sum = (PRECISION / 2) * (slope - EXPECTED_SLOPE) ** 2;
  for (const [index, target] of targets.entries()) {
    const f = slope * logits[index]! + intercept;
    // log(1 + e^f) − target·f, without overflow
    sum += Math.max(f, 0) + Math.log1p(Math.exp(-Math.abs(f))) - target * f;
  }
  return sum;
}
