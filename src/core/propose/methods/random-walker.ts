import { resampleGrid } from "#domain/image/resample-grid.ts";
import { extremes } from "../extremes.ts";
import { type GreyImage, type Method, numberOf } from "../method.ts";
import { objectProbability } from "./random-walker-solve.ts";
import { OBJECT, sureMarkers } from "./sure-markers.ts";

/** What is open between markers goes where a random walker would more likely end. */
export const randomWalker: Method = {
  name: "random-walker",
  parameters: [
    { kind: "number", name: "beta", default: 130, min: 1, max: 2000, step: 1 },
    { kind: "number", name: "markerShare", default: 0.9, min: 0.05, max: 0.95, step: 0.05 },
    { kind: "number", name: "tolerance", default: 0.001, min: 0.0001, max: 0.1, step: 0.0001 },
    { kind: "number", name: "scale", default: 1, min: 0.25, max: 1, step: 0.25 },
  ],
  isIterative: true,
  run(image, values, { tick }) {
    const { data, size, spacing } = scaledDown(image, numberOf(values, "scale"));
    const markers = sureMarkers(data, numberOf(values, "markerShare"));
    const mask = new Uint8Array(image.data.length);
    if (!markers.includes(OBJECT)) return { mask, told: { rounds: 0 } };
    const { probability, rounds } = objectProbability(data, size, spacing, markers, {
      beta: numberOf(values, "beta"),
      tolerance: numberOf(values, "tolerance"),
      tick,
    });
    const full = resampleGrid(probability, size, image.size);
    for (let i = 0; i < mask.length; i += 1) mask[i] = full[i]! > 0.5 ? 1 : 0;
    return { mask, told: { rounds } };
  },
};

/** Grey values between 0 and 1, on voxels that are one over `scale` long where the image's own are finer. */
function scaledDown({ data, size, spacing }: GreyImage, scale: number): GreyImage {
  const shrunk = size.map((n, axis) => Math.max(1, Math.min(n, Math.ceil(n * scale * spacing[axis]!))));
  const coarse = resampleGrid(data, size, shrunk);
  const [low, high] = extremes(coarse);
  const range = high - low || 1;
  for (let i = 0; i < coarse.length; i += 1) coarse[i] = (coarse[i]! - low) / range;
  const wider = spacing.map((one, axis) => (one * size[axis]!) / shrunk[axis]!);
  const finest = Math.min(...wider.filter((_, axis) => shrunk[axis]! > 1), Infinity);
  return {
    data: coarse,
    size: shrunk as [number, number, number],
    spacing: wider.map((one, axis) => (shrunk[axis]! > 1 ? one / finest : 1)) as [number, number, number],
  };
}
