/** What the quality network says of a mask: its predicted Dice, and its predicted errors (methods 5.2). */
export const qualityNames = ["dice", "surplus", "missed", "firmness"] as const;

/**
 * @param mask coverage of the mask on the planes of its case, 0 … 255
 * @param object probability of the object on the same planes by the network that was shown this mask, 0 … 255
 * @param insideShare share of the mask that lies on the planes' part of the image; the rest counts as surplus
 * @returns expected Dice, share of the mask that is surplus, share of the object that is missed, how sure the network is;
 * in the order of {@link qualityNames}
 */
export function qualityAgreement(mask: Uint8Array, object: Uint8Array, insideShare: number): Float64Array {
  let [both, sumMask, sumObject, firm] = [0, 0, 0, 0];
  for (let i = 0; i < mask.length; i += 1) {
    const m = mask[i]! / 255;
    const p = object[i]! / 255;
    both += m * p;
    sumMask += m;
    sumObject += p;
    firm += Math.abs(p - 0.5);
  }
  const all = insideShare > 0 ? sumMask / insideShare : sumMask;
  return Float64Array.of(
    all + sumObject > 0 ? (2 * both) / (all + sumObject) : 0,
    all > 0 ? (all - both) / all : 0,
    sumObject > 0 ? (sumObject - both) / sumObject : 0,
    (2 * firm) / mask.length,
  );
}
