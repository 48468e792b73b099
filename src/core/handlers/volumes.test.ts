import { join } from "node:path";
import { expect, it } from "vitest";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { AFFINE, GEOMETRY, phantom, SIZE, withProject } from "#tests/support/doctor.ts";
import type { Intake } from "#tests/support/intake.ts";
import { makeNiftiSeries } from "#tests/support/make-series.ts";

/** An image of three volumes with its mask. */
function putSeries(intake: Intake, folder: string, first: number): void {
  const values = Int16Array.from({ length: 3 * 720 }, (_, i) => (i * first) % 997);
  const [x, y, z] = SIZE as [number, number, number];
  const image = makeNiftiSeries(
    { size: [x, y, z], n: 3, values },
    { gzip: true, qformCode: 0, srow: AFFINE.slice(0, 12) },
  );
  intake.put(join(folder, "images/a.nii.gz"), image);
  intake.put(join(folder, "masks_x/a.nii.gz"), encodeNifti(GEOMETRY, phantom()));
}

it("shows no mark of one volume on another while the rest is still read", async () => {
  await withProject(
    (intake) => {
      putSeries(intake, ".", 7);
      putSeries(intake, "../more", 11);
    },
    async ({ client, core, intake }) => {
      await client.call("intake.add", { folder: join(intake.home, "more") });
      const { files } = await client.call("volumes.list", {});
      const fileIds = files.map(({ fileId }) => fileId);
      expect(fileIds).toHaveLength(2);
      await client.call("volumes.choose", { fileIds, volume: 0, actor: "anna" });
      const { ids } = await client.call("review.snapshot", { rater: "anna" });
      await client.call("review.mark", {
        rater: "anna",
        marks: ids.map((candidateId) => ({ candidateId, label: "accept" })),
      });
      const rows = () => client.call("review.rows", { rater: "anna", ids });
      const before = new Map((await rows()).map((row) => [row.id, row.pictureVersion]));
      const told: ReturnType<typeof rows>[] = [];
      await core.handlers["volumes.choose"](
        { fileIds, volume: 1, actor: "anna" },
        { signal: new AbortController().signal, emit: (name) => void (name === "job.progressed" && told.push(rows())) },
      );
      const seen = (await Promise.all(told)).flat();
      const exchanged = seen.filter(({ id, pictureVersion }) => pictureVersion !== before.get(id));
      expect(exchanged.length).toBeGreaterThan(0);
      expect(exchanged.filter(({ mine }) => mine !== null)).toEqual([]);
      // Those on the volume that was there still counted.
      expect(seen.some(({ mine }) => mine !== null)).toBe(true);
    },
  );
});
