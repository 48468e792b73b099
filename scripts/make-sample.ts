/**
 * Makes resources/sample from the nuclei set (DSB 2018 stage 1, CC0): crops of 160 × 160 pixels, three candidate masks
 * each, and the answer sheet. The result is committed; run again only to change it.
 *
 * usage: node scripts/run.mjs scripts/make-sample.ts DATA_FOLDER
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "fast-png";
import { toGrey } from "#domain/image/to-grey.ts";
import { dice } from "#domain/mask/overlap.ts";
import { createRng, shuffled } from "#domain/random/rng.ts";
import { spoilMask } from "#domain/spoil/spoil-mask.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { classicalMasks } from "#bench/tasks/classical.ts";

const SIDE = 160;
const N_CASES = 200;
const GOOD_DICE = 0.8;

const data = process.argv[2];
if (!data) throw new Error("name the folder that holds nuclei_dsb2018");
const source = join(data, "nuclei_dsb2018");
const target = new URL("../resources/sample/", import.meta.url).pathname;
rmSync(target, { recursive: true, force: true });

const fluorescence = new Set(
  readFileSync(join(source, "index.csv"), "utf8")
    .split("\n")
    .filter((line) => line.includes(",fluo,"))
    .map((line) => line.split(",")[0]),
);
const names = shuffled(
  readdirSync(join(source, "images"))
    .filter((name) => fluorescence.has(name))
    .toSorted(),
  createRng(1, "sample"),
);
const answers = ["case,mask_path,label"];
let nCases = 0;
for (const name of names) {
  if (nCases === N_CASES) break;
  const image = await readImage(join(source, "images", name), defaultLimits);
  const mask = await readImage(join(source, "masks", name), defaultLimits);
  const [nx, ny] = image.geometry.size as [number, number];
  const rng = createRng(1, "sample", name);
  const [x0, y0] = [rng.int(nx - SIDE + 1), rng.int(ny - SIDE + 1)];
  const crop = <T extends ArrayLike<number>>(values: T): number[] =>
    Array.from({ length: SIDE * SIDE }, (_, i) => values[(y0 + Math.floor(i / SIDE)) * nx + x0 + (i % SIDE)]!);
  const grey = Float32Array.from(crop(toGrey(image.data, image.channels)));
  const truth = Uint8Array.from(crop(mask.data), (value) => (value > 0 ? 1 : 0));
  const share = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  if (share < 0.02 || share > 0.7) continue;
  const automatic = new Map(classicalMasks(grey, [SIDE, SIDE], rng, null).map((entry) => [entry.source, entry.mask]));
  const spoiled = spoilMask(
    truth,
    { size: [SIDE, SIDE], spacing: [1, 1] },
    rng.next() < 0.5 ? 0.85 + 0.13 * rng.next() : 0.2 + 0.55 * rng.next(),
    rng,
  );
  const candidates = { otsu: automatic.get("otsu")!, kmeans: automatic.get("k-means")!, manual: spoiled.mask };
  if (Object.values(candidates).some((candidate) => !candidate.includes(1) || !candidate.includes(0))) continue;
  nCases += 1;
  save(
    "images",
    name,
    Uint8Array.from(grey, (value) => Math.round(value)),
  );
  for (const [kind, candidate] of Object.entries(candidates)) {
    save(
      `masks_${kind}`,
      name,
      candidate.map((value) => value * 255),
    );
    answers.push(
      `${name.replace(".png", "")},masks_${kind}/${name},${dice(candidate, truth) >= GOOD_DICE ? "accept" : "reject"}`,
    );
  }
}
writeFileSync(join(target, "answers.csv"), `${answers.join("\n")}\n`);
process.stdout.write(
  `${nCases} cases, ${answers.length - 1} candidates, ${answers.filter((line) => line.endsWith("accept")).length} good\n`,
);

function save(folder: string, name: string, pixels: Uint8Array): void {
  const path = join(target, "nuclei", folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(
    join(path, name),
    encode({ width: SIDE, height: SIDE, data: pixels, channels: 1, depth: 8 }, { zlib: { level: 9 } }),
  );
}
