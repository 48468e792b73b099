import { readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mendAddress } from "#contract/pictures.ts";
import type { Remedy, ValuesRemedy } from "#contract/remedies.ts";
import { turnedAffine, turnedSize, turnVoxels } from "#domain/remedy/turn-axes.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import {
  AFFINE,
  codes,
  GEOMETRY,
  image,
  ofClass,
  only,
  phantom,
  SIZE,
  withProject,
  written,
} from "#tests/support/doctor.ts";
import { type Intake, squares } from "#tests/support/intake.ts";
import { makeJpegMask } from "#tests/support/make-jpeg.ts";
import { makePng } from "#tests/support/make-png.ts";

describe("a mask that is stored turned", () => {
  const axes = [
    { from: 1, isFlipped: false },
    { from: 0, isFlipped: true },
    { from: 2, isFlipped: true },
  ];
  const put = (intake: Intake): void => {
    for (const name of ["a", "b"]) {
      intake.put(`images/${name}.nii`, image(name.charCodeAt(0)));
      const geometry = { ...GEOMETRY, size: turnedSize(SIZE, axes), affine: turnedAffine(GEOMETRY, axes) };
      const turned = { ...geometry, spacingMm: [1.5, 1, 2] };
      intake.put(`masks_x/${name}.nii`, encodeNifti(turned, turnVoxels(phantom(), SIZE, axes)));
    }
  };

  it("is turned back, all alike at once, voxel for voxel; undo takes it back, and adding again keeps it", async () => {
    await withProject(put, async (open) => {
      const { client, core, intake } = open;
      const before = ["a.nii", "b.nii"].map((name) => readFileSync(join(intake.folder, "masks_x", name)));
      expect(await codes(client)).toContain("mask-size-differs");
      const group = await only(client);
      expect(group).toMatchObject({ code: "mask-size-differs", n: 2, source: "x", nInUse: 0 });
      expect(group.recommended!.grid).toMatchObject({ kind: "reorient" });
      const remedy = group.recommended!;
      const { fileId } = group.masks[0]!;
      const preview = await client.call("doctor.preview", { fileId, remedy });
      expect(preview.problem).toBeNull();
      expect(preview.nVoxels).toEqual(
        [ofClass(phantom(), 1), ofClass(phantom(), 2)].map((m) => m.filter(Boolean).length),
      );
      for (const address of [preview.before, preview.after])
        expect(await core.fetchPicture(address, new AbortController().signal)).toMatchObject({ status: 200 });
      const gone = await core.fetchPicture(mendAddress(999, "x"), new AbortController().signal);
      expect(gone.status).toBe(404);

      const answer = await client.call("doctor.apply", { groupId: group.id, remedy, actor: "anna" });
      expect(answer).toEqual({ fileIds: answer.fileIds, nMasks: 4, nMarkedReplaced: 0, findings: [] });
      expect(await codes(client)).not.toContain("mask-size-differs");
      const masks = await written(open, "mended");
      expect(masks.get("1")).toEqual(ofClass(phantom(), 1));
      expect(masks.get("2")).toEqual(ofClass(phantom(), 2));
      expect(await client.call("project.verify", { path: intake.path, files: true })).toMatchObject({ good: true });

      await client.call("intake.add", { folder: intake.folder });
      expect(await client.call("review.results", {})).toHaveLength(4);
      const { groups, mended } = await client.call("doctor.diagnose", {});
      expect(groups).toEqual([]);
      expect(mended).toMatchObject([{ n: 2, kind: "reorient", actor: "anna" }]);

      await client.call("doctor.undo", { fileIds: [fileId] });
      expect(await client.call("review.results", {})).toHaveLength(2);
      expect(await codes(client)).toContain("mask-size-differs");
      expect(await only(client)).toMatchObject({ n: 1 });
      // Nothing is ever written to the files.
      expect(["a.nii", "b.nii"].map((name) => readFileSync(join(intake.folder, "masks_x", name)))).toEqual(before);
    });
  });

  it("keeps the marks of the mended masks through undo and the same again", async () => {
    await withProject(put, async ({ client }) => {
      const group = await only(client);
      const input = { groupId: group.id, remedy: group.recommended! };
      await client.call("doctor.apply", input);
      const { ids } = await client.call("review.snapshot", { rater: "anna" });
      await client.call("review.mark", { rater: "anna", marks: [{ candidateId: ids[0]!, label: "accept" }] });
      const marked = (await client.call("review.results", {})).filter(({ label }) => label === "accept");
      expect(marked).toHaveLength(1);
      const { mended } = await client.call("doctor.diagnose", {});
      expect(mended[0]!.nMarked).toBe(1);
      expect(await client.call("doctor.undo", { fileIds: mended[0]!.fileIds })).toEqual({
        nFiles: 2,
        nMarkedReplaced: 1,
      });
      expect(await client.call("review.results", {})).toEqual([]);
      await client.call("doctor.apply", input);
      expect((await client.call("review.results", {})).filter(({ label }) => label === "accept")).toEqual(marked);
    });
  });

  it("is left as it is, and said, when its file has changed since it was mended", async () => {
    await withProject(put, async ({ client, intake }) => {
      const group = await only(client);
      await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
      intake.put("masks_x/a.nii", encodeNifti(GEOMETRY, phantom()));
      await client.call("intake.add", { folder: intake.folder });
      expect(await codes(client)).toContain("mask-mend-again");
      expect(await client.call("review.results", {})).toHaveLength(4);
      expect((await client.call("doctor.diagnose", {})).mended).toMatchObject([{ n: 1 }]);
    });
  });
});

