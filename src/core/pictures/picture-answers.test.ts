import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { caseTileAddress, imageAddress, maskAddress, tileAddress } from "#contract/pictures.ts";
import type { Geometry } from "#domain/geometry/geometry.ts";
import { makePng } from "#tests/support/make-png.ts";
import { greyPng, PictureCore, type SeenTile } from "#tests/support/picture-core.ts";
import { defaultLimits } from "../io/limits.ts";
import { checkNiftiHeader } from "../io/nifti/check-header.ts";
import { parseNiftiHeader } from "../io/nifti/header.ts";
import { niftiBytes } from "../io/nifti/write-nifti.ts";

const at = new PictureCore();

beforeEach(() => at.begin());
afterAll(() => at.core.close());

describe("voxels", () => {
  it("of a volume have the source's geometry, in as few bytes as they need", async () => {
    const geometry: Geometry = {
      size: [5, 4, 3],
      spacingMm: [1, 1.5, 2],
      affine: [0, -1.5, 0, 30, 1, 0, 0, -12, 0, 0, 2, 5, 0, 0, 0, 1],
      orientationKnown: true,
    };
    const values = (scale: number, shift = 0): Float32Array =>
      Float32Array.from({ length: 60 }, (_, i) => scale * i + shift);
    at.put("images/a.nii", niftiBytes(geometry, values(1)));
    at.put("images/b.nii", niftiBytes(geometry, values(-500)));
    at.put("images/c.nii", niftiBytes(geometry, values(1000)));
    at.put("images/d.nii", niftiBytes(geometry, values(0.5)));
    for (const name of "abcd")
      at.put(
        `masks/${name}.nii`,
        niftiBytes(
          geometry,
          Uint8Array.from({ length: 60 }, (_, i) => (i > 40 ? 7 : 0)),
        ),
      );
    await at.add();
    const datatypes = [];
    for (const [index, expected] of [values(1), values(-500), values(1000), values(0.5)].entries()) {
      const { status, body } = await at.fetched(await at.ofCase(index + 1, "voxels"));
      expect(status).toBe(200);
      const checked = checkNiftiHeader(parseNiftiHeader(body.subarray(0, 540)), defaultLimits);
      expect(checked.geometry).toEqual(geometry);
      datatypes.push(checked.datatype.name);
      const bytes = body.slice(352).buffer;
      const arrays = { uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, float32: Float32Array };
      const read = new arrays[checked.datatype.name as keyof typeof arrays](bytes);
      expect(Array.from(read)).toEqual(Array.from(expected));
    }
    expect(datatypes).toEqual(["uint8", "int16", "uint16", "float32"]);
    const { body } = await at.fetched(await at.ofMask(1, "voxels"));
    expect(checkNiftiHeader(parseNiftiHeader(body.subarray(0, 540)), defaultLimits).geometry).toEqual(geometry);
    expect(Array.from(body.subarray(352))).toEqual(Array.from({ length: 60 }, (_, i) => (i > 40 ? 1 : 0)));
  });

  it("of a picture are its pixels, 1 apart; colours in three bytes", async () => {
    at.put(
      "images/a.png",
      greyPng(3, 2, (x, y) => x + 3 * y),
    );
    at.put(
      "images/b.png",
      makePng({ width: 2, height: 1, depth: 8, colourType: 6, samples: [255, 0, 9, 128, 1, 2, 3, 0] }),
    );
    await at.add();
    const plain = (await at.fetched(await at.ofCase(1, "voxels"))).body;
    const header = parseNiftiHeader(plain);
    expect([header.dim.slice(0, 3), header.pixdim.slice(1, 3), header.datatype]).toEqual([[2, 3, 2], [1, 1], 2]);
    expect(Array.from(plain.subarray(352))).toEqual([0, 1, 2, 3, 4, 5]);
    const colour = (await at.fetched(await at.ofCase(2, "voxels"))).body;
    expect([parseNiftiHeader(colour).datatype, parseNiftiHeader(colour).bitpix]).toEqual([128, 24]);
    expect(Array.from(colour.subarray(352))).toEqual([255, 0, 9, 1, 2, 3]);
  });
});

