import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disc, writeDiscs } from "#tests/support/discs.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../../core.ts";
import { defaultLimits } from "../../io/limits.ts";
import { ReaderPool } from "../../io/workers/pool.ts";
import { readerEntry } from "../../process-entries.ts";
import { Project } from "../../project/project.ts";
import { type CandidateSource, candidateSources } from "../../project/queries/candidates.ts";
import { type CaseSignals, SignalSource } from "./signal-source.ts";

const N = 70;
const pool = new ReaderPool(readerEntry, 2);
const stored = new Map<string, Uint8Array>();
const store = {
  get: (key: string) => stored.get(key) ?? null,
  put: (key: string, bytes: Uint8Array) => void stored.set(key, bytes),
};
const signals = new SignalSource({ pool, limits: defaultLimits }, store, new Set());
const quiet = new AbortController().signal;
let project: Project | null = null;
let candidates: CandidateSource[] = [];

beforeAll(async () => {
  const root = writeDiscs(join(temporaryFolder("signal-source"), "discs"), N, { fits: (_, x, y) => disc(x, y, 9) });
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  await client.call("project.open", { path: `${root}.winnow`, access: "write", create: true });
  await client.call("intake.add", { folder: root });
  await client.close();
  // Open as long as anything is measured: where an image lies is looked up then.
  project = Project.open(`${root}.winnow`, "read", { create: false });
  candidates = [...candidateSources(project)];
}, 60_000);
afterAll(async () => {
  project?.close();
  await pool.close();
});

describe("measuring masks case by case", () => {
  it("hands on all cases in their order, however long it takes to ask about some", async () => {
    const seen: number[] = [];
    const sizes: number[] = [];
    let [nAsked, most] = [0, 0];
    await signals.forEach(
      candidates,
      quiet,
      async (cases) => {
        nAsked += 1;
        most = Math.max(most, nAsked);
        // The first are the slowest.
        await wait(cases[0]!.candidates[0]!.id === candidates[0]!.id ? 600 : 10);
        nAsked -= 1;
        return cases.length;
      },
      (cases, n) => {
        sizes.push(n);
        seen.push(...cases.map((one) => one.candidates[0]!.id));
      },
    );
    expect(seen).toEqual(candidates.map(({ id }) => id));
    expect(sizes).toEqual([32, 32, 6]);
    expect(most).toBeGreaterThan(1);
  });

  it("ends with what fails, once nothing is under way", async () => {
    let [nUnderWay, nHandedOn] = [0, 0];
    const ask = async (cases: readonly CaseSignals[]): Promise<void> => {
      nUnderWay += 1;
      const isFirst = cases[0]!.candidates[0]!.id === candidates[0]!.id;
      await wait(isFirst ? 5 : 300);
      nUnderWay -= 1;
      if (isFirst) throw new Error("no answer");
    };
    await expect(signals.forEach(candidates, quiet, ask, () => void (nHandedOn += 1))).rejects.toThrow("no answer");
    expect([nUnderWay, nHandedOn]).toEqual([0, 0]);
  });
});
