import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { copySample, sampleAnswers, temporaryFolder, writeLabels } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../core.ts";
import { Project } from "../project/project.ts";
import { readSegmenter } from "../project/queries/segmenters.ts";

const folder = temporaryFolder("segment");
const path = join(folder, "p.winnow");
const core = createCore();
const { call, on, close } = connectDirect(core.handlers, core.close);
afterAll(() => close());

describe("a segmenter from accepted masks", () => {
  it("asks for accepted masks first", async () => {
    await call("project.open", { path, access: "write", create: true });
    await call("intake.add", { folder: copySample(join(folder, "f"), 12) });
    await expect(call("segment.run", { method: "supervised" })).rejects.toMatchObject({ code: "nothing-to-release" });
    await expect(call("segment.run", { method: "weak" })).rejects.toMatchObject({ code: "not-built-yet" });
  });

  it("is cut off with a checkpoint, and goes on to the very weights that it would have had", async () => {
    const rows = await call("review.results", {});
    const cases = [...new Set(rows.map((row) => row.case))].slice(0, 6);
    const answers = sampleAnswers();
    const labelled = rows.filter((row) => cases.includes(row.case) && answers.get(row.mask_path) === "accept");
    await call("review.importLabels", { file: writeLabels(join(folder, "l.csv"), labelled), rater: "a" });
    const controller = new AbortController();
    const stop = on("job.progressed", ({ phase, done }) => {
      if (phase === "Training the segmenter" && done >= 10) controller.abort();
    });
    const input = { method: "supervised" as const, steps: 30 };
    await expect(call("segment.run", input, { signal: controller.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    stop();
    const resumed = await call("segment.run", { ...input, resume: true });
    const whole = await call("segment.run", input);
    expect([resumed.version, whole.version]).toEqual([1, 2]);
    expect(whole.nTaught).toBe(new Set(labelled.map((row) => row.case)).size);
    const project = Project.open(path, "read");
    const [first, second] = [1, 2].map((version) => readSegmenter(project, version)!);
    project.close();
    expect(first!.weightsSha256).toBe(second!.weightsSha256);
    expect(first!.trainingSet.every((mask) => mask.accepted_by === "person")).toBe(true);
  });

  it("proposes masks for the cases that have none accepted, which are candidates like all others", async () => {
    const rows = await call("review.results", {});
    const accepted = new Set(rows.filter((row) => row.label === "accept").map((row) => row.case));
    const made = rows.filter((row) => row.source === "segment-supervised-1");
    expect(made.length).toBeGreaterThan(0);
    expect(made.some((row) => accepted.has(row.case))).toBe(false);
    expect(made.every((row) => row.mask_path === `winnow:${row.candidate}`)).toBe(true);
    expect(await call("project.verify", { path })).toMatchObject({ good: true });
  });

  it("goes on with another engine when one dies while it proposes", async () => {
    let waiting: NodeJS.Timeout | null = null;
    const restarts: string[] = [];
    const stop = [
      on("engine.restarted", ({ reason }) => void restarts.push(reason)),
      on("job.progressed", ({ phase }) => {
        const pid = core.enginePid();
        if (phase !== "Proposing masks" || waiting || pid === null) return;
        // Held until it is asked: it may not answer before it is ended, nor be gone before anybody misses it.
        process.kill(pid, "SIGSTOP");
        waiting = setInterval(() => {
          if (!core.isEngineAsked()) return;
          clearInterval(waiting!);
          process.kill(pid, "SIGKILL");
        }, 10);
      }),
    ];
    const made = await call("segment.run", { method: "supervised", steps: 5, seed: 3 });
    for (const off of stop) off();
    expect(restarts).toHaveLength(1);
    expect(made.nMasks + made.nEmpty).toBe(made.nCases);
  });
});
