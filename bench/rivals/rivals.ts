import type { WinnowJudge } from "../support/winnow-judge.ts";
import { cnnRival } from "./cnn.ts";
import { consensusRival, weighedConsensusRival } from "./consensus.ts";
import { areaRival, logisticRival, treesRival } from "./features.ts";
import type { Rival } from "./rival.ts";
import { selfTrainingRival } from "./self-training.ts";
import { softminRival } from "./softmin.ts";
import { trueMasksOracle } from "./true-masks.ts";

/** @param winnow the product on the same masks, for the rival that is a kind of judge of its own */
export function rivalsOn(winnow: WinnowJudge): readonly Rival[] {
  const consensus = [consensusRival, weighedConsensusRival];
  const rivals = [areaRival, logisticRival, treesRival, ...consensus, softminRival, selfTrainingRival];
  return [...rivals, trueMasksOracle, cnnRival(winnow)];
}
