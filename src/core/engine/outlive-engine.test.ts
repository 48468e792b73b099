import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { EventPayload } from "#contract/events.ts";
import { copySample, temporaryFolder, writeLabels } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { Project } from "../project/project.ts";

/** It trains several networks one after the other, with checkpoints: there is much to go on with. */
const KIND = "quality-cnn/1";
const folder = temporaryFolder("outlive");
const path = join(folder, "p.winnow");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
const restarts: EventPayload<"engine.restarted">[] = [];
client.on("engine.restarted", (event) => restarts.push(event));

afterAll(() => client.close());

/** Ends the engine by each signal in turn, whenever the progress of a job fits. */
function killWhen(
  fits: (progress: EventPayload<"job.progressed">) => boolean,
  ...signals: NodeJS.Signals[]
): () => void {
  const waiting = [...signals];
  return client.on("job.progressed", (progress) => {
    const pid = core.enginePid();
    if (waiting.length === 0 || pid === null || !fits(progress)) return;
    process.kill(pid, waiting.shift());
  });
}

describe("an engine that dies under a job", { timeout: 300_000 }, () => {
  it("dies three times at one place: the training fails readably, and can be gone on with", async () => {
    await client.call("project.open", { path, access: "write", create: true });
    await client.call("intake.add", { folder: copySample(join(folder, "images-here"), 16) });
    const queue = await client.call("review.queue", { n: 16 });
    await client.call("review.importLabels", { file: writeLabels(join(folder, "labels.csv"), queue), rater: "R1" });
    const end = killWhen(({ metrics }) => metrics?.["network"] === 2, "SIGSEGV", "SIGKILL", "SIGABRT");
    await expect(client.call("judge.train", { kind: KIND })).rejects.toMatchObject({
      code: "engine-died",
      message: expect.stringMatching(/3 times.*probably out of memory.*All labels are saved/) as unknown,
    });
    end();
    expect(restarts).toEqual(
      [1, 2].map(() => ({ reason: "probably out of memory", nLabelsSafe: 16, isResuming: true })),
    );
    expect(await client.call("judge.readiness", {})).toMatchObject({ canResume: true });
    expect(await client.call("judge.versions", {})).toEqual([]);
  });

  it("dies once: the training goes on by itself in smaller steps, which is recorded with the version", async () => {
    restarts.length = 0;
    const networks: number[] = [];
    const stopNoting = client.on("job.progressed", ({ metrics }) => networks.push(metrics?.["network"] ?? Infinity));
    const end = killWhen(({ metrics }) => metrics?.["network"] === 3, "SIGKILL");
    await client.call("judge.train", { kind: KIND, resume: true });
    end();
    stopNoting();
    expect(restarts).toHaveLength(1);
    // The network that was done before stays done.
    expect(Math.min(...networks)).toBe(2);
    expect(await client.call("judge.readiness", {})).toMatchObject({ canResume: false, nNewSinceLast: 0 });
    const { training } = await client.call("judge.curves", { version: 1 });
    expect(training).toHaveLength(80);
    expect(training.at(-1)!.heldOut).toBeGreaterThan(0);
    const project = Project.open(path, "read");
    const { settings } = project.get<{ settings: string }>("SELECT settings FROM judge_version")!;
    project.close();
    expect((JSON.parse(settings) as { restarts: unknown }).restarts).toEqual([
      { network: 3, afterRound: expect.any(Number) as number, batchSize: 16 },
    ]);
  });

  it("dies while masks are scored: all of them are scored in the end", async () => {
    restarts.length = 0;
    const end = killWhen(({ job, phase }) => job === "judge" && phase === "Judging", "SIGKILL");
    const { counts } = await client.call("judge.apply", {});
    end();
    expect(counts.accepted + counts.rejected + counts["to-review"]).toBe(48);
    expect((await client.call("judge.versions", {}))[0]).toMatchObject({ isInUse: true, hasScores: true });
  });
});
