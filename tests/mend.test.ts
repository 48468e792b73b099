import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Output } from "#contract/commands.ts";
import type { ResultRow } from "#contract/records.ts";
import { makePng } from "./support/make-png.ts";
import { temporaryFolder } from "./support/sample.ts";
import { winnow } from "./support/winnow.ts";

const SIDE = 24;
const home = temporaryFolder("mend");
const project = join(home, "p.winnow");

/** A grey picture, or a mask in red on black, of `side` pixels. */
function picture(side: number, isMask: boolean): Uint8Array {
  const samples = Array.from({ length: side * side }, (_, i) => {
    const isInside = i % side < side / 3 && i < (side * side) / 2;
    return isMask ? (isInside ? [255, 0, 0] : [0, 0, 0]) : [(i * 7) % 256];
  });
  return makePng({ width: side, height: side, depth: 8, colourType: isMask ? 2 : 0, samples: samples.flat() });
}

describe("winnow mend", () => {
  it("says what can be done, does what it is told, and takes it back", async () => {
    const folder = join(home, "data");
    for (const kind of ["images", "masks_x"]) mkdirSync(join(folder, kind), { recursive: true });
    for (const [index, name] of ["a", "b", "c"].entries()) {
      writeFileSync(join(folder, "images", `${name}.png`), picture(SIDE, false));
      writeFileSync(join(folder, "masks_x", `${name}.png`), picture(index === 2 ? SIDE / 2 : SIDE, true));
    }
    expect((await winnow("add", folder, "--project", project)).code).toBe(1);
    const results = async (): Promise<(string | null)[][]> =>
      (await winnow("results", "--project", project, "--json"))
        .json<ResultRow[]>()
        .map((row) => [row.mask_path, row.class]);

    const told = (await winnow("mend", "--project", project, "--json")).json<Output<"doctor.diagnose">>();
    expect(told.groups.map(({ code, n }) => [code, n])).toEqual([
      ["mask-in-colours", 2],
      ["mask-size-differs", 1],
    ]);
    const text = await winnow("mend", "--project", project);
    expect(text.stdout).toContain("* colours         #000000 background, #ff0000 = 1.");
    expect(text.stdout).toContain("Size: the mask is 12 × 12, its image 24 × 24.");
    expect((await winnow("mend", "--project", project, "--remedy", "recommended", "--dry-run")).code).toBe(0);
    expect(await results()).toEqual([]);

    const named = ["--finding", "mask-in-colours", "--remedy", "colours", "--class", "#FF0000=liver"];
    const slip = [...named.slice(0, 4), "--class", "#ff0001=liver"];
    const refused = await winnow("mend", "--project", project, ...slip);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("Their values are #000000, #ff0000.")]);
    const done = await winnow("mend", "--project", project, ...named, "--rater", "anna", "--json");
    expect(done.json()).toMatchObject({ applied: [{ code: "mask-in-colours", nMasks: 2 }], findings: [] });
    expect((await winnow("mend", "--project", project, "--remedy", "recommended")).code).toBe(0);
    expect(await results()).toEqual([
      ["masks_x/a.png", "liver"],
      ["masks_x/b.png", "liver"],
      ["masks_x/c.png", "1"],
    ]);
    expect((await winnow("verify", project)).code).toBe(0);

    const back = await winnow("mend", "--project", project, "--undo", "--mask", "masks_x/b.png");
    expect(back.stdout).toContain("1 mask taken back.");
    expect(await results()).toHaveLength(2);
    expect((await winnow("mend", "--project", project, "--remedy", "reorient")).code).toBe(2);
    expect((await winnow("mend", "--project", project, "--remedy", "colours", "--class", "red")).code).toBe(2);
    expect((await winnow("mend", "--project", project, "--undo")).stdout).toContain("2 masks taken back.");
    expect(await results()).toEqual([]);
  });
});