describe("masks that nothing is known to be wrong with", () => {
  it("are mirrored, or given a class that lies in several files, when they are asked for", async () => {
    await withProject(
      (intake) => {
        intake.put("images/a.png", squares([50, 90, 120]));
        intake.put("masks_liver/a.png", squares([255, 0, 0]));
        intake.put("masks_spleen/a.png", squares([0, 0, 255]));
      },
      async (open) => {
        const { client } = open;
        expect((await client.call("doctor.diagnose", {})).groups).toEqual([]);
        const also = { source: "liver" };
        const { groups } = await client.call("doctor.diagnose", { also });
        expect(groups).toMatchObject([{ code: "mask-chosen", n: 1, nInUse: 1, recommended: { values: null } }]);
        const flip = groups[0]!.grid!.remedies.find(({ remedy }) => remedy.kind === "flip")!.remedy;
        const named = { kind: "labels" as const, classes: [{ from: 255, name: "liver" }] };
        await client.call("doctor.apply", { groupId: groups[0]!.id, remedy: { grid: flip, values: named }, also });
        const rows = await client.call("review.results", {});
        expect(rows.map((row) => [row.source, row.class])).toEqual([
          ["liver", "liver"],
          ["spleen", "1"],
        ]);
        const mirrored = (await written(open, "one")).get("liver")!;
        expect(
          mirrored
            .slice(0, 24)
            .map((value, x) => (value > 0 ? x : -1))
            .filter((x) => x >= 0),
        ).toEqual([20, 21, 22, 23]);
        const { mended } = await client.call("doctor.diagnose", {});
        await client.call("doctor.undo", { fileIds: mended[0]!.fileIds });
        expect((await client.call("review.results", {})).map((row) => row.class)).toEqual(["1", "1"]);
      },
    );
  });
});

describe("mended masks of a folder that was moved", () => {
  it("are found again with it", async () => {
    const bare = { size: SIZE, spacingMm: [1, 1, 1], affine: null, orientationKnown: false };
    await withProject(
      (intake) => {
        intake.put("images/a.nii", image(1));
        intake.put("masks_x/a.nii", encodeNifti(bare, phantom()));
      },
      async (open) => {
        const { client, intake } = open;
        const group = await only(client);
        await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        const before = await client.call("review.results", {});
        const moved = join(intake.home, "elsewhere");
        renameSync(intake.folder, moved);
        await client.call("intake.add", { folder: moved });
        expect(await client.call("review.results", {})).toEqual(before);
        expect(await codes(client)).not.toContain("mask-spacing-differs");
        expect((await written(open, "one")).get("2")).toEqual(ofClass(phantom(), 2));
      },
    );
  });
});

