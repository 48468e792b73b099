import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCore } from "#core/core.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodePng } from "#core/io/png/encode-png.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkRelease, filesBelow, readManifest } from "./support/check-release.ts";
import { makeJpeg, withSegment } from "./support/make-jpeg.ts";
import { pngChunk } from "./support/make-png.ts";
import { makeVolumes } from "./support/make-volumes.ts";
import { temporaryFolder } from "./support/sample.ts";

/**
 * Words that stand for what names a patient or a person, one for every place where such a thing may stand. Each begins
 * alike, so that one search finds them all.
 */
const MARK = "CANARY";
const canary = (where: string): string => `${MARK}${where}`;

/** What is meant to be in a release: names that the project gives to things, and what a person wrote to be published. */
const MEANT = [canary("case"), canary("class"), canary("source"), canary("project"), canary("good")];

const folder = temporaryFolder("privacy");
const core = createCore();
const client = connectDirect(core.handlers, core.close);
afterAll(() => client.close());

/** A NIfTI file with words in every free text field, in a header extension, behind its voxels and in its wrapper. */
function spoilNifti(packed: Uint8Array): Uint8Array {
  const plain = Buffer.from(gunzipSync(packed));
  const header = Buffer.from(plain.subarray(0, 348));
  for (const [at, length] of [
    [4, 10],
    [14, 18],
    [148, 80],
    [228, 24],
    [328, 16],
  ] as const)
    header.write(canary(`${at}`).slice(0, length), at, "latin1");
  header.writeFloatLE(384, 108);
  const extension = Buffer.alloc(36);
  extension[0] = 1;
  extension.writeInt32LE(32, 4);
  extension.write(canary("extension"), 12, "latin1");
  const whole = Buffer.concat([header, extension, plain.subarray(352), Buffer.from(canary("behind"))]);
  const wrapped = gzipSync(whole);
  const head = Buffer.from(wrapped.subarray(0, 10));
  head[3] = 8;
  head.writeUInt32LE(1_700_000_000, 4);
  return Buffer.concat([head, Buffer.from(`${canary("gzip")}.nii\0`, "latin1"), wrapped.subarray(10)]);
}

function spoilPng(bytes: Uint8Array): Uint8Array {
  const text = (type: string): Uint8Array => pngChunk(type, Buffer.from(`Comment\0${canary(type)}`, "latin1"));
  const chunks = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "iCCP", "prVt"].map(text);
  return Buffer.concat([bytes.subarray(0, 33), ...chunks, bytes.subarray(33), Buffer.from(canary("behind"))]);
}

function spoilJpeg(bytes: Uint8Array): Uint8Array {
  let spoiled = bytes;
  for (const marker of [0xe1, 0xe2, 0xed, 0xfe])
    spoiled = withSegment(spoiled, marker, Buffer.from(`Exif\0\0${canary(marker.toString(16))}`, "latin1"));
  return Buffer.concat([spoiled, Buffer.from(canary("behind"))]);
}

/** Every byte of a file that could hold words: as it stands, unpacked, and the packed chunks of a PNG unpacked. */
function readable(path: string): Buffer {
  const bytes = readFileSync(path);
  const parts = [bytes];
  if (path.endsWith(".gz")) parts.push(gunzipSync(bytes));
  if (path.endsWith(".png")) {
    for (let at = 8; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      const chunk = bytes.subarray(at + 8, at + 8 + length);
      for (let start = 0; start < chunk.length; start += 1)
        if (chunk[start] === 0x78)
          try {
            parts.push(inflateSync(chunk.subarray(start)));
          } catch {
            continue;
          }
      at += 12 + length;
    }
  }
  return Buffer.concat(parts);
}

/** Words found in a release, by the files that hold them; names of files count. */
function found(release: string): Map<string, string[]> {
  const words = new Map<string, string[]>();
  for (const path of filesBelow(release)) {
    const text = `${path}\n${readable(join(release, path)).toString("latin1")}`;
    for (const [word] of text.matchAll(new RegExp(`${MARK}[A-Za-z0-9]+`, "g")))
      words.set(word, [...new Set([...(words.get(word) ?? []), path])]);
  }
  return words;
}

async function open(name: string, added: string): Promise<void> {
  await client.call("project.open", { path: join(folder, `${name}.winnow`), access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: added });
  const { candidates } = await client.call("intake.list", { folderId });
  const csv = join(folder, `${name}.csv`);
  const rows = candidates.map(({ candidate }, index) =>
    index === 0 ? `${candidate},reject,holes,${canary("note")}` : `${candidate},accept,,${canary("note")}`,
  );
  writeFileSync(csv, `candidate,label,reasons,note\n${rows.join("\n")}\n`);
  await client.call("review.importLabels", { file: csv, rater: canary("rater") });
  await client.call("review.importLabels", { file: csv, rater: canary("second") });
}

