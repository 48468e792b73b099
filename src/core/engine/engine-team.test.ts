import { afterAll, describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { engineEntry } from "../process-entries.ts";
import { EngineDied } from "./engine-client.ts";
import { EngineTeam } from "./engine-team.ts";
import type { SelfTrainingTask } from "./self-training.ts";

const SIDE = 16;
const N = 12;
const teams: EngineTeam[] = [];
afterAll(async () => {
  await Promise.all(teams.map((team) => team.close()));
});

function teamOf(size: number): EngineTeam {
  const team = new EngineTeam(engineEntry, size);
  teams.push(team);
  return team;
}

async function pids(team: EngineTeam): Promise<number> {
  const answers = await Promise.all([team.ask("info", {}), team.ask("info", {})]);
  return new Set(answers.map(({ pid }) => pid)).size;
}

function task(): SelfTrainingTask {
  const rng = createRng(3, "planes");
  const bytes = (): Uint8Array => Uint8Array.from({ length: N * SIDE * SIDE }, () => rng.int(256));
  return {
    side: SIDE,
    images: bytes(),
    masks: bytes(),
    weights: new Float32Array(N).fill(1),
    groups: Uint8Array.from({ length: N }, (_, index) => index % 2),
    others: Array.from({ length: N }, () => new Uint8Array(0)),
    seed: 5,
    steps: { segmenter: 3, quality: 0 },
    start: { segmenters: null, quality: [[], []] },
  };
}

describe("a team of engines", () => {
  it("does things at once, and what each group is taught depends neither on the other nor on how many engines there are", async () => {
    const [two, one] = [teamOf(2), teamOf(1)];
    expect(await pids(two)).toBe(2);
    expect(await pids(one)).toBe(1);
    const [first, second, both] = await Promise.all([
      two.ask("selfTrain", { ...task(), only: 0 }),
      two.ask("selfTrain", { ...task(), only: 1 }),
      one.ask("selfTrain", task()),
    ]);
    expect([...first.segmenters, ...second.segmenters]).toEqual(both.segmenters);
  });

  it("is one less after one has died, and goes on", async () => {
    const team = teamOf(2);
    expect(await pids(team)).toBe(2);
    const asked = team.ask("selfTrain", { ...task(), steps: { segmenter: 100_000, quality: 0 } });
    process.kill(team.pid!, "SIGKILL");
    await expect(asked).rejects.toBeInstanceOf(EngineDied);
    expect(await pids(team)).toBe(1);
  });
});
