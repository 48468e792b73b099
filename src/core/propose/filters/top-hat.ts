import { type Filter, numberOf } from "../method.ts";
import { greyOpening } from "./grey-opening.ts";

/**
 * White top-hat: the image less its opening by a disc (in volumes a ball). Slow changes of the background are gone, what
 * is bright and narrower than the disc stays; so the radius, in finest voxels, is to be larger than the object's.
 */
export const topHat: Filter = {
  name: "top-hat",
  parameters: [{ kind: "number", name: "radius", default: 15, min: 2, max: 40, step: 1 }],
  run({ data, size, spacing }, values) {
    const result = greyOpening(data, size, spacing, numberOf(values, "radius"));
    for (let i = 0; i < data.length; i += 1) result[i] = data[i]! - result[i]!;
    return result;
  },
};