describe("what cannot be shown", () => {
  const picture = (n: number): Uint8Array => greyPng(8, 8, (x, y) => n + x * y);
  const mask = greyPng(8, 8, (x) => (x > 4 ? 1 : 0));

  beforeEach(async () => {
    for (const [index, name] of ["a", "b", "c", "d"].entries()) {
      at.put(`images/${name}.png`, picture(index));
      at.put(`masks/${name}.png`, mask);
    }
    await at.add();
  });

  it("is said: a file that is gone, has changed, or is damaged; of the image or of the mask", async () => {
    rmSync(join(at.home, "data/images/a.png"));
    at.put("images/b.png", picture(99));
    at.put("masks/c.png", picture(98));
    at.put("masks/d.png", mask.subarray(0, 40));
    expect(await at.refusal(await at.ofMask(1))).toEqual({ status: 404, code: "file-vanished" });
    expect(await at.refusal(await at.ofMask(2))).toEqual({ status: 404, code: "images-changed" });
    expect(await at.refusal(await at.ofMask(3))).toEqual({ status: 404, code: "images-changed" });
    expect((await at.refusal(await at.ofMask(4))).status).toBe(404);
    expect(await at.refusal(await at.ofCase(1, "voxels"))).toEqual({ status: 404, code: "file-vanished" });
    expect(await at.refusal(await at.ofCase(2, "voxels"))).toEqual({ status: 404, code: "images-changed" });
    expect(await at.refusal(await at.ofMask(3, "voxels"))).toEqual({ status: 404, code: "images-changed" });
    // The others of the case are shown.
    expect((await at.tile(await at.ofCase(3))).width).toBe(8);
  });

  it("stays as it was once drawn, until the folder is added again", async () => {
    const before = await at.tile(await at.ofMask(1));
    renameSync(join(at.home, "data/images/a.png"), join(at.home, "data/images/z.png"));
    expect(await at.tile(await at.ofMask(1))).toEqual(before);
  });

  it("is no mask or case of this project, or no address", async () => {
    for (const address of [
      tileAddress(99, "a"),
      caseTileAddress(0, "a"),
      imageAddress(999_999_999_999_999, "a"),
      maskAddress(5, "a"),
    ])
      expect(await at.refusal(address)).toEqual({ status: 404, code: "no-such-picture" });
    const hostile = [
      "",
      "/pictures/tile/1/../../../etc/passwd",
      "/pictures/tile/..%2f..%2fetc%2fpasswd",
      "/pictures/tile/-1",
      "/pictures/tile/1e3",
      "/pictures/tile/0x10",
      "/pictures/tile/1.5",
      "/pictures/tile/1;DROP TABLE label",
      "/pictures/tile/9999999999999999999",
      "/pictures/tile/１",
      "/pictures/tile/1?v=a&v=b",
      "/pictures/tile/1?v=../../x",
      "/pictures/tile/1\n",
      "/pictures/image/1",
      "/pictures/image/1.nii.gz",
      "/pictures/image/etc/passwd.nii",
      "//pictures/tile/1",
      "http://other/pictures/tile/1",
      "/pictures/tile/constructor",
    ];
    for (const address of hostile)
      expect([address, await at.refusal(address)]).toEqual([address, { status: 400, code: "bad-request" }]);
  });

  it("is what another image or mask has taken the place of, until that is back", async () => {
    const addresses = async (): Promise<string[]> =>
      Promise.all([at.ofMask(1), at.ofMask(1, "voxels"), at.ofCase(1), at.ofCase(1, "voxels")]);
    const fetched = async (from: readonly string[]): Promise<Uint8Array[]> =>
      Promise.all(from.map(async (address) => new Uint8Array((await at.fetched(address)).body)));
    const before = await addresses();
    const pictures = await fetched(before);
    at.put("images/a.png", picture(50));
    await at.add();
    for (const address of before) expect(await at.refusal(address)).toEqual({ status: 404, code: "picture-exchanged" });
    // Without a version nothing says which picture is meant.
    expect((await at.refusal("/pictures/tile/1")).code).toBe("picture-exchanged");
    for (const address of await addresses()) expect((await at.fetched(address)).status).toBe(200);
    at.put("images/a.png", picture(0));
    await at.add();
    expect(await fetched(before)).toEqual(pictures);
  });

  it("is not the image of a case that the table of cases has with the version of its mask's tile", async () => {
    const [row] = await at.core.handlers["intake.rows"](
      { ids: [2] },
      { signal: new AbortController().signal, emit: () => {} },
    );
    expect((await at.fetched(tileAddress(row!.tileCandidateId!, row!.pictureVersion))).status).toBe(200);
    expect((await at.fetched(caseTileAddress(2, row!.pictureVersion))).status).toBe(200);
  });

  it("is anything while no project is open", async () => {
    const address = await at.ofMask(1);
    await at.close();
    expect(await at.refusal(address)).toEqual({ status: 404, code: "project-not-open" });
  });
});