describe("a mask that lies elsewhere", () => {
  const shifted = AFFINE.map((value, at) => (at === 3 ? value + 25 : value));
  const put = (intake: Intake): void => {
    intake.put("images/a.nii", image(1));
    intake.put("masks_x/a.nii", encodeNifti({ ...GEOMETRY, affine: shifted }, phantom()));
  };

  it("is used with a warning, which ends once somebody has said that the image is right; undo brings it back", async () => {
    await withProject(put, async (open) => {
      const { client } = open;
      expect(await client.call("review.results", {})).toHaveLength(2);
      const group = await only(client);
      expect(group).toMatchObject({ code: "mask-position-differs", severity: "warning", nInUse: 1 });
      expect(group.grid!.differences).toEqual([{ what: "origin", distanceMm: 25 }]);
      expect(group.recommended).toEqual({ grid: { kind: "copy-header" }, values: null });
      await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
      expect(await codes(client)).not.toContain("mask-position-differs");
      expect((await written(open, "one")).get("2")).toEqual(ofClass(phantom(), 2));
      expect(await client.call("review.results", {})).toHaveLength(2);
      const { mended } = await client.call("doctor.diagnose", {});
      await client.call("doctor.undo", { fileIds: mended[0]!.fileIds });
      expect(await codes(client)).toContain("mask-position-differs");
      expect(await client.call("review.results", {})).toHaveLength(2);
    });
  });

  it("can be taken by its own position instead, where anything of it lies on the image", async () => {
    const near = AFFINE.map((value, at) => (at === 3 ? value + 3 : value));
    await withProject(
      (intake) => {
        intake.put("images/a.nii", image(1));
        intake.put("masks_x/a.nii", encodeNifti({ ...GEOMETRY, affine: near }, phantom()));
      },
      async (open) => {
        const group = await only(open.client);
        const grid = group.grid!.remedies.find(({ remedy }) => remedy.kind === "resample")!.remedy;
        await open.client.call("doctor.apply", { groupId: group.id, remedy: { grid, values: null } });
        // Its x axis runs to the left, 1 mm a voxel: 3 mm to the right are 3 voxels down.
        const moved = ofClass(phantom(), 2).map((_, i, all) => (i % 12 < 9 ? all[i + 3]! : 0));
        expect((await written(open, "one")).get("2")).toEqual(moved);
      },
    );
    await withProject(put, async ({ client }) => {
      const group = await only(client);
      // 25 mm along an axis of 12 mm: nothing of it is left there.
      expect(group.grid!.remedies.map(({ remedy }) => remedy.kind)).not.toContain("resample");
      const remedy: Remedy = { grid: { kind: "resample", by: "position" }, values: null };
      const { findings, fileIds } = await client.call("doctor.apply", { groupId: group.id, remedy });
      expect(fileIds).toEqual([]);
      expect(findings).toMatchObject([{ code: "mask-empty" }]);
      expect(await client.call("review.results", {})).toHaveLength(2);
    });
  });
});

describe("a mask without a header", () => {
  it("takes that of its image", async () => {
    const bare = { size: SIZE, spacingMm: [1, 1, 1], affine: null, orientationKnown: false };
    await withProject(
      (intake) => {
        intake.put("images/a.nii", image(1));
        intake.put("masks_x/a.nii", encodeNifti(bare, phantom()));
      },
      async (open) => {
        const group = await only(open.client);
        expect(group.code).toBe("mask-spacing-differs");
        expect(group.recommended).toEqual({ grid: { kind: "copy-header" }, values: null });
        await open.client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        expect((await written(open, "one")).get("1")).toEqual(ofClass(phantom(), 1));
      },
    );
  });
});

