import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { groupSlices } from "#domain/dicom/group-slices.ts";
import { readDicomHeader } from "#core/io/dicom/read-header.ts";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { UnreadableFile } from "#core/io/file-problem.ts";
import type { DecodedImage } from "#core/io/image/decoded-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { expectedEntries, type ReadEntry, referenceFolder } from "./formats-reference/expected-files.ts";

const entries = expectedEntries("expected-dicom.json");
const read = entries.filter((entry) => !("refused" in entry)) as ReadEntry[];
const refused = entries.flatMap((entry) => ("refused" in entry ? [[entry.file, entry.refused] as const] : []));

/** The slices of a folder are put in order by their headers, as intake does. */
async function slicesOf(file: string): Promise<string[]> {
  const path = join(referenceFolder, file);
  if (!statSync(path).isDirectory()) return [path];
  const slices = await Promise.all(
    readdirSync(path).map(async (name) => ({
      path: join(path, name),
      header: (await readDicomHeader(join(path, name)))!.header,
    })),
  );
  const { stacks, findings } = groupSlices(slices);
  expect(findings).toEqual([]);
  expect(stacks).toHaveLength(1);
  return stacks[0]!.files.map((slice) => slice.path);
}

describe("DICOM is read as pydicom reads it", () => {
  it("in every transfer syntax", () => {
    expect(read.length).toBeGreaterThan(70);
  });

  it.each(read.map((entry) => [entry.file, entry] as const))("%s", async (_, entry) => {
    const image = await readSeries(await slicesOf(entry.file), defaultLimits);
    expect([...image.geometry.size]).toEqual(entry.size);
    expect(image.channels).toBe(entry.channels);
    expectVoxels(image, entry);
    expect(image.geometry.affine === null).toBe(entry.affine === null);
    for (const [i, value] of (entry.affine ?? []).entries())
      expect(Math.abs(image.geometry.affine![i]! - value), `affine[${i}]`).toBeLessThan(1e-4);
  });

  it.each(refused)("or refused: %s", async (file, code) => {
    const problem = await readSeries(await slicesOf(file), defaultLimits).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(UnreadableFile);
    expect((problem as UnreadableFile).problem.code).toBe(code);
  });
});

function expectVoxels({ data }: DecodedImage, { voxels, values, valueType, tolerance }: ReadEntry): void {
  if (values === undefined) {
    const bytes = new Uint8Array(Float64Array.from(data).buffer);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(voxels);
    return;
  }
  const bytes = Buffer.from(values, "base64");
  const expected = valueType === "int16" ? new Int16Array(Uint8Array.from(bytes).buffer) : bytes;
  expect(data.length).toBe(expected.length);
  let furthest = 0;
  for (const [i, value] of expected.entries()) furthest = Math.max(furthest, Math.abs(data[i]! - value));
  expect(furthest).toBeLessThanOrEqual(tolerance!);
}
