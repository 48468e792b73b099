import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { UnreadableFile } from "#core/io/file-problem.ts";
import { readWithItk } from "#core/io/image/itk.ts";
import { readImage } from "#core/io/image/read-image.ts";
import type { AnyImage } from "#core/io/image/decoded-image.ts";
import { resolvePalette } from "#core/io/image/resolve-palette.ts";
import { inspectMask } from "#core/intake/inspect-mask.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { expectedEntries, type ReadEntry, referenceFolder } from "./formats-reference/expected-files.ts";
import { formatsPage } from "./formats-reference/formats-page.ts";

const entries = expectedEntries("expected.json");

const read = entries.filter((entry) => !("refused" in entry)) as ReadEntry[];

describe("every format is read as the library of reference reads it", () => {
  it("there are many", () => {
    expect(read.length).toBeGreaterThan(60);
  });

  it.each(read.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
    const image = resolvePalette(await readImage(join(referenceFolder, entry.file), defaultLimits));
    expect([...image.geometry.size]).toEqual(entry.size);
    expect(image.channels).toBe(entry.channels);
    expect(image.nonFiniteCount).toBe(0);
    expectVoxels(image, entry);
    if (entry.affine === null) return;
    for (const [i, value] of entry.affine.entries()) {
      expect(Math.abs(image.geometry.affine![i]! - value), `affine[${i}]`).toBeLessThan(1e-4);
    }
    const { size, spacingMm, affine } = image.geometry;
    for (const axis of size.keys()) {
      const step = [0, 1, 2].map((row) => affine![4 * row + axis]!);
      expect(spacingMm![axis]!).toBeCloseTo(Math.hypot(...step), 4);
    }
  });
});

describe("volumes are read as itk-wasm reads them, too", () => {
  // itk-wasm 1.6.1 puts LAS coordinates elsewhere than SimpleITK and Winnow do.
  const volumes = read.filter(({ format, file }) => /^(?:MetaImage|NRRD|MGH)$/.test(format) && !file.includes("-las"));
  it.each(volumes.map(({ file }) => file))("%s", async (file) => {
    const own = await readImage(join(referenceFolder, file), defaultLimits);
    const itk = await readWithItk(join(referenceFolder, file));
    expect(itk.size).toEqual(own.geometry.size);
    expect(Array.from(itk.data, Number)).toEqual(Array.from(own.data));
    if (itk.size.length < 3) return;
    const toLps = [-1, -1, 1];
    for (let row = 0; row < 3; row += 1) {
      for (let axis = 0; axis < 3; axis += 1) {
        const step = toLps[row]! * own.geometry.affine![4 * row + axis]!;
        expect(itk.direction[3 * row + axis]! * itk.spacing[axis]!).toBeCloseTo(step, 3);
      }
      expect(itk.origin[row]! * toLps[row]!).toBeCloseTo(own.geometry.affine![4 * row + 3]!, 3);
    }
  });
});

describe("what is not read is refused, with a reason", () => {
  const refused = entries.flatMap((entry) => ("refused" in entry ? [[entry.file, entry.refused] as const] : []));
  it.each(refused)("%s", async (file, code) => {
    const problem = await readImage(join(referenceFolder, file), defaultLimits).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(UnreadableFile);
    expect((problem as UnreadableFile).problem.code).toBe(code);
  });
});

describe("what is no number of its own never becomes a label", () => {
  /** The labels that intake finds in a file, or the code with which it refuses it as a mask. */
  async function labelsOf(name: string): Promise<unknown> {
    const path = join(referenceFolder, "files", name);
    const { geometry: imageGeometry } = await readImage(path, defaultLimits);
    const { problem, labels } = await inspectMask({ path, imageGeometry, areInstances: false, limits: defaultLimits });
    return problem?.code ?? labels.map(({ value }) => value);
  }

  it.each(["tiff-palette.tif", "bmp-palette.bmp", "png-palette.png"])(
    "%s: a palette of colours keeps its numbers",
    async (name) => {
      expect(await labelsOf(name)).toEqual([1, 2, 3]);
    },
  );

  it("a palette of greys is greys", async () => {
    expect(await labelsOf("bmp-1-bit.bmp")).toEqual([255]);
  });

  it.each(["tiff-grey-alpha.tif", "png-grey-alpha.png"])("%s: alpha is left out", async (name) => {
    const { data } = await readImage(join(referenceFolder, "files", name), defaultLimits);
    const greys = new Set(data.filter((_, i) => i % 2 === 0));
    expect(await labelsOf(name)).toEqual([...greys].filter((grey) => grey !== 0).toSorted((a, b) => a - b));
  });

  it.each(["tiff-rgb.tif", "tiff-rgba.tif", "bmp-rgb.bmp", "bmp-alpha.bmp", "meta-rgb.mha"])(
    "%s: colours are refused",
    async (name) => {
      expect(await labelsOf(name)).toBe("mask-in-colours");
    },
  );
});

it("docs/formats.md is the table of all of them (npm run formats)", () => {
  const page = readFileSync(fileURLToPath(new URL("../docs/formats.md", import.meta.url)), "utf8");
  expect(page).toBe(formatsPage(expectedEntries()));
});

function expectVoxels({ data }: AnyImage, { voxels, values, tolerance }: ReadEntry): void {
  if (values === undefined) {
    expect(
      createHash("sha256")
        .update(new Uint8Array(Float64Array.from(data).buffer))
        .digest("hex"),
    ).toBe(voxels);
    return;
  }
  const expected = Buffer.from(values, "base64");
  expect(data.length).toBe(expected.length);
  let furthest = 0;
  for (const [i, value] of expected.entries()) furthest = Math.max(furthest, Math.abs(data[i]! - value));
  expect(furthest).toBeLessThanOrEqual(tolerance!);
}
