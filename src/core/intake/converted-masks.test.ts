import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createCore } from "#core/core.ts";
import { sha256OfFile } from "#core/io/files/hash.ts";
import { packMask } from "#core/io/image/packed-mask.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import type { Project } from "#core/project/project.ts";
import { candidateSources } from "#core/project/queries/candidates.ts";
import { storeConvertedMasks } from "#core/project/queries/converted-masks.ts";
import { masksChanged } from "#core/project/state/masks-changed.ts";
import type { TileRow } from "#contract/commands/review.ts";
import { maskAddress } from "#contract/pictures.ts";
import { connectDirect } from "#transport/direct.ts";
import { cells, Intake, NotingPool, squares } from "#tests/support/intake.ts";

const pool = new NotingPool();
const SIDE = 24;

/** The mask file of the folder, converted to one square of 2 × 2 pixels a class. */
async function convert(intake: Intake, project: Project, classes: readonly string[]): Promise<readonly number[]> {
  const sha256 = await sha256OfFile(join(intake.folder, "masks_a/a.png"));
  return project.transaction(() => {
    const { id } = project.get<{ id: number }>("SELECT id FROM file WHERE path = 'masks_a/a.png'")!;
    project.run("UPDATE file SET sha256 = ? WHERE id = ?", sha256, id);
    const { ids } = storeConvertedMasks(project, {
      fileId: id,
      caseId: project.get<{ id: number }>("SELECT id FROM cases")!.id,
      source: "a",
      remedyId: null,
      masks: classes.map((className, index) => ({
        className,
        labelValue: index + 1,
        packed: packMask(square(index)),
        nVoxels: 4,
        bounds: [4 * index, 0, 0, 4 * index + 1, 1, 0],
        recipe: { made: "test" },
      })),
    });
    masksChanged(project);
    return ids;
  });
}

function square(index: number): Uint8Array {
  const mask = new Uint8Array(SIDE * SIDE);
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    mask[y * SIDE + 4 * index + x] = 1;
  return mask;
}

async function withConverted(): Promise<{ intake: Intake; ids: readonly number[] }> {
  const intake = new Intake(pool);
  intake.put("images/a.png", cells(1));
  // Of another size: refused as it is.
  intake.put("masks_a/a.png", cells(2, { scale: 2 }));
  await intake.add();
  const ids = await intake.look((project) => convert(intake, project, ["liver", "spleen"]));
  return { intake, ids };
}

function inUse(project: Project): string[] {
  return [...candidateSources(project)].map(({ name }) => name);
}

describe("a converted mask", () => {
  it("has a file, and its own voxels in pictures, written masks, results and the check of the project", async () => {
    const { intake, ids } = await withConverted();
    const core = createCore();
    const client = connectDirect(core.handlers, core.close);
    try {
      await client.call("project.open", { path: intake.path, access: "write" });
      const rows = await client.call("review.results", {});
      expect(rows.map((row) => [row.class, row.mask_path, row.source])).toEqual([
        ["liver", "masks_a/a.png", "a"],
        ["spleen", "masks_a/a.png", "a"],
      ]);
      const [{ pictureVersion }] = (await client.call("review.rows", { rater: "R", ids: [ids[1]!] })) as [TileRow];
      const picture = await core.fetchPicture(maskAddress(ids[1]!, pictureVersion), new AbortController().signal);
      expect(picture.status).toBe(200);
      expect(picture.body.subarray(352)).toEqual(square(1));
      const to = join(intake.home, "written");
      const { masks, findings } = await client.call("release.masks", { to });
      expect(findings).toEqual([]);
      for (const [index, { file }] of masks.entries()) {
        const { data } = await readImage(join(to, file), defaultLimits);
        expect(Array.from(data, (value) => (value > 0 ? 1 : 0))).toEqual([...square(index)]);
      }
      expect(await client.call("project.verify", { path: intake.path, files: true })).toMatchObject({ good: true });
    } finally {
      await client.close();
    }
  });

  it("stays when the folder is added again, goes when its file changes, and comes back with it", async () => {
    const { intake } = await withConverted();
    await intake.add();
    expect(await intake.look(inUse)).toEqual(["a:a:liver", "a:a:spleen"]);
    intake.put("masks_a/a.png", squares([1, 0, 1]));
    await intake.add();
    expect(await intake.look(inUse)).toEqual(["a:a:1"]);
    intake.put("masks_a/a.png", cells(2, { scale: 2 }));
    await intake.add();
    expect(await intake.look(inUse)).toEqual(["a:a:liver", "a:a:spleen"]);
  });

  it("goes when its image changes", async () => {
    const { intake } = await withConverted();
    intake.put("images/a.png", cells(3));
    await intake.add();
    expect(await intake.look(inUse)).toEqual([]);
  });

  it("comes back with its labels when it is made again in the same way", async () => {
    const { intake, ids } = await withConverted();
    const again = await intake.look(async (project) => {
      await convert(intake, project, ["liver"]);
      expect(inUse(project)).toEqual(["a:a:liver"]);
      return convert(intake, project, ["liver", "spleen"]);
    });
    expect(again).toEqual(ids);
  });
});
