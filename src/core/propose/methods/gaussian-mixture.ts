import { choiceOf, type Method, numberOf } from "../method.ts";
import { objectMask, objectParameters } from "../object-clusters.ts";
import { forEachBlock, greyFeature, smoothedFeatures, trainingSet } from "../pixel-features.ts";
import { assignComponents, fitMixture } from "./mixture-fit.ts";

/** Each round goes over all of them, and a distribution needs fewer than a border between clusters does. */
const MOST_TRAINING_VOXELS = 10_000;

/** Every voxel belongs to the normal distribution that most probably made it; some of these are the object. */
export const gaussianMixture: Method = {
  name: "gaussian-mixture",
  parameters: [
    { kind: "number", name: "nComponents", default: 3, min: 2, max: 8, step: 1 },
    { kind: "choice", name: "features", default: "smoothed", choices: ["smoothed", "intensity"] },
    ...objectParameters,
  ],
  isIterative: true,
  run(image, values, { seed, tick }) {
    const features = choiceOf(values, "features") === "smoothed" ? smoothedFeatures(image) : greyFeature(image);
    tick(0);
    const training = trainingSet(features, seed, MOST_TRAINING_VOXELS);
    const { samples, nFeatures } = training;
    const fit = fitMixture(samples, nFeatures, numberOf(values, "nComponents"), { seed, tick });
    const labels = new Uint8Array(image.data.length);
    forEachBlock(features, training, (block, n, first) => assignComponents(fit.mixture, block, n, labels, first));
    const told = { rounds: fit.rounds, logLikelihood: fit.logLikelihood };
    return { mask: objectMask(image, labels, values), told };
  },
};
