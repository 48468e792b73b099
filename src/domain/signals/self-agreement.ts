/** How a mask agrees with what segmenters made of its image that were taught on the project's own masks. */
export const selfNames = ["self-overlap", "self-dice", "self-surplus", "self-missed", "self-firmness"] as const;

/** The column that is trusted most before there are labels. */
export const LEADING_SELF = selfNames.indexOf("self-overlap");

/**
 * @param mask coverage of the mask on the planes of its case, 0 … 255
 * @param probabilities of the object on the same planes, 0 … 255
 * @param insideShare share of the mask that lies on the planes' part of the image; the rest counts as surplus
 */
export function selfAgreement(mask: Uint8Array, probabilities: Uint8Array, insideShare: number): Float64Array {
  let [both, sumMask, sumObject, soft, sumSoft, firm] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const m = mask[i]! / 255;
    const p = probabilities[i]! / 255;
    const object = p > 0.5 ? 1 : 0;
    both += object * m;
    sumMask += m;
    sumObject += object;
    // Sharpened: what the segmenter is unsure of counts less (temperature one half).
    const sharp = (p * p) / (p * p + (1 - p) * (1 - p));
    soft += Math.min(sharp, m);
    sumSoft += sharp;
    firm += Math.abs(p - 0.5);
  }
  const all = insideShare > 0 ? sumMask / insideShare : sumMask;
  return Float64Array.of(
    sumSoft + all > 0 ? (2 * soft) / (sumSoft + all) : 0,
    sumObject + all > 0 ? (2 * both) / (sumObject + all) : 0,
    all > 0 ? (all - both) / all : 0,
    sumObject > 0 ? (sumObject - both) / sumObject : 0,
    (2 * firm) / mask.length,
  );
}
