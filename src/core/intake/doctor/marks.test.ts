import { describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { AFFINE, codes, GEOMETRY, image, only, phantom, withProject } from "#tests/support/doctor.ts";
import { cells, squares } from "#tests/support/intake.ts";

/** Marks every mask in use as good. @returns what the project then says of its masks */
async function markAll(client: Client): Promise<unknown> {
  const { ids } = await client.call("review.snapshot", { rater: "anna" });
  const marks = ids.map((candidateId) => ({ candidateId, label: "accept" as const }));
  await client.call("review.mark", { rater: "anna", marks });
  return client.call("review.results", {});
}

describe("the marks of masks", () => {
  it("that were right as they are read stay, when somebody has said so; undo brings only the finding back", async () => {
    const shifted = AFFINE.map((value, at) => (at === 3 ? value + 25 : value));
    await withProject(
      (intake) => {
        intake.put("images/a.nii", image(1));
        intake.put("masks_x/a.nii", encodeNifti({ ...GEOMETRY, affine: shifted }, phantom()));
      },
      async ({ client, intake }) => {
        const marked = await markAll(client);
        const group = await only(client);
        expect(group).toMatchObject({ nInUse: 1, nMarked: 1, recommended: { grid: { kind: "copy-header" } } });
        const done = await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        expect(done).toMatchObject({ nMasks: 2, nMarkedReplaced: 0, findings: [] });
        expect(await client.call("review.results", {})).toEqual(marked);
        expect(await codes(client)).not.toContain("mask-position-differs");

        await client.call("intake.add", { folder: intake.folder });
        expect(await client.call("review.results", {})).toEqual(marked);
        expect((await codes(client)).filter((code) => code.startsWith("mask-"))).toEqual([]);

        const { groups, mended } = await client.call("doctor.diagnose", {});
        expect([groups, mended]).toMatchObject([[], [{ n: 1, nMarked: 1, kind: "copy-header" }]]);
        const taken = await client.call("doctor.undo", { fileIds: mended[0]!.fileIds });
        expect(taken).toEqual({ nFiles: 1, nMarkedReplaced: 0 });
        expect(await client.call("review.results", {})).toEqual(marked);
        expect(await codes(client)).toContain("mask-position-differs");

        // The file changes after all: nobody is left to believe that it was looked at.
        await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        const further = AFFINE.map((value, at) => (at === 3 ? value + 50 : value));
        intake.put("masks_x/a.nii", encodeNifti({ ...GEOMETRY, affine: further }, phantom()));
        await client.call("intake.add", { folder: intake.folder });
        expect(await codes(client)).toEqual(expect.arrayContaining(["mask-mend-again", "mask-position-differs"]));
      },
    );
  });

  it("come back with an undo for the image that the mask belongs to, not for one that it belonged to earlier", async () => {
    await withProject(
      (intake) => {
        for (const seed of [1, 2]) intake.put(`images/${"ab"[seed - 1]}.png`, cells(seed));
        intake.put("masks_x/a.png", squares([1, 0, 1]));
      },
      async ({ client, intake }) => {
        intake.put("mapping.csv", "img_path,mask_path,source\nimages/b.png,masks_x/a.png,x\n");
        await client.call("intake.add", { folder: intake.folder });
        const inUse = async (): Promise<string[]> => (await client.call("review.results", {})).map((row) => row.case);
        expect(await inUse()).toEqual(["b"]);
        const also = { source: "x" };
        const [group] = (await client.call("doctor.diagnose", { also })).groups;
        const grid = group!.grid!.remedies.find(({ remedy }) => remedy.kind === "flip")!.remedy;
        const remedy = { grid, values: null };
        const { fileIds } = await client.call("doctor.apply", { groupId: group!.id, remedy, also });
        await client.call("doctor.undo", { fileIds });
        expect(await inUse()).toEqual(["b"]);
      },
    );
  });
});
