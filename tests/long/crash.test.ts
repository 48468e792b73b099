import { describe, expect, it } from "vitest";
import { crashLoop } from "../support/crash-loop.ts";

describe("kill -9, fifty times", () => {
  it("during add, label and train: no acknowledged label lost, the project whole, the next command goes on", async () => {
    const { killed } = await crashLoop(60, 2);
    process.stdout.write(`killed: ${JSON.stringify(killed)}\n`);
    expect(Object.values(killed).reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(50);
  });
});
