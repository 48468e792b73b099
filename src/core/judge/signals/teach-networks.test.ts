import { expect, it } from "vitest";
import { curveOf, FULL, teachNetworks } from "./teach-networks.ts";
import type { SignalsTraining } from "./signals-training.ts";

it("gives what the first round ended with to a training that was cut off in the second", async () => {
  const networks = (classId: number) => ({ classId, turnsPolarity: false, segmenters: [], quality: [] });
  // Of two classes, one had been taught a second time.
  const checkpoint = { round: 2, before: [networks(1), networks(2)], networks: [networks(1)], history: [] };
  // Nothing else of a training is touched: there is nothing left to do in the first round.
  const training = { request: { checkpoint } } as unknown as SignalsTraining;
  const first = await teachNetworks(training, { round: 1, logitOf: () => 0, trust: [], before: [], steps: FULL });
  expect(first.networks).toBe(checkpoint.before);
});

it("tells the loss of each network as a curve of its own, of groups that are taught at the same time, too", () => {
  const steps = { segmenter: 130, quality: 60 };
  expect(curveOf(130, steps, 0, 0, 2)).toEqual({ network: 1, networks: 8, round: 130, rounds: 130 });
  expect(curveOf(140, steps, 0, 0, 2)).toMatchObject({ network: 2, round: 10 });
  expect(curveOf(10, steps, 1, 0, 2)).toMatchObject({ network: 3, round: 10 });
  expect(curveOf(190, steps, 1, 1, 2)).toMatchObject({ network: 8, round: 60 });
});
