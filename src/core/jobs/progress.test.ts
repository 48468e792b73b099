import { describe, expect, it } from "vitest";
import type { JobProgressed } from "#contract/events.ts";
import { progressEvents } from "./progress.ts";

/** Progress with a clock of its own, and what it sent. */
function start(): { progress: ReturnType<typeof progressEvents>; sent: JobProgressed[]; wait(ms: number): void } {
  const sent: JobProgressed[] = [];
  let now = 0;
  const progress = progressEvents(
    "add",
    (_, payload) => void sent.push(payload as JobProgressed),
    () => now,
  );
  return { progress, sent, wait: (ms) => void (now += ms) };
}

describe("progress", () => {
  it("goes on counting over phases, and takes the time left from the phase under way", () => {
    const { progress, sent, wait } = start();
    progress.phase("Reading images", "files", 300);
    wait(2000);
    progress.done(100);
    expect(sent.at(-1)).toMatchObject({ done: 100, total: 300, unit: "files", secondsLeft: 4 });
    progress.phase("Reading masks", "files", 320, 100);
    expect(sent.at(-1)).toMatchObject({ phase: "Reading masks", done: 100, total: 320, secondsLeft: null });
    wait(1000);
    progress.done(120);
    // 20 a second in this phase, 200 to go.
    expect(sent.at(-1)!.secondsLeft).toBe(10);
  });

  it("says nothing of the time left in the first second, and sends ten times a second at most, the last state always", () => {
    const { progress, sent, wait } = start();
    progress.phase("Training", "rounds", 50);
    for (let round = 1; round <= 50; round += 1) {
      wait(10);
      progress.done(round, { loss: 1 / round });
    }
    expect(sent.length).toBeLessThanOrEqual(7);
    expect(sent.at(-1)).toMatchObject({ done: 50, metrics: { loss: 0.02 } });
    expect(sent.slice(0, -1).every((event) => event.secondsLeft === null)).toBe(true);
  });
});
