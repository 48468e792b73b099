import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { squares } from "#tests/support/intake.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import type { MaskSource } from "#domain/mask/mask-source.ts";
import { defaultLimits as limits } from "../io/limits.ts";
import { compareWithReference } from "./compare-with-reference.ts";

const folder = temporaryFolder("compare");

/** A mask file with these squares, spoken of by one value. */
function maskOf(name: string, values: readonly number[], labelValue: number | null): MaskSource {
  const bytes = squares(values);
  writeFileSync(join(folder, name), bytes);
  return { path: join(folder, name), sha256: sha256Of(bytes), labelValue };
}

describe("the comparison with a reference", () => {
  const reference = maskOf("reference.png", [1, 1, 1, 2], null);
  const net = maskOf("net.png", [1, 0, 0, 2], 1);
  const gone = { path: join(folder, "gone.png"), sha256: "0".repeat(64), labelValue: 1 };

  it("answers for every mask in the order asked, and calls two empty masks alike", async () => {
    const answers = await compareWithReference({
      reference,
      pairs: [
        { referenceValue: 1, mask: net },
        { referenceValue: 1, mask: gone },
        { referenceValue: 2, mask: { ...net, labelValue: 2 } },
        { referenceValue: null, mask: { ...net, labelValue: null } },
        { referenceValue: 9, mask: { ...net, labelValue: 9 } },
        { referenceValue: 9, mask: net },
        { referenceValue: 1, mask: maskOf("other.png", [1, 1, 1], null) },
      ],
      limits,
    });
    expect(answers[1]).toMatchObject({ code: "file-vanished" });
    expect(answers.toSpliced(1, 1)).toEqual([0.5, 1, 2 / 3, 1, 0, 1]);
  });

  it("takes no other file for the reference than the one that was added", async () => {
    const changed = { ...reference, sha256: "0".repeat(64) };
    await expect(compareWithReference({ reference: changed, pairs: [], limits })).rejects.toBeInstanceOf(
      UnreadableFile,
    );
  });
});
