import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readImage } from "../image/read-image.ts";
import { defaultLimits } from "../limits.ts";
import { niftiBytes } from "../nifti/write-nifti.ts";
import { Scratch } from "./scratch.ts";

const folder = mkdtempSync(join(tmpdir(), "winnow-scratch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Large enough not to be read in one piece. */
function writeVolume(name: string, size: readonly number[], data: Int16Array | Uint8Array | Float64Array): string {
  const affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  const path = join(folder, name);
  writeFileSync(path, niftiBytes({ size, spacingMm: [1, 1, 1], affine, orientationKnown: true }, data));
  return path;
}

describe("scratch memory", () => {
  it("gives one file after the other the same voxels, hash and counts as memory of its own", async () => {
    const voxels = Int16Array.from({ length: 200 * 200 * 120 }, (_, i) => (i * 7919) % 30_000);
    const paths = [
      writeVolume("large.nii", [200, 200, 120], voxels),
      writeVolume(
        "mask.nii",
        [220, 220, 190],
        Uint8Array.from({ length: 220 * 220 * 190 }, (_, i) => (i % 977) & 1),
      ),
      writeVolume("again.nii", [200, 200, 110], voxels.slice(0, 200 * 200 * 110).toReversed()),
    ];
    const scratch = new Scratch();
    for (const path of paths) {
      const own = await readImage(path, defaultLimits);
      const lent = await readImage(path, { ...defaultLimits, scratch: scratch.clear() });
      expect(lent.sha256).toBe(own.sha256);
      expect(lent.data.constructor).toBe(own.data.constructor);
      expect(Buffer.compare(asBytes(lent.data), asBytes(own.data))).toBe(0);
    }
  });

  it("is lent once until it is cleared", () => {
    const scratch = new Scratch();
    const [first, second] = [scratch.clear().take(16), scratch.take(16)];
    expect(second.buffer).not.toBe(first.buffer);
    expect(scratch.clear().take(8).buffer).toBe(first.buffer);
  });
});

function asBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
