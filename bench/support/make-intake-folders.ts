import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createRng } from "#domain/random/rng.ts";
import { encodePng } from "#core/io/png/encode-png.ts";
import { niftiBytes } from "#core/io/nifti/write-nifti.ts";
import { makeDicom } from "#tests/support/make-dicom.ts";

const GEOMETRY = {
  spacingMm: [1, 1, 1],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  orientationKnown: true,
};

/** Pictures of 64 × 64 with a mask each, in folders of 100. @returns how many files */
export function makeSmallFiles(folder: string, nPairs: number): number {
  const rng = createRng(1, "small files");
  for (let index = 0; index < nPairs; index += 1) {
    const place = join(folder, `batch-${String(Math.floor(index / 100)).padStart(4, "0")}`);
    if (index % 100 === 0) for (const kind of ["images", "masks"]) mkdirSync(join(place, kind), { recursive: true });
    const [x, y, r] = [20 + rng.int(24), 20 + rng.int(24), 6 + rng.int(8)];
    const inside = (i: number): boolean => ((i % 64) - x) ** 2 + (Math.floor(i / 64) - y) ** 2 < r * r;
    const image = Uint8Array.from({ length: 64 * 64 }, (_, i) => (inside(i) ? 150 : 60) + rng.int(40));
    const mask = Uint8Array.from({ length: 64 * 64 }, (_, i) => (inside(i) ? 255 : 0));
    const name = `p${String(index).padStart(6, "0")}.png`;
    for (const [kind, data] of [
      ["images", image],
      ["masks", mask],
    ] as const)
      writeFileSync(join(place, kind, name), encodePng({ width: 64, height: 64, data, channels: 1 }));
  }
  return 2 * nPairs;
}

/** Volumes of 32 × 32 × 16 (16 bits, compressed) with a mask each, in folders of 100. @returns how many files */
export function makeSmallVolumes(folder: string, nPairs: number): number {
  const size = [32, 32, 16];
  const n = 32 * 32 * 16;
  const rng = createRng(4, "small volumes");
  const noise = Int16Array.from({ length: n }, () => rng.int(60));
  for (let index = 0; index < nPairs; index += 1) {
    const place = join(folder, `batch-${String(Math.floor(index / 100)).padStart(4, "0")}`);
    if (index % 100 === 0) for (const kind of ["images", "masks"]) mkdirSync(join(place, kind), { recursive: true });
    const [cx, cy, r] = [12 + rng.int(8), 12 + rng.int(8), 4 + rng.int(4)];
    const mask = Uint8Array.from({ length: n }, (_, i) => {
      const [x, y, z] = [i % 32, Math.floor(i / 32) % 32, Math.floor(i / 1024)];
      return (x - cx) ** 2 + (y - cy) ** 2 + (z - 8) ** 2 < r * r ? 1 : 0;
    });
    const image = Int16Array.from(mask, (inside, i) => 80 + 90 * inside + noise[(i + 97 * index) % n]!);
    for (const [kind, data] of [
      ["images", image],
      ["masks", mask],
    ] as const)
      writeFileSync(
        join(place, kind, `s${String(index).padStart(6, "0")}.nii.gz`),
        gzipSync(niftiBytes({ ...GEOMETRY, size }, data), { level: 1 }),
      );
  }
  return 2 * nPairs;
}

/** Volumes of 256 × 256 × 256 (16 bits) with a mask each, uncompressed. @returns how many bytes */
export function makeVolumeFiles(folder: string, nPairs: number): number {
  const side = 256;
  const n = side ** 3;
  const rng = createRng(2, "volumes");
  const noise = Int16Array.from({ length: 65_536 }, () => rng.int(200));
  for (const kind of ["images", "masks"]) mkdirSync(join(folder, kind), { recursive: true });
  let bytes = 0;
  for (let index = 0; index < nPairs; index += 1) {
    const [cx, r] = [80 + rng.int(96), 30 + rng.int(40)];
    const image = new Int16Array(n);
    const mask = new Uint8Array(n);
    for (let i = 0; i < n; i += 1) {
      const [x, y, z] = [i % side, Math.floor(i / side) % side, Math.floor(i / (side * side))];
      const inside = (x - cx) ** 2 + (y - 128) ** 2 + (z - 128) ** 2 < r * r;
      image[i] = (inside ? 400 : 100) + noise[(i * 7919 + index) & 65_535]!;
      if (inside) mask[i] = 1;
    }
    const geometry = { ...GEOMETRY, size: [side, side, side] };
    for (const [kind, data] of [
      ["images", image],
      ["masks", mask],
    ] as const) {
      const file = niftiBytes(geometry, data);
      writeFileSync(join(folder, kind, `v${String(index).padStart(3, "0")}.nii`), file);
      bytes += file.length;
    }
  }
  return bytes;
}

/** Series of 100 slices of 256 × 256, each in a folder of its own. @returns how many files */
export function makeSeries(folder: string, nSeries: number): number {
  const rng = createRng(3, "series");
  const noise = Uint16Array.from({ length: 65_536 }, () => 100 + rng.int(900));
  for (let series = 0; series < nSeries; series += 1) {
    const place = join(folder, `study-${series}`);
    mkdirSync(place, { recursive: true });
    for (let slice = 0; slice < 100; slice += 1) {
      const file = makeDicom({
        pixels: Uint16Array.from({ length: 65_536 }, (_, i) => noise[(i + 31 * slice + series) & 65_535]!),
        elements: {
          "00080018": ["UI", `1.2.3.${series + 1}.${slice + 1}`],
          "0020000E": ["UI", `1.2.3.${series + 1}`],
          "00200013": ["IS", String(slice + 1)],
          "00200032": ["DS", `0\\0\\${2 * slice}`],
          "00280010": ["US", 256],
          "00280011": ["US", 256],
        },
      });
      writeFileSync(join(place, `${1000 - slice}.dcm`), file);
    }
  }
  return 100 * nSeries;
}
