import { join } from "node:path";
import { expect } from "vitest";
import type { Client } from "#contract/client.ts";
import type { Output } from "#contract/commands.ts";
import { createRng } from "#domain/random/rng.ts";
import { type Core, createCore } from "#core/core.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodeNifti } from "#core/io/nifti/write-nifti.ts";
import { connectDirect } from "#transport/direct.ts";
import { Intake, NotingPool } from "./intake.ts";

const pool = new NotingPool();
export const SIZE = [12, 10, 6];
export const AFFINE = [-1, 0, 0, 60, 0, 1.5, 0, -70, 0, 0, 2, 10, 0, 0, 0, 1];
export const GEOMETRY = { size: SIZE, affine: AFFINE, spacingMm: [1, 1.5, 2], orientationKnown: true };
const N = 720;

/** A mask without any symmetry: labels 1 and 2. */
export function phantom(): Uint8Array {
  return Uint8Array.from({ length: N }, (_, i) => {
    const [x, y, z] = [i % 12, Math.floor(i / 12) % 10, Math.floor(i / 120)];
    return x < 3 && y > 1 && z < 4 ? 1 : x > 6 && y < 4 + z ? 2 : 0;
  });
}

export function image(seed: number): Uint8Array {
  const rng = createRng(seed, "image");
  return encodeNifti(
    GEOMETRY,
    Uint8Array.from({ length: N }, () => rng.int(200)),
  );
}

export interface Open {
  readonly intake: Intake;
  readonly core: Core;
  readonly client: Client;
}

/** A project of a folder, open in a core. */
export async function withProject(put: (intake: Intake) => void, work: (open: Open) => Promise<void>): Promise<void> {
  const intake = new Intake(pool);
  put(intake);
  const core = createCore();
  const client = connectDirect(core.handlers, core.close);
  try {
    await client.call("project.open", { path: intake.path, access: "write", create: true });
    await client.call("intake.add", { folder: intake.folder });
    await work({ intake, core, client });
    expect(await client.call("project.verify", { path: intake.path })).toMatchObject({ good: true });
  } finally {
    await client.close();
  }
}

export async function only(client: Client): Promise<Output<"doctor.diagnose">["groups"][number]> {
  const { groups } = await client.call("doctor.diagnose", {});
  expect(groups).toHaveLength(1);
  return groups[0]!;
}

export async function codes(client: Client): Promise<string[]> {
  const { groups } = await client.call("intake.findings", {});
  return groups.map(({ code }) => code).toSorted();
}

/** What the project now takes for the masks, by class, written out and read back. */
export async function written({ client, intake }: Open, to: string): Promise<Map<string, number[]>> {
  const { masks, path } = await client.call("release.masks", { to: join(intake.home, to) });
  const read = new Map<string, number[]>();
  for (const { file, class: name } of masks) {
    const { data } = await readImage(join(path, file), defaultLimits);
    read.set(
      name,
      Array.from(data, (value) => (value > 0 ? 1 : 0)),
    );
  }
  return read;
}

export function ofClass(labels: ArrayLike<number>, value: number): number[] {
  return Array.from(labels, (label) => (label === value ? 1 : 0));
}
