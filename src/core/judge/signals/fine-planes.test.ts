import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { FINE_SIDE } from "#domain/signals/case-planes.ts";
import { rocAuc } from "#domain/statistics/ranking.ts";
import { disc, DISC_RADIUS, writeDiscs } from "#tests/support/discs.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { connectDirect } from "#transport/direct.ts";
import { createCore } from "../../core.ts";
import { Project } from "../../project/project.ts";
import { judgeVersion } from "../../project/queries/judges.ts";
import { unpackModel } from "./signals-model.ts";

const folder = temporaryFolder("fine-planes");
const clients: Client[] = [];
afterAll(() => Promise.all(clients.map((client) => client.close())));

/** A project of discs with a first opinion, four times as large as the others' (first-opinion.test.ts sees coarse planes). */
async function firstOpinionOnLarge(): Promise<{ client: Client; path: string }> {
  const sources = {
    fits: (_: unknown, x: number, y: number) => disc(x, y, DISC_RADIUS),
    wide: (_: unknown, x: number, y: number) => disc(x, y, DISC_RADIUS + 4),
    narrow: (_: unknown, x: number, y: number) => disc(x, y, DISC_RADIUS - 4),
  };
  const root = writeDiscs(join(folder, "discs"), 24, sources, 4);
  const path = `${root}.winnow`;
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  clients.push(client);
  await client.call("project.open", { path, access: "write", create: true });
  await client.call("intake.add", { folder: root });
  await client.call("judge.train", { withoutLabels: true });
  await client.call("judge.apply", {});
  return { client, path };
}

function segmenterSidesOf(path: string): number[] {
  const project = Project.open(path, "read", { create: false });
  try {
    const { weights, weightsSha256 } = judgeVersion(project, 1);
    return unpackModel(weights, weightsSha256).networks.map((own) => own.segmenterSide);
  } finally {
    project.close();
  }
}

describe("what segmenters see", { timeout: 300_000 }, () => {
  it("is fine where pictures show more than coarse planes do, and masks are judged and explained by it", async () => {
    const { client, path } = await firstOpinionOnLarge();
    expect(segmenterSidesOf(path)).toEqual([FINE_SIDE]);
    const rows = await client.call("review.results", {});
    const auc = rocAuc(
      rows.map((row) => row.p_good!),
      rows.map((row) => row.source.endsWith("fits")),
    );
    expect(auc).toBeGreaterThan(0.95);
    const { ids } = await client.call("review.snapshot", { rater: "R1", order: "case", search: "scan-7" });
    const tiles = await client.call("review.rows", { rater: "R1", ids });
    const wide = tiles.find((row) => row.source.endsWith("wide"))!;
    const map = await client.call("review.errorMap", { rater: "R1", candidateId: wide.id });
    const tooMuch = 16 * Math.PI * ((DISC_RADIUS + 4) ** 2 - DISC_RADIUS ** 2);
    expect(map.nSurplus / tooMuch).toBeGreaterThan(0.6);
    expect(map.nSurplus / tooMuch).toBeLessThan(1.5);
  });
});
