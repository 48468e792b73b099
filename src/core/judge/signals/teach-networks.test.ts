import { expect, it } from "vitest";
import { FULL, teachNetworks } from "./teach-networks.ts";
import type { SignalsTraining } from "./train-signals.ts";

it("gives what the first round ended with to a training that was cut off in the second", async () => {
  const networks = (classId: number) => ({ classId, turnsPolarity: false, segmenters: [], quality: [] });
  // Of two classes, one had been taught a second time.
  const checkpoint = { round: 2, before: [networks(1), networks(2)], networks: [networks(1)], history: [] };
  // Nothing else of a training is touched: there is nothing left to do in the first round.
  const training = { request: { checkpoint } } as unknown as SignalsTraining;
  const first = await teachNetworks(training, { round: 1, logitOf: () => 0, trust: [], before: [], steps: FULL });
  expect(first.networks).toBe(checkpoint.before);
});
