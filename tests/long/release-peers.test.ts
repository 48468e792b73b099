import { createHash } from "node:crypto";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createCore } from "#core/core.ts";
import { readSeries } from "#core/io/dicom/read-series.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { connectDirect } from "#transport/direct.ts";
import { peerPython, runPeer } from "#bench/support/python-peers.ts";
import { checkRelease } from "../support/check-release.ts";
import { referenceFolder } from "../formats-reference/expected-files.ts";
import { makeVolumes } from "../support/make-volumes.ts";
import { copySample, temporaryFolder } from "../support/sample.ts";

/** What a library says of a file, as bench/peers/release.py prints it. */
interface Reading {
  readonly size: readonly number[];
  readonly affine: readonly number[] | null;
  readonly sha256: string;
  readonly texts?: readonly string[];
}

const folder = temporaryFolder("release-peers");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

async function openAccepted(name: string, images: string): Promise<void> {
  await client.call("project.open", { path: join(folder, `${name}.winnow`), access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: images });
  const { candidates } = await client.call("intake.list", { folderId });
  const csv = join(folder, `${name}.csv`);
  writeFileSync(csv, `candidate,label\n${candidates.map((row) => `${row.candidate},accept`).join("\n")}\n`);
  await client.call("review.importLabels", { file: csv, rater: "R" });
}

/** Of the values as little-endian float64, x fastest. */
function digest(values: ArrayLike<number>): string {
  return createHash("sha256")
    .update(new Uint8Array(Float64Array.from(values).buffer))
    .digest("hex");
}

/** Every image and mask of a release, as Winnow reads it and as the libraries do. */
async function compare(python: string, release: string): Promise<number> {
  const readings = runPeer<Record<string, Record<string, Reading>>>(python, "release.py", [release]);
  for (const [path, libraries] of Object.entries(readings)) {
    const image = await readImage(join(release, path), defaultLimits);
    const wanted = digest(image.data);
    for (const [library, reading] of Object.entries(libraries)) {
      const where = `${path} by ${library}`;
      expect(reading.sha256, where).toBe(wanted);
      expect(reading.size, where).toEqual(image.geometry.size);
      expect(reading.texts ?? [], where).toEqual([]);
      // Where a file does not say how it lies in space, each library assumes something of its own.
      if (!image.geometry.orientationKnown) continue;
      for (const [index, value] of reading.affine!.entries())
        expect(Math.abs(value - image.geometry.affine![index]!), where).toBeLessThan(1e-4);
    }
  }
  return Object.keys(readings).length;
}

const peer = peerPython("requirements-release.txt");
const python = "python" in peer ? peer.python : null;

describe.skipIf(!python)(
  `releases read by nibabel, SimpleITK and Pillow${"why" in peer ? ` (skipped: ${peer.why})` : ""}`,
  () => {
    it.each(["nnunet", "msd", "bids", "flat"] as const)("volumes as %s", async (layout) => {
      await openAccepted(`volumes-${layout}`, makeVolumes(join(folder, `volumes-${layout}`), 6));
      const to = join(folder, `out-${layout}`);
      await client.call("release.write", { to, layout });
      expect(checkRelease(to)).toEqual([]);
      expect(await compare(python!, to)).toBe(layout === "flat" ? 16 : 12);
    });

    it.each([
      ["flat", "png"],
      ["nnunet", "png"],
      ["nnunet", "nifti"],
      ["msd", "nifti"],
    ] as const)("pictures as %s, %s", async (layout, format) => {
      await openAccepted(`pictures-${layout}-${format}`, copySample(join(folder, `pictures-${layout}-${format}`), 4));
      const to = join(folder, `out-${layout}-${format}`);
      await client.call("release.write", { to, layout, format });
      expect(await compare(python!, to)).toBe(8);
    });

    it("error maps of volumes", async () => {
      await openAccepted("maps", makeVolumes(join(folder, "volumes-maps"), 6));
      await client.call("judge.train", { withoutLabels: true });
      await client.call("judge.apply", {});
      const to = join(folder, "out-maps");
      const { n_error_maps: n } = await client.call("release.write", { to, layout: "flat", errorMaps: true });
      expect(n).toBe(10);
      expect(await compare(python!, to)).toBe(16 + n);
    });

    it("a DICOM series with a segmentation, by pydicom and highdicom", async () => {
      const source = join(folder, "dicom");
      cpSync(join(referenceFolder, "dicom-masks"), source, { recursive: true });
      for (const name of ["rtstruct", "seg-fractional", "seg-label-map", "seg-some-slices"])
        rmSync(join(source, `${name}.dcm`));
      await openAccepted("dicom", source);
      const to = join(folder, "out-dicom");
      await client.call("release.write", { to, layout: "flat", format: "dicom-seg" });
      const { masks } = await client.call("release.masks", { to: join(folder, "dicom-masks") });
      const wanted = await Promise.all(
        masks.map(async (mask) => {
          const { data } = await readImage(join(folder, "dicom-masks", mask.file), defaultLimits);
          return [mask.class, digest(data)] as const;
        }),
      );
      const slices = readdirSync(join(to, "images", "ct")).map((name) => join(to, "images", "ct", name));
      const image = await readSeries(slices.toSorted(), defaultLimits);
      expect(runPeer(python!, "release_dicom.py", [to])).toEqual({
        "masks/ct.dcm": {
          segments: Object.fromEntries(wanted),
          image: digest(image.data),
          isSamePatient: true,
          isSameStudy: true,
        },
      });
    });
  },
);
