import { describe, expect, it } from "vitest";
import { crashLoop } from "./support/crash-loop.ts";

describe("kill -9", () => {
  it("loses nothing that was acknowledged, six times (fifty times in test:long)", async () => {
    const { killed, survived } = await crashLoop(6, 1);
    expect(Object.values(killed).reduce((sum, n) => sum + n, 0) + survived).toBe(6);
    expect(killed["train"]).toBeGreaterThan(0);
  }, 300_000);
});