describe("nothing that names a patient or a rater goes into a release of volumes", () => {
  const private_ = join(folder, canary("folder"), canary("patient"));
  const volumes = join(private_, "data");

  beforeAll(async () => {
    mkdirSync(private_, { recursive: true });
    makeVolumes(volumes, 6);
    for (const kind of ["imagesTr", "labelsTr"])
      for (const name of readdirSync(join(volumes, kind)))
        writeFileSync(join(volumes, kind, name), spoilNifti(readFileSync(join(volumes, kind, name))));
    await open("volumes", volumes);
  });

  it.each(["nnunet", "msd", "bids", "flat"] as const)("%s", async (layout) => {
    const to = join(folder, `volumes-${layout}`);
    const answer = await client.call("release.write", { to, layout });
    expect(answer.n_cleared).toBe(answer.n_cases);
    expect([...found(to).keys()]).toEqual([]);
    expect(checkRelease(to)).toEqual([]);
    const { cleared } = readManifest(to);
    expect(cleared).toHaveLength(answer.n_cases);
    for (const { path, fields } of cleared) {
      expect(fields).toEqual([
        "data_type",
        "db_name",
        "descrip",
        "aux_file",
        "intent_name",
        "header extensions",
        "bytes after the voxels",
        "gzip file name",
        "gzip time",
      ]);
      const name = /case_\d/.exec(path)?.[0];
      if (!name) continue;
      const copied = await readImage(join(to, path), defaultLimits);
      const source = await readImage(join(volumes, "imagesTr", `${name}.nii.gz`), defaultLimits);
      expect(copied.data).toEqual(source.data);
      expect(copied.geometry).toEqual(source.geometry);
    }
  });

  it("error maps hold no words either, in their names, their headers and behind their voxels", async () => {
    await client.call("judge.train", { withoutLabels: true });
    await client.call("judge.apply", {});
    const to = join(folder, "volumes-maps");
    const { n_error_maps: n } = await client.call("release.write", { to, layout: "flat", errorMaps: true });
    expect(n).toBeGreaterThan(0);
    expect([...found(to).keys()]).toEqual([]);
    for (const path of filesBelow(join(to, "error_maps"))) {
      const packed = readFileSync(join(to, "error_maps", path));
      // No file name and no time in the wrapper; no text in any field, no extension, nothing behind the voxels.
      expect([packed[3], packed.readUInt32LE(4)]).toEqual([0, 0]);
      const plain = gunzipSync(packed);
      const [from, until] = [
        [4, 14, 148, 228, 328],
        [14, 32, 228, 252, 344],
      ];
      for (const [index, start] of from.entries())
        expect(plain.subarray(start, until[index]).every((byte) => byte === 0)).toBe(true);
      expect([plain.readFloatLE(108), plain.readInt32LE(348), plain.length]).toEqual([352, 0, 352 + 24 * 20 * 16]);
    }
  });

  it("raters are named in the data card where a person chooses so, and nowhere else", async () => {
    const to = join(folder, "named");
    await client.call("release.write", { to, layout: "flat", nameRaters: true });
    expect([...found(to)]).toEqual([
      [canary("rater"), ["README.md"]],
      [canary("second"), ["README.md"]],
    ]);
    expect(readFileSync(join(to, "README.md"), "utf8")).toContain(`${canary("rater")} and ${canary("second")} agreed`);
  });
});

/** What the sources hold, by their paths (reliability W3). */
function contents(below: string): Map<string, string> {
  return new Map(filesBelow(below).map((path) => [path, readFileSync(join(below, path), "base64")]));
}

describe("nothing that names a patient or a rater goes into a release of pictures", () => {
  let before: Map<string, string>;
  const pictures = join(folder, canary("above"), "data");

  beforeAll(async () => {
    for (const name of ["images", `masks_${canary("source")}`]) mkdirSync(join(pictures, name), { recursive: true });
    const mask = (): Uint8Array => {
      const data = new Uint8Array(24 * 20).fill(255, 100, 300);
      return encodePng({ width: 24, height: 20, data, channels: 1 });
    };
    const grey = encodePng({
      width: 24,
      height: 20,
      data: Uint8Array.from({ length: 480 }, (_, i) => i % 251),
      channels: 1,
    });
    for (const [name, bytes] of [
      ["one.png", spoilPng(grey)],
      ["two.png", grey],
      ["three.jpg", spoilJpeg(makeJpeg())],
      [`${canary("case")}.png`, spoilPng(grey)],
    ] as const) {
      writeFileSync(join(pictures, "images", name), bytes);
      writeFileSync(join(pictures, `masks_${canary("source")}`, name.replace("jpg", "png")), spoilPng(mask()));
    }
    before = contents(pictures);
    await open("pictures", pictures);
    await client.call("project.setSettings", { goodMeans: canary("good"), actor: canary("actor") });
  });

  it.each([
    ["flat", "png"],
    ["flat", "nifti"],
    ["nnunet", "png"],
    ["nnunet", "nifti"],
    ["msd", "nifti"],
  ] as const)("%s as %s", async (layout, format) => {
    const to = join(folder, `pictures-${layout}-${format}`);
    const { findings } = await client.call("release.write", { to, layout, format });
    expect(findings).toEqual([]);
    const words = [...found(to).keys()];
    expect(words.filter((word) => !MEANT.includes(word))).toEqual([]);
    // The name of a file, that of a folder of masks, and what the project says that good means.
    expect(words).toContain(canary("good"));
    expect(checkRelease(to)).toEqual([]);
  });

  it("what holds no text is copied to the last bit, and the manifest names the others", async () => {
    const to = join(folder, "pictures-flat-png");
    expect(readFileSync(join(to, "images", "two.png"))).toEqual(readFileSync(join(pictures, "images", "two.png")));
    const cleared = new Map(readManifest(to).cleared.map(({ path, fields }) => [path, fields]));
    expect(cleared.get("images/three.jpg")).toEqual(["COM", "APP13", "APP2", "APP1", "bytes after the end"]);
    expect(cleared.has("images/two.png")).toBe(false);
  });

  it("the sources are as they were", () => {
    expect(before.size).toBe(8);
    expect(contents(pictures)).toEqual(before);
  });

  it("says that text drawn into pictures stays", async () => {
    const { checks } = await client.call("release.preview", { layout: "flat" });
    expect(checks.find(({ name }) => name === "drawn-text")).toMatchObject({ state: "warning" });
    expect(checks.find(({ name }) => name === "names")!.detail).toContain(
      "Names of cases come from the names of files and folders",
    );
  });
});
