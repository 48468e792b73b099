import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { imageAddress } from "#contract/pictures.ts";
import { makeNifti } from "./support/make-nifti.ts";
import { copySample, temporaryFolder } from "./support/sample.ts";
import { direct, relayedProcess, socket, type Transport } from "./support/transports.ts";

process.env["WINNOW_CONFIG"] = temporaryFolder("transport-config");

const folder = temporaryFolder("transport");
const nuclei = copySample(join(folder, "nuclei"), 12);

/** 256³ voxels of one byte: 16 MiB and a header. */
const LARGE = 256;
const volumes = temporaryFolder("transport-volumes");
writeFileSync(
  join(volumes, "large.nii"),
  makeNifti({ dim: [3, LARGE, LARGE, LARGE], data: new Uint8Array(LARGE ** 3).map((_, index) => index % 251) }),
);

describe.each([
  ["direct", direct],
  ["process", relayedProcess],
  ["socket", socket],
] as const)("the contract over %s", (name, open) => {
  let transport: Transport;
  let client: Client;
  const project = join(folder, `${name}.winnow`);

  beforeAll(async () => {
    transport = await open();
    client = transport.client;
    await client.call("project.open", { path: project, access: "write", create: true });
  });
  afterAll(() => transport.close());

  it("calls, and fills in defaults", async () => {
    expect(await client.call("project.open", { path: project, access: "write" })).toEqual({
      path: project,
      nCases: 0,
      nCandidates: 0,
      nLabels: 0,
    });
  });

  it("says what is wrong with an input, field by field", async () => {
    const asked = client.call("project.open", { path: 3, access: "all" } as never);
    await expect(asked).rejects.toMatchObject({
      code: "bad-request",
      message: expect.stringMatching(/path:.*access:/),
    });
  });

  it("brings errors across whole", async () => {
    const asked = client.call("project.open", { path: join(folder, "none.winnow"), access: "write" });
    await expect(asked).rejects.toMatchObject({
      name: "AppError",
      code: "project-missing",
      message: expect.stringContaining("none.winnow"),
      remedy: expect.stringMatching(/\w{4}/),
    });
    await client.call("project.open", { path: project, access: "write" });
  });

  it("sends events, and cancels what is under way", async () => {
    const controller = new AbortController();
    const phases: string[] = [];
    const stop = client.on("job.progressed", ({ job, phase }) => {
      phases.push(`${job} ${phase}`);
      controller.abort();
    });
    const adding = client.call("intake.add", { folder: nuclei }, { signal: controller.signal });
    await expect(adding).rejects.toMatchObject({ code: "cancelled" });
    stop();
    expect(phases[0]).toMatch(/^add /);
    // What is cancelled before it begins does not begin.
    const never = client.call("intake.list", {}, { signal: controller.signal });
    await expect(never).rejects.toMatchObject({ code: "cancelled" });
    expect(await client.call("intake.add", { folder: nuclei })).toMatchObject({ nCases: 12 });
  });

  it("answers many calls at once, each with its own answer", async () => {
    const sizes = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(async (n) => (await client.call("review.queue", { n, seed: 1 })).length),
    );
    expect(sizes).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("carries a picture of 16 MiB, byte for byte", async () => {
    await client.call("project.open", { path: join(folder, `${name}-large.winnow`), access: "write", create: true });
    await client.call("intake.add", { folder: volumes });
    const { pictureVersion } = await client.call("review.case", { rater: "R", caseId: 1 });
    const { status, contentType, body } = await transport.picture(imageAddress(1, pictureVersion));
    expect([status, contentType]).toEqual([200, expect.stringMatching(/octet-stream|nifti/)]);
    expect(body.byteLength).toBeGreaterThan(LARGE ** 3);
    const voxels = body.subarray(body.byteLength - LARGE ** 3);
    expect(voxels.every((value, index) => value === index % 251)).toBe(true);
    expect((await transport.picture("/pictures/image/999.nii?v=1")).status).toBe(404);
    await client.call("project.open", { path: project, access: "write" });
  });

  it("lets two clients work on one core, and tells both", async () => {
    if (!transport.channel) return;
    const second = await transport.channel.second();
    const told: string[] = [];
    second.on("job.progressed", ({ job }) => told.push(job));
    await client.call("intake.add", { folder: nuclei });
    expect((await second.call("intake.list", {})).cases).toHaveLength(12);
    expect(told).toContain("add");
    await second.close();
    expect((await client.call("intake.list", {})).cases).toHaveLength(12);
  });

  it("is not troubled by messages that are none", async () => {
    if (!transport.channel) return;
    const { post } = transport.channel;
    const cyclicKinds = [
      null,
      7,
      "text",
      [],
      {},
      { kind: "call" },
      { kind: "cancel", id: 4711 },
      { kind: "reply", id: 1 },
    ];
    for (const message of cyclicKinds) post(message);
    for (const command of ["toString", "__proto__", "project.remove"])
      post({ kind: "call", id: 10_000, name: command, input: {} });
    post({ kind: "call", id: 10_001, name: "app.browse", input: { folder: "x" }, extra: true });
    await expect(client.call("app.remove" as never, {} as never)).rejects.toMatchObject({ code: "bad-request" });
    expect(await client.call("intake.list", {})).toMatchObject({ cases: expect.any(Array) });
  });

  it("comes back by itself when the core is killed, with the project open, and says so", async () => {
    if (!transport.channel) return;
    const told: unknown[] = [];
    client.on("core.lost", (event) => told.push(event));
    const back = new Promise((resolve) => client.on("core.back", resolve));
    const underWay = client.call("engine.doctor", {});
    process.kill(transport.channel.corePid()!, "SIGKILL");
    await expect(underWay).rejects.toMatchObject({ code: "core-lost", message: expect.stringContaining("on disk") });
    // Nothing is queued for the next one.
    await expect(client.call("intake.list", {})).rejects.toMatchObject({ code: "core-lost" });
    expect(await back).toEqual({ project });
    expect(told).toEqual([{ reason: "SIGKILL", isRestarting: true }]);
    // Open for writing: the dead core's lock does not stand in the way.
    expect(await client.call("intake.add", { folder: nuclei })).toMatchObject({ nCases: 12 });
  });

  it("fails what is under way when the channel closes, and everything after", async () => {
    if (!transport.channel) return;
    const underWay = client.call("engine.doctor", {});
    transport.channel.hangUp();
    await expect(underWay).rejects.toMatchObject({ code: "core-lost" });
    await expect(client.call("intake.list", {})).rejects.toMatchObject({ code: "core-lost" });
  });
});