describe("the cache of tiles", () => {
  const cache = (): string => `${at.project}-cache`;

  beforeEach(async () => {
    for (let index = 0; index < 6; index += 1) {
      at.put(
        `images/${index}.png`,
        greyPng(40, 30, (x, y) => (index + x * y) % 251),
      );
      at.put(
        `masks/${index}.png`,
        greyPng(40, 30, (x) => (x > 4 + index ? 1 : 0)),
      );
    }
    await at.add();
  });

  async function all(): Promise<SeenTile[]> {
    return Promise.all([1, 2, 3, 4, 5, 6].map(async (id) => at.tile(await at.ofMask(id))));
  }

  it("keeps tiles over closing, so that they are there without their files", async () => {
    const before = await all();
    await at.close();
    expect(readdirSync(cache())).toEqual(["tiles.sqlite"]);
    rmSync(join(at.home, "data"), { recursive: true });
    await at.open();
    expect(await all()).toEqual(before);
  });

  it("may be deleted while it is open", async () => {
    const before = await all();
    await sleep(700);
    rmSync(cache(), { recursive: true });
    expect(await all()).toEqual(before);
    expect((await at.tile(await at.ofCase(1))).width).toBe(40);
    await at.close();
    await at.open();
    expect(await all()).toEqual(before);
  });

  it("is begun anew when it is damaged, and done without where it cannot be written", async () => {
    const before = await all();
    await at.close();
    writeFileSync(join(cache(), "tiles.sqlite"), "SQLite format 3\0 and nothing after it ".repeat(200));
    await at.open();
    expect(await all()).toEqual(before);
    await at.close();
    rmSync(cache(), { recursive: true });
    writeFileSync(cache(), "a file where the folder should be");
    await at.open();
    expect(await all()).toEqual(before);
    await at.close();
  });

  it("is filled in the background, and closing the project does not wait for that", async () => {
    await expect.poll(() => existsSync(join(cache(), "tiles.sqlite")), { timeout: 10_000 }).toBe(true);
    await sleep(1500);
    const startedAt = performance.now();
    await at.close();
    expect(performance.now() - startedAt).toBeLessThan(500);
    rmSync(join(at.home, "data"), { recursive: true });
    await at.open();
    expect(await all()).toHaveLength(6);
  });
});

describe("requests", () => {
  it("that are taken back are rejected; others for the same tile are answered", async () => {
    at.put(
      "images/a.png",
      greyPng(900, 900, (x, y) => (x * y) % 251),
    );
    at.put(
      "masks/a.png",
      greyPng(900, 900, (x) => (x > 4 ? 1 : 0)),
    );
    await at.add();
    const controller = new AbortController();
    const address = await at.ofMask(1);
    const taken = at.core.fetchPicture(address, controller.signal);
    const kept = at.tile(address);
    controller.abort();
    await expect(taken).rejects.toMatchObject({ code: "cancelled" });
    expect((await kept).width).toBe(512);
    await expect(at.core.fetchPicture(await at.ofCase(1, "voxels"), AbortSignal.abort())).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});
