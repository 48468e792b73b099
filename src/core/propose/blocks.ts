import { anisotropicDiffusion } from "./filters/anisotropic-diffusion.ts";
import { bilateralFilter } from "./filters/bilateral.ts";
import { clahe } from "./filters/clahe.ts";
import { gaussianFilter } from "./filters/gaussian.ts";
import { medianFilter } from "./filters/median.ts";
import { topHat } from "./filters/top-hat.ts";
import type { Filter, Method } from "./method.ts";
import { chanVese } from "./methods/chan-vese.ts";
import { gaussianMixture } from "./methods/gaussian-mixture.ts";
import { hysteresis } from "./methods/hysteresis.ts";
import { isodata } from "./methods/isodata.ts";
import { kMeansMethod } from "./methods/k-means.ts";
import { li } from "./methods/li.ts";
import { multiOtsu } from "./methods/multi-otsu.ts";
import { niblack } from "./methods/niblack.ts";
import { otsu } from "./methods/otsu.ts";
import { randomWalker } from "./methods/random-walker.ts";
import { regionGrowing } from "./methods/region-growing.ts";
import { sauvola } from "./methods/sauvola.ts";
import { som } from "./methods/som.ts";
import { triangle } from "./methods/triangle.ts";
import { watershedDistance } from "./methods/watershed-distance.ts";
import { watershedGradient } from "./methods/watershed-gradient.ts";
import { yen } from "./methods/yen.ts";

/** What recipes are made of, by name, in the order in which a person is offered them. */
export const filters = named<Filter>([
  gaussianFilter,
  medianFilter,
  bilateralFilter,
  anisotropicDiffusion,
  clahe,
  topHat,
]);

export const methods = named<Method>([
  otsu,
  multiOtsu,
  li,
  yen,
  triangle,
  isodata,
  sauvola,
  niblack,
  hysteresis,
  kMeansMethod,
  gaussianMixture,
  som,
  watershedDistance,
  watershedGradient,
  regionGrowing,
  randomWalker,
  chanVese,
]);

function named<T extends { readonly name: string }>(blocks: readonly T[]): ReadonlyMap<string, T> {
  return new Map(blocks.map((block) => [block.name, block]));
}
