import { describe, expect, it } from "vitest";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { CandidateSource } from "../../project/queries/candidates.ts";
import type { WorkContext } from "../judge-kind.ts";
import { NetworkBench } from "./network-bench.ts";
import type { CaseSignals, SignalStore } from "./signal-source.ts";
import type { ClassNetworks } from "./signals-model.ts";

const AREA = PLANE_SIDE * PLANE_SIDE;
const context = { signal: new AbortController().signal, onRestart: () => undefined } as unknown as WorkContext;

/** An engine that sees the object wherever the image is bright, and notes how many planes it was asked about. */
function engine(): { readonly client: EngineClient; readonly asked: number[] } {
  const asked: number[] = [];
  const ask = async (_task: string, input: { images: Uint8Array; masks?: Uint8Array }): Promise<unknown> => {
    const shown = input.masks ?? input.images;
    asked.push(shown.length / AREA);
    return { probabilities: shown.slice() };
  };
  return { client: { ask } as unknown as EngineClient, asked };
}

function store(): SignalStore {
  const kept = new Map<string, Uint8Array>();
  return { get: (key) => kept.get(key) ?? null, put: (key, bytes) => void kept.set(key, bytes) };
}

function networks(seed: number): ClassNetworks {
  const one = [{ name: "out/bias", shape: [1], trainable: true, values: Float32Array.of(seed) }];
  return { classId: 1, turnsPolarity: false, segmenterSide: PLANE_SIDE, segmenters: [one, one], quality: [one, one] };
}

/** Two masks of a class that has networks, and one of another class. */
function cases(...subjects: string[]): CaseSignals[] {
  return subjects.map((subject, at) => ({
    key: `case ${subject}`,
    candidates: [1, 2, 1].map((classId, id) => ({ id, classId, subject })) as unknown as CandidateSource[],
    signals: {
      masks: [1, 2, 3].map((value) => ({
        values: new Float64Array(),
        planes: new Uint8Array(AREA).fill(40 * value + at),
        insideShare: 1,
      })),
      images: [1, 2].map((classId) => ({ classId, planes: new Uint8Array(AREA).fill(200), side: PLANE_SIDE })),
    },
  }));
}

describe("what taught networks say", () => {
  it("is asked once, and remembered by what networks and masks are", async () => {
    const { client, asked } = engine();
    const remembered = store();
    const all = cases("a", "b", "c", "d");
    const bench = (seed: number): NetworkBench => new NetworkBench(client, [networks(seed)], remembered, context);
    const first = await bench(1).of(all);
    expect(first.map((row) => row.map((opinion) => opinion !== null))).toEqual(all.map(() => [true, false, true]));
    const nAsked = asked.reduce((sum, n) => sum + n, 0);
    expect(nAsked).toBe(4 * 2 + 4);
    expect(await bench(1).of(all)).toEqual(first);
    expect(await bench(1).of(all.slice(1, 3))).toEqual(first.slice(1, 3));
    expect(asked.reduce((sum, n) => sum + n, 0)).toBe(nAsked);
    await bench(2).of(all.slice(0, 1));
    expect(asked.reduce((sum, n) => sum + n, 0)).toBe(nAsked + 3);
  });
});
