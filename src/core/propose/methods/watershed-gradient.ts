import { sobelMagnitude } from "#domain/image/sobel.ts";
import { type Method, numberOf } from "../method.ts";
import { OBJECT, sureMarkers } from "./sure-markers.ts";
import { watershed } from "./watershed.ts";

/** The gradient is flooded from what is background or object for sure: the edge lies where the grey value changes most. */
export const watershedGradient: Method = {
  name: "watershed-gradient",
  parameters: [{ kind: "number", name: "markerShare", default: 0.9, min: 0.05, max: 0.95, step: 0.05 }],
  isIterative: false,
  run({ data, size, spacing }, values) {
    const markers = sureMarkers(data, numberOf(values, "markerShare"));
    const everywhere = new Uint8Array(data.length).fill(1);
    const basins = watershed(sobelMagnitude(data, size, spacing), markers, everywhere, size);
    let nMarked = 0;
    const mask = new Uint8Array(data.length);
    for (let i = 0; i < mask.length; i += 1) {
      if (markers[i] !== 0) nMarked += 1;
      if (basins[i] === OBJECT) mask[i] = 1;
    }
    return { mask, told: { markedShare: nMarked / data.length } };
  },
};