describe("a mask whose values are no labels", () => {
  const SIDE = 24;
  const cut = (value: number): number => (value > 0 ? 1 : 0);
  const drawn = Array.from({ length: SIDE * SIDE }, (_, i) =>
    i % SIDE > 3 && i % SIDE < 12 && i > 100 && i < 300 ? 1 : 0,
  );

  it("is cut where it is soft, in its own place", async () => {
    const soft = Float32Array.from(phantom(), (value) => (value === 1 ? 0.8 : value === 2 ? 0.3 : 0));
    await withProject(
      (intake) => {
        intake.put("images/a.nii", image(1));
        intake.put("masks_x/a.nii", encodeNifti(GEOMETRY, soft));
      },
      async (open) => {
        const group = await only(open.client);
        expect(group).toMatchObject({ code: "mask-not-integer", values: { problem: "soft" } });
        await open.client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        expect((await written(open, "one")).get("1")).toEqual(ofClass(phantom(), 1));
      },
    );
  });

  it("becomes one class a colour, the same in all masks of its folder, by the names of dataset.json", async () => {
    const palette = [
      [0, 0, 0],
      [220, 20, 60],
      [20, 220, 60],
    ] as const;
    const coloured = (first: number, second: number): Uint8Array => {
      const samples = drawn.flatMap((inside, i) => palette[inside === 0 ? 0 : i < 200 ? first : second]!);
      return makePng({ width: SIDE, height: SIDE, depth: 8, colourType: 2, samples });
    };
    await withProject(
      (intake) => {
        for (const name of ["a", "b"]) intake.put(`images/${name}.png`, squares([50, 90, name.charCodeAt(0)]));
        intake.put("masks_x/a.png", coloured(1, 1));
        intake.put("masks_x/b.png", coloured(2, 1));
        intake.put("dataset.json", JSON.stringify({ labels: { background: 0, spleen: 1, liver: 2 } }));
      },
      async (open) => {
        const group = await only(open.client);
        expect(group.values!.remedies[0]).toEqual({
          kind: "colours",
          classes: [
            { from: [0, 0, 0], name: null },
            { from: [20, 220, 60], name: "spleen" },
            { from: [220, 20, 60], name: "liver" },
          ],
        });
        await open.client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        const rows = await open.client.call("review.results", {});
        expect(rows.map((row) => [row.case, row.class])).toEqual([
          ["a", "liver"],
          ["b", "liver"],
          ["b", "spleen"],
        ]);
        expect((await written(open, "one")).get("spleen")).toEqual(drawn.map((inside, i) => (i < 200 ? inside : 0)));
      },
    );
  });

  it("of a JPEG goes to the nearest of its main greys", async () => {
    const ramp = Array.from({ length: SIDE * 20 }, (_, i) => i % 200);
    await withProject(
      (intake) => {
        intake.put("images/a.png", makePng({ width: SIDE, height: 20, depth: 8, colourType: 0, samples: ramp }));
        intake.put("masks_x/a.jpg", makeJpegMask());
      },
      async (open) => {
        const group = await only(open.client);
        expect(group).toMatchObject({ code: "mask-lossy", values: { problem: "lossy" } });
        expect(group.recommended).toMatchObject({ values: { kind: "greys" } });
        const { classes } = group.recommended!.values as Extract<ValuesRemedy, { kind: "greys" }>;
        const named = classes.map(({ from }) => ({
          from,
          name: [null, "half", "white"][Math.round(Number(from) / 127)]!,
        }));
        const remedy: Remedy = { grid: null, values: { kind: "greys", classes: named } };
        expect(await open.client.call("doctor.apply", { groupId: group.id, remedy })).toMatchObject({ nMasks: 2 });
        const masks = await written(open, "one");
        const within = (x: readonly [number, number], y: readonly [number, number]): number[] =>
          ramp.map((_, i) => {
            const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
            return column >= x[0] && column <= x[1] && row >= y[0] && row <= y[1] ? 1 : 0;
          });
        expect(masks.get("half")).toEqual(within([14, 21], [7, 17]));
        expect(masks.get("white")).toEqual(within([2, 10], [3, 11]));
      },
    );
  });

  it("with gaps is numbered anew, and values that dataset.json does not name are left away", async () => {
    await withProject(
      (intake) => {
        for (const name of ["a", "b"]) intake.put(`images/${name}.png`, squares([50, 90, name.charCodeAt(0)]));
        intake.put("masks_x/a.png", squares([128, 0, 128]));
        intake.put("masks_x/b.png", squares([255, 0, 128]));
      },
      async ({ client }) => {
        expect(await codes(client)).toContain("mask-values-gaps");
        const group = await only(client);
        expect(group).toMatchObject({ n: 2, nInUse: 2, values: { problem: "gaps" } });
        await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        expect(await codes(client)).not.toContain("mask-values-gaps");
        const rows = await client.call("review.results", {});
        expect(rows.map((row) => [row.case, row.class])).toEqual([
          ["a", "1"],
          ["b", "1"],
          ["b", "2"],
        ]);
      },
    );
    await withProject(
      (intake) => {
        for (const name of ["a", "b"]) intake.put(`images/${name}.png`, squares([50, 90, name.charCodeAt(0)]));
        intake.put("masks_x/a.png", squares([1, 0, 1]));
        intake.put("masks_x/b.png", squares([1, 0, 7]));
        intake.put("dataset.json", JSON.stringify({ labels: { background: 0, cell: 1 } }));
      },
      async ({ client }) => {
        const group = await only(client);
        expect(group).toMatchObject({ code: "mask-label-unknown", n: 1 });
        await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        expect(await codes(client)).not.toContain("mask-label-unknown");
        const rows = await client.call("review.results", {});
        expect(rows.map((row) => row.class)).toEqual(["cell", "cell"]);
        const { mended } = await client.call("doctor.diagnose", {});
        await client.call("doctor.undo", { fileIds: mended[0]!.fileIds });
        expect(await codes(client)).toContain("mask-label-unknown");
      },
    );
  });

  it("and are more than classes can be, over all masks, becomes one class; long names are cut, each its own way", async () => {
    const long = "a name that goes on and on ".repeat(5);
    const many = (first: number): Uint8Array =>
      encodeNifti(
        GEOMETRY,
        Uint16Array.from({ length: 720 }, (_, i) => (i < 200 ? first + i : 0)),
      );
    await withProject(
      (intake) => {
        for (const name of ["a", "b"]) intake.put(`images/${name}.nii`, image(name.charCodeAt(0)));
        intake.put("masks_x/a.nii", many(1));
        intake.put("masks_x/b.nii", many(201));
        const labels = { background: 0, [`${long}1`]: 1, [`${long}2`]: 2 };
        intake.put("dataset.json", JSON.stringify({ labels }));
      },
      async ({ client }) => {
        const group = await only(client);
        expect(group).toMatchObject({ code: "mask-label-unknown", n: 2 });
        const [remedy] = group.values!.remedies;
        expect(remedy).toMatchObject({ kind: "objects" });
        expect((remedy as Extract<ValuesRemedy, { kind: "objects" }>).name).toMatch(/^a name that .{60,65} \(1\)$/);
        expect(await client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! })).toMatchObject({
          nMasks: 2,
          findings: [],
        });
      },
    );
  });

  it("and that is of another size is mended in both", async () => {
    const small = makePng({
      width: SIDE / 2,
      height: SIDE / 2,
      depth: 8,
      colourType: 2,
      samples: Array.from({ length: (SIDE * SIDE) / 4 }, (_, i) => {
        const [x, y] = [i % 12, Math.floor(i / 12)];
        return drawn[2 * x + 2 * y * SIDE] ? [0, 0, 255] : [0, 0, 0];
      }).flat(),
    });
    await withProject(
      (intake) => {
        intake.put("images/a.png", squares([50, 90]));
        intake.put("masks_x/a.png", small);
      },
      async (open) => {
        const group = await only(open.client);
        expect(group.recommended).toMatchObject({
          grid: { kind: "resample", by: "extent" },
          values: { kind: "colours" },
        });
        await open.client.call("doctor.apply", { groupId: group.id, remedy: group.recommended! });
        const mask = (await written(open, "one")).get("1")!;
        const blocks = mask.map((_, i) =>
          cut(drawn[2 * Math.floor((i % SIDE) / 2) + 2 * SIDE * Math.floor(i / SIDE / 2)]!),
        );
        expect(mask).toEqual(blocks);
      },
    );
  });
});
