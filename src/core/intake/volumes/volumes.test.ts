import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Client } from "#contract/client.ts";
import type { TileRow } from "#contract/commands/review.ts";
import type { VolumeFile } from "#contract/commands/volumes.ts";
import { imageAddress } from "#contract/pictures.ts";
import { createRng } from "#domain/random/rng.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { Project } from "#core/project/project.ts";
import { volumeIdentity } from "#core/io/volumes/volume-identity.ts";
import { sha256OfFile } from "#core/io/files/hash.ts";
import { AFFINE, codes, GEOMETRY, phantom, SIZE, withProject } from "#tests/support/doctor.ts";
import { cells, Intake, NotingPool, squares } from "#tests/support/intake.ts";
import { makeNiftiSeries, type Series } from "#tests/support/make-series.ts";
import { makeNrrd } from "#tests/support/make-volume-files.ts";
import { chooseVolumes, undoVolumes } from "./choose-volumes.ts";

/** On the grid of `GEOMETRY`; every volume another one. */
function fourD(seed: number, n = 3): Uint8Array {
  return makeNiftiSeries(seriesOf(seed, n), { gzip: true, qformCode: 0, srow: AFFINE.slice(0, 12) });
}

function seriesOf(seed: number, n: number): Series {
  const rng = createRng(seed, "series");
  return { size: [12, 10, 6], n, values: Int16Array.from({ length: 720 * n }, () => rng.int(1000) - 100) };
}

function putPair(intake: Intake, name: string, image: Uint8Array): void {
  intake.put(`images/${name}.nii.gz`, image);
  intake.put(`masks_x/${name}.nii.gz`, encodeNifti(GEOMETRY, phantom()));
}

async function listed(client: Client): Promise<VolumeFile[]> {
  return (await client.call("volumes.list", {})).files;
}

async function choose(client: Client, volume: number, files?: readonly VolumeFile[]): Promise<number> {
  const fileIds = (files ?? (await listed(client))).map(({ fileId }) => fileId);
  const { findings, nMarkedResting } = await client.call("volumes.choose", { fileIds, volume, actor: "anna" });
  expect(findings).toEqual([]);
  return nMarkedResting;
}

/** The marks that count, by mask. */
async function marks(client: Client): Promise<(string | null)[]> {
  return (await client.call("review.results", {})).map(({ label }) => label);
}

async function markAll(client: Client, label: "accept" | "reject" | "clear"): Promise<void> {
  const { ids } = await client.call("review.snapshot", { rater: "anna" });
  await client.call("review.mark", { rater: "anna", marks: ids.map((candidateId) => ({ candidateId, label })) });
}

