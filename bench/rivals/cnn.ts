import type { WinnowJudge } from "../support/winnow-judge.ts";
import type { Rival } from "./rival.ts";

/** A network on image and mask, from scratch (methods 1): the product's other kind of judge. */
export function cnnRival(winnow: WinnowJudge): Rival {
  return {
    name: "cnn from scratch",
    leastLabels: 10,
    isSlow: true,
    score: async ({ taught, tested, seed }) => {
      const answer = await winnow.judge(taught, seed, "quality-cnn/1");
      return answer && tested.map((index) => answer.pGood[index]!);
    },
  };
}
