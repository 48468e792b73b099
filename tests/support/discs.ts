import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "#core/io/png/encode-png.ts";
import { createRng, type Rng } from "#domain/random/rng.ts";

/** Pixels along an edge of the pictures. */
export const DISC_SIDE = 48;
/** Radius of the object in every picture. */
export const DISC_RADIUS = 9;

/** A mask, 0 or 255. */
export function disc(x: number, y: number, radius: number): Uint8Array {
  return Uint8Array.from({ length: DISC_SIDE * DISC_SIDE }, (_, i) =>
    Math.hypot((i % DISC_SIDE) - x, Math.floor(i / DISC_SIDE) - y) <= radius ? 255 : 0,
  );
}

/** Draws the mask of a source for a picture whose object lies at x, y. */
export type DrawMask = (rng: Rng, x: number, y: number) => Uint8Array;

/**
 * A folder `root` of n noisy discs on grey (`images/scan-0.png`, …), with masks of every source (`masks_SOURCE/…`).
 * @param scale pixels of a file along an edge for each that is drawn
 */
export function writeDiscs(root: string, n: number, sources: Readonly<Record<string, DrawMask>>, scale = 1): string {
  mkdirSync(join(root, "images"), { recursive: true });
  for (const source of Object.keys(sources)) mkdirSync(join(root, `masks_${source}`), { recursive: true });
  for (let i = 0; i < n; i += 1) {
    const rng = createRng(i, "discs");
    const [x, y] = [16 + rng.int(16), 16 + rng.int(16)];
    const object = disc(x, y, DISC_RADIUS);
    const image = Uint8Array.from(object, (value) =>
      Math.max(0, Math.min(255, 90 + (value ? 70 : 0) + 25 * rng.normal())),
    );
    const write = (folder: string, data: Uint8Array): void =>
      writeFileSync(
        join(root, folder, `scan-${i}.png`),
        encodePng({ width: scale * DISC_SIDE, height: scale * DISC_SIDE, data: enlarged(data, scale), channels: 1 }),
      );
    write("images", image);
    for (const [source, draw] of Object.entries(sources)) write(`masks_${source}`, draw(rng, x, y));
  }
  return root;
}

function enlarged(data: Uint8Array, scale: number): Uint8Array {
  const side = scale * DISC_SIDE;
  return Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [Math.floor((i % side) / scale), Math.floor(i / side / scale)];
    return data[y * DISC_SIDE + x]!;
  });
}