describe("a file that holds several volumes", () => {
  it("is left out until a volume is chosen, and then is a case with its masks, also when it is added again", async () => {
    await withProject(
      (intake) => {
        putPair(intake, "a", fourD(1));
        putPair(intake, "b", fourD(2));
      },
      async ({ client, intake }) => {
        const { findings, cases } = await client.call("intake.list", {});
        expect(cases).toEqual([]);
        expect(findings.find(({ code }) => code === "image-several-volumes")).toMatchObject({
          severity: "error",
          message: "The file holds 3 volumes of 12 × 10 × 6 voxels. They follow one another in time, 2.5 s apart.",
          remedy: expect.stringContaining("winnow volumes --choose N"),
        });
        expect(await listed(client)).toMatchObject([
          { path: "images/a.nii.gz", size: SIZE, series: { n: 3, axis: "time" }, chosen: null },
          { path: "images/b.nii.gz", chosen: null },
        ]);
        expect(await choose(client, 1)).toBe(0);
        for (const again of [false, true]) {
          if (again) await client.call("intake.add", { folder: intake.folder });
          const added = await client.call("intake.list", {});
          expect(added.cases.map(({ n_candidates: n, geometry }) => [n, geometry.size])).toEqual([
            [2, SIZE],
            [2, SIZE],
          ]);
          expect(added.findings).toEqual([]);
          expect((await listed(client))[0]!.chosen).toMatchObject({ volume: 1, actor: "anna" });
        }
        expect(await choose(client, 1)).toBe(0);
        await expect(choose(client, 3)).rejects.toThrow("there is no volume 4");
      },
    );
  });

  it("takes no mark over from one volume to another; undo brings them back", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(3)),
      async ({ client }) => {
        await choose(client, 0);
        await markAll(client, "accept");
        expect(await marks(client)).toEqual(["accept", "accept"]);
        expect((await listed(client))[0]!.nMarked).toBe(2);
        const { ids } = await client.call("review.snapshot", { rater: "anna" });
        const [shown] = (await client.call("review.rows", { rater: "anna", ids })) as [TileRow];

        expect(await choose(client, 2)).toBe(2);
        expect(await marks(client)).toEqual([null, null]);
        expect(await codes(client)).toEqual(["image-other-volume"]);
        // Somebody who still looked at the earlier volume marks nothing.
        const late = { candidateId: shown.id, label: "accept" as const, seen: shown.pictureVersion };
        await expect(client.call("review.mark", { rater: "anna", marks: [late] })).rejects.toThrow("was exchanged");
        expect(await marks(client)).toEqual([null, null]);
        await markAll(client, "reject");
        expect(await marks(client)).toEqual(["reject", "reject"]);

        const [{ fileId }] = (await listed(client)) as [VolumeFile];
        await client.call("volumes.undo", { fileIds: [fileId] });
        expect((await listed(client))[0]!.chosen).toMatchObject({ volume: 0 });
        expect(await marks(client)).toEqual(["accept", "accept"]);

        await client.call("volumes.undo", { fileIds: [fileId] });
        expect((await client.call("intake.list", {})).cases).toEqual([]);
        expect(await codes(client)).toContain("image-several-volumes");
        await expect(client.call("volumes.undo", { fileIds: [fileId] })).rejects.toThrow("No volume is chosen");
        await choose(client, 0);
        expect(await marks(client)).toEqual(["accept", "accept"]);
      },
    );
  });

  it("is asked for again when it holds another number of volumes; marks on other contents do not count", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(4)),
      async ({ client, intake }) => {
        await choose(client, 2);
        await markAll(client, "accept");
        intake.put("images/a.nii.gz", fourD(5));
        await client.call("intake.add", { folder: intake.folder });
        expect((await listed(client))[0]!.chosen).toMatchObject({ volume: 2 });
        expect(await marks(client)).toEqual([null, null]);

        intake.put("images/a.nii.gz", fourD(4, 2));
        await client.call("intake.add", { folder: intake.folder });
        expect((await listed(client))[0]).toMatchObject({ chosen: null, outdated: { volume: 2, of: 3 } });
        const { findings } = await client.call("intake.list", {});
        expect(findings.find(({ code }) => code === "image-volumes-changed")?.message).toContain(
          "Volume 3 of 3 had been chosen.",
        );
        await choose(client, 1);
        expect((await listed(client))[0]).toMatchObject({ chosen: { volume: 1 }, outdated: null });
        expect((await client.call("intake.list", {})).cases).toHaveLength(1);
        expect(await codes(client)).not.toContain("image-volumes-changed");
        await client.call("volumes.undo", { fileIds: (await listed(client)).map(({ fileId }) => fileId) });
        expect(await codes(client)).toContain("image-volumes-changed");

        intake.put("images/a.nii.gz", fourD(4));
        await client.call("intake.add", { folder: intake.folder });
        expect(await marks(client)).toEqual(["accept", "accept"]);
        expect(await codes(client)).not.toContain("image-volumes-changed");

        // One volume alone is no choice.
        intake.put(
          "images/a.nii.gz",
          encodeNifti(
            GEOMETRY,
            Int16Array.from({ length: 720 }, (_, i) => i),
          ),
        );
        await client.call("intake.add", { folder: intake.folder });
        expect(await listed(client)).toEqual([]);
        expect((await client.call("intake.list", {})).cases).toHaveLength(1);
      },
    );
  });

  it("that an earlier version had refused is looked at again", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(11)),
      async ({ client, intake }) => {
        const path = join(intake.home, "older.winnow");
        await client.call("project.saveCopy", { to: path });
        const older = Project.open(path, "write");
        older.transaction(() => {
          older.run("DELETE FROM volume_series");
          older.run("UPDATE finding SET code = 'nifti-four-dimensional' WHERE code = 'image-several-volumes'");
        });
        older.close();
        await client.call("project.open", { path, access: "write" });
        expect(await listed(client)).toEqual([]);
        await client.call("intake.add", { folder: intake.folder });
        expect(await listed(client)).toHaveLength(1);
        expect(await codes(client)).toEqual(["image-several-volumes", "pair-image-refused"]);
        await client.call("project.open", { path: intake.path, access: "write" });
      },
    );
  });

  it("keeps its volume and its marks where it is moved", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(6)),
      async ({ client, intake }) => {
        await choose(client, 1);
        await markAll(client, "accept");
        const place = join(intake.folder, "elsewhere");
        mkdirSync(place);
        for (const name of ["images", "masks_x"]) renameSync(join(intake.folder, name), join(place, name));
        await client.call("intake.add", { folder: intake.folder });
        expect(await listed(client)).toMatchObject([{ path: "elsewhere/images/a.nii.gz", chosen: { volume: 1 } }]);
        expect(await marks(client)).toEqual(["accept", "accept"]);
      },
    );
  });

  it("names its channels where a dataset.json does; a mask that holds several stays out", async () => {
    await withProject(
      (intake) => {
        putPair(intake, "a", fourD(7));
        putPair(intake, "b", fourD(8));
        intake.put("masks_x/b.nii.gz", makeNiftiSeries({ ...seriesOf(9, 2), size: [12, 10, 6] }));
        intake.put("dataset.json", JSON.stringify({ modality: { 0: "FLAIR", 1: "T1w", 2: "T2w" } }));
      },
      async ({ client }) => {
        const { series } = (await listed(client))[0]!;
        expect(series).toEqual({ n: 3, axis: "channels", step: null, names: ["FLAIR", "T1w", "T2w"] });
        const { findings } = await client.call("intake.list", {});
        expect(findings[0]!.message).toContain("They are channels: FLAIR, T1w, T2w.");
        await choose(client, 0);
        expect(await codes(client)).toContain("mask-several-volumes");
      },
    );
  });

  it.each(["Looking for files", "Reading masks"])(
    "whose choice was stopped (%s) can be chosen of again, and the same choice then holds",
    async (phase) => {
      await withProject(
        (intake) => putPair(intake, "a", fourD(12)),
        async ({ client }) => {
          await choose(client, 0);
          await markAll(client, "accept");
          const [{ fileId }] = (await listed(client)) as [VolumeFile];
          const stop = new AbortController();
          const off = client.on("job.progressed", (progress) => {
            if (progress.phase === phase) stop.abort();
          });
          const stopped = client.call("volumes.choose", { fileIds: [fileId], volume: 2 }, { signal: stop.signal });
          await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
          off();
          expect((await listed(client))[0]!.chosen?.volume).not.toBe(0);
          expect(await marks(client)).toEqual(["accept", "accept"]);

          expect(await choose(client, 2)).toBe(2);
          expect((await listed(client))[0]).toMatchObject({ chosen: { volume: 2 }, nMarked: 0 });
          expect(await marks(client)).toEqual([null, null]);
          // It was made once.
          await client.call("volumes.undo", { fileIds: [fileId] });
          expect((await listed(client))[0]).toMatchObject({ chosen: { volume: 0 }, nMarked: 2 });
        },
      );
    },
  );

  it("counts as marked while a mark stands", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(13)),
      async ({ client }) => {
        await choose(client, 1);
        await markAll(client, "accept");
        expect((await listed(client))[0]!.nMarked).toBe(2);
        await markAll(client, "clear");
        expect((await listed(client))[0]!.nMarked).toBe(0);
        expect(await choose(client, 0)).toBe(0);
      },
    );
  });

  it("is chosen of once, and taken back once, however often it is named", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(15)),
      async ({ client }) => {
        const [file] = (await listed(client)) as [VolumeFile];
        await choose(client, 1);
        await choose(client, 0, [file, file]);
        await client.call("volumes.undo", { fileIds: [file.fileId] });
        expect((await listed(client))[0]!.chosen).toMatchObject({ volume: 1 });
        await choose(client, 2);
        await client.call("volumes.undo", { fileIds: [file.fileId, file.fileId] });
        expect((await listed(client))[0]!.chosen).toMatchObject({ volume: 1 });
      },
    );
  });

  it("asks for the choices as often for many files as for one", async () => {
    const pool = new NotingPool();
    const intake = new Intake(pool);
    for (const name of ["a", "b", "c", "d"]) intake.put(`images/${name}.nii.gz`, fourD(name.codePointAt(0)!));
    await intake.add();
    await intake.look(async (project) => {
      const progress = { phase: () => {}, done: () => {} };
      const signal = new AbortController().signal;
      const options = { project, pool, limits: defaultLimits, signal, progress };
      const ids = project.all<{ id: number }>("SELECT file_id AS id FROM volume_series").map(({ id }) => id);
      const asked = vi.spyOn(project, "all");
      const nAsked = async (fileIds: number[]): Promise<number> => {
        await chooseVolumes(options, { fileIds, volume: 1, actor: "anna" });
        asked.mockClear();
        const { fileIds: undone } = await undoVolumes(options, { fileIds, actor: "anna" });
        expect(undone).toEqual(fileIds);
        return asked.mock.calls.filter(([sql]) => sql.includes("volume_choice")).length;
      };
      expect(await nAsked(ids)).toBe(await nAsked(ids.slice(0, 1)));
      asked.mockRestore();
    });
  });

  it("of pictures is released as the picture that was chosen", async () => {
    const rng = createRng(14, "pictures");
    const values = Uint8Array.from({ length: 3 * 24 * 24 }, () => rng.int(256));
    await withProject(
      (intake) => {
        const axes = { sizes: "3 24 24", kinds: "list domain domain", space: null };
        const fields = { ...axes, "space directions": null, "space origin": null };
        intake.put("images/a.nrrd", makeNrrd(fields, values));
        intake.put("masks_x/a.png", squares([1, 0, 1]));
        intake.put("images/b.png", cells(1));
        intake.put("masks_x/b.png", squares([1, 1]));
      },
      async ({ client, intake }) => {
        await choose(client, 1);
        await markAll(client, "accept");
        const to = join(intake.home, "pictures");
        await client.call("release.write", { to, layout: "flat" });
        const back = await readImage(join(to, "images", "a.png"), defaultLimits);
        expect([...back.data]).toEqual(Array.from(values.filter((_, i) => i % 3 === 1)));
        expect(readdirSync(join(to, "images")).toSorted()).toEqual(["a.png", "b.png"]);
      },
    );
  });

  it("is drawn, and released as one volume where it lies, which the manifest says", async () => {
    await withProject(
      (intake) => putPair(intake, "a", fourD(10)),
      async ({ client, intake, core }) => {
        const [file] = (await listed(client)) as [VolumeFile];
        const { picture } = await client.call("volumes.preview", { fileId: file.fileId, volume: 2 });
        const get = (address: string): ReturnType<typeof core.fetchPicture> =>
          core.fetchPicture(address, new AbortController().signal);
        expect(await get(picture)).toMatchObject({ status: 200, contentType: "image/png" });
        const source = join(intake.folder, "images", "a.nii.gz");
        renameSync(source, `${source}.away`);
        const preview = client.call("volumes.preview", { fileId: file.fileId, volume: 1 });
        await expect(preview).rejects.toMatchObject({ code: "file-unreadable", remedy: expect.stringMatching(/./) });
        renameSync(`${source}.away`, source);
        await choose(client, 2);
        await markAll(client, "accept");
        const meant = await readImage(source, defaultLimits, 2);
        const view = await client.call("review.case", { rater: "anna", caseId: 1 });
        expect(view.volume).toMatchObject({ volume: 2, series: { n: 3, axis: "time" } });
        const voxels = await get(imageAddress(1, view.pictureVersion));
        expect(Buffer.from(voxels.body).subarray(352)).toEqual(Buffer.from(meant.data.buffer as ArrayBuffer));

        for (const layout of ["flat", "nnunet", "msd", "bids"] as const) {
          const to = join(intake.home, layout);
          await client.call("release.write", { to, layout });
          const files = readdirSync(to, { recursive: true, encoding: "utf8" });
          const root = join(
            to,
            files.find((name) => name.endsWith("winnow-manifest.json"))!,
            "..",
          );
          const image = files.find(
            (name) => /images(?:Tr)?\/|anat\/[^/]*\.nii\.gz$/.test(name) && !/derivatives/.test(name),
          );
          const back = await readImage(join(to, image!), defaultLimits);
          expect([...back.data]).toEqual([...meant.data]);
          expect(back.geometry).toEqual(meant.geometry);
          const manifest = JSON.parse(readFileSync(join(root, "winnow-manifest.json"), "utf8")) as {
            masks: Record<string, unknown>[];
          };
          const sha256 = await sha256OfFile(source);
          expect(manifest.masks[0]).toMatchObject({
            image_volume: { volume: 3, of: 3, file_sha256: sha256 },
            image_sha256: volumeIdentity(sha256, 2),
          });
        }
      },
    );
  });
});
