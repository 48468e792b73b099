import { afterEach, expect, it } from "vitest";
import type { Output } from "#contract/commands.ts";
import { createCore } from "#core/core.ts";
import { cells, Intake, NotingPool } from "#tests/support/intake.ts";
import { connectDirect } from "#transport/direct.ts";

const pool = new NotingPool();
const core = createCore();
const client = connectDirect(core.handlers, core.close);

afterEach(() => client.close());

it("says what it leaves out while it is still adding", async () => {
  const intake = new Intake(pool);
  for (let index = 0; index < 3000; index += 1)
    intake.put(
      `images/p${String(index).padStart(4, "0")}.png`,
      index % 300 === 3 ? Buffer.from("no picture") : cells(1),
    );
  await client.call("project.open", { path: intake.path, access: "write", create: true });
  const told: Promise<Output<"intake.findings">>[] = [];
  const counted: number[] = [];
  client.on("job.progressed", ({ done, total, metrics }) => {
    counted.push(metrics?.["leftOut"] ?? 0);
    if (total !== null && done < total) told.push(client.call("intake.findings", {}));
  });
  await client.call("intake.add", { folder: intake.folder });
  expect(counted.some((n) => n > 0 && n < 10)).toBe(true);
  const early = (await Promise.all(told)).flatMap(({ groups }) =>
    groups.filter(({ code }) => code === "picture-not-png"),
  );
  expect(early.some(({ n }) => n > 0 && n < 10)).toBe(true);
  const { groups } = await client.call("intake.findings", {});
  expect(groups.find(({ code }) => code === "picture-not-png")).toMatchObject({ n: 10, severity: "error" });
});
