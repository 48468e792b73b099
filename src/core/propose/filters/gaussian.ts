import { gaussianSmooth } from "#domain/image/gaussian.ts";
import { type Filter, numberOf } from "../method.ts";

/** Gaussian smoothing; sigma in finest voxels, so the same length along every axis. */
export const gaussianFilter: Filter = {
  name: "gaussian",
  parameters: [{ kind: "number", name: "sigma", default: 1, min: 0.5, max: 8, step: 0.5 }],
  run({ data, size, spacing }, values) {
    const sigma = numberOf(values, "sigma");
    return gaussianSmooth(
      data,
      size,
      spacing.map((one) => sigma / one),
    );
  },
};
