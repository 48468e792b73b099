import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { squares } from "#tests/support/intake.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { UnreadableFile } from "../file-problem.ts";
import { sha256Of } from "../files/hash.ts";
import { defaultLimits } from "../limits.ts";
import { readMasks } from "./read-mask.ts";

const folder = temporaryFolder("read-mask");

describe("masks of one case", () => {
  it("are read although the file of one of them is gone, and that of another is not the one that was added", async () => {
    const bytes = squares([1]);
    const path = join(folder, "here.png");
    writeFileSync(path, bytes);
    const here = { path, sha256: sha256Of(bytes), labelValue: 1 };
    const masks = await readMasks(
      [{ ...here, path: join(folder, "gone.png") }, { ...here, sha256: "0".repeat(64) }, here],
      defaultLimits,
    );
    const problems = masks.map((mask) => (mask instanceof UnreadableFile ? mask.problem.code : mask.length));
    expect(problems).toEqual(["file-vanished", "file-changed", 24 * 24]);
  });
});
