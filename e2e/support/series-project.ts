import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeNifti } from "#tests/support/make-nifti.ts";
import { makeNiftiSeries } from "#tests/support/make-series.ts";
import { winnow } from "./command-line.ts";

export interface SeriesProject {
  readonly project: string;
  readonly folder: string;
}

const SIZE = [72, 64, 8] as const;
const [NX, NY, NZ] = SIZE;
const SPACING = [1, 1.5, 1.5, 8];
const AFFINE = [1.5, 0, 0, -54, 0, 1.5, 0, -48, 0, 0, 8, -32];
const N_TIMES = 10;
const NAMES = ["FLAIR", "T1w", "T1gd", "T2w"];

/** A project of three beating hearts (files over time), and one of a head in four channels that dataset.json names. */
export async function makeSeriesProject(home: string): Promise<SeriesProject> {
  const folder = join(home, "four-d");
  for (const kind of ["images", "masks_manual"]) mkdirSync(join(folder, kind), { recursive: true });
  for (let patient = 1; patient <= 3; patient += 1) {
    const image = series(N_TIMES, (time) => heart(patient, time));
    put(folder, `heart_0${patient}`, image, (r) => r > 0.3 && r < 0.45);
  }
  const channels = series(NAMES.length, (channel) => head(channel));
  put(folder, "head_01", { ...channels, timeUnit: 0 }, (r) => r < 0.3);
  writeFileSync(
    join(folder, "dataset.json"),
    JSON.stringify({ modality: Object.fromEntries(NAMES.map((name, place) => [place, name])), labels: { 1: "wall" } }),
  );
  const project = join(home, "four-d.winnow");
  await winnow("add", folder, "--project", project);
  return { project, folder };
}

interface Volumes {
  readonly n: number;
  readonly values: Int16Array;
  readonly timeUnit?: number;
}

function series(n: number, volumeOf: (volume: number) => (x: number, y: number, z: number) => number): Volumes {
  const values = new Int16Array(NX * NY * NZ * n);
  for (let volume = 0, at = 0; volume < n; volume += 1) {
    const value = volumeOf(volume);
    for (let z = 0; z < NZ; z += 1)
      for (let y = 0; y < NY; y += 1) for (let x = 0; x < NX; x += 1, at += 1) values[at] = value(x, y, z);
  }
  return { n, values };
}

/** Noise that is the same in every run. */
function grain(x: number, y: number, z: number, seed: number): number {
  return ((x * 73 + y * 179 + z * 283 + seed * 419 + x * y * 7) % 41) - 20;
}

/** From the middle of the picture, 1 at its edge. */
function radius(x: number, y: number, dx = 0, dy = 0): number {
  return Math.hypot((x - NX / 2 - dx) / (NX / 2), (y - NY / 2 - dy) / (NY / 2));
}

function heart(patient: number, time: number): (x: number, y: number, z: number) => number {
  const inner = 0.24 + 0.08 * Math.cos((2 * Math.PI * time) / N_TIMES) + 0.01 * patient;
  return (x, y, z) => {
    const noise = grain(x, y, z, 31 * patient + time);
    if (radius(x, y) > 0.95) return 20 + noise;
    const r = radius(x, y, patient, z / 4);
    if (r < inner) return 620 + noise;
    if (r < inner + 0.13) return 210 + noise;
    return (radius(x, y, 22, 0) < 0.25 ? 520 : 330) + noise;
  };
}

function head(channel: number): (x: number, y: number, z: number) => number {
  const [rim, tissue, lesion, fluid] = [
    [300, 420, 700, 90],
    [520, 480, 300, 120],
    [520, 480, 720, 120],
    [260, 360, 600, 760],
  ][channel] as [number, number, number, number];
  return (x, y, z) => {
    const noise = grain(x, y, z, channel);
    const r = radius(x, y);
    if (r > 0.9) return 10 + noise;
    if (r > 0.8) return rim + noise;
    if (radius(x, y, -10, 8) < 0.2) return lesion + noise;
    return (radius(x, y, 4, 0) < 0.15 ? fluid : tissue) + noise;
  };
}

function put(folder: string, name: string, image: Volumes, isInside: (r: number) => boolean): void {
  const place = { pixdim: [...SPACING, 0.08], qformCode: 0, srow: AFFINE, gzip: true };
  writeFileSync(
    join(folder, "images", `${name}.nii.gz`),
    makeNiftiSeries({ size: SIZE, ...image }, { ...place, ...image }),
  );
  const mask = Uint8Array.from({ length: NX * NY * NZ }, (_, i) =>
    isInside(radius(i % NX, Math.floor(i / NX) % NY)) ? 1 : 0,
  );
  writeFileSync(join(folder, "masks_manual", `${name}.nii.gz`), makeNifti({ ...place, dim: [3, ...SIZE], data: mask }));
}
