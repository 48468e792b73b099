import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode, encode } from "fast-png";
import { winnow } from "./command-line.ts";
import { copyNuclei } from "./sample.ts";

export interface AilingProject {
  readonly project: string;
  readonly folder: string;
}

interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const N_IMAGES = 9;

/**
 * A project whose masks do not fit: three of half the size, three in colours on white, two with smooth edges; one is
 * left as it is.
 */
export async function makeAiling(home: string): Promise<AilingProject> {
  const folder = copyNuclei(join(home, "microscope"), N_IMAGES);
  const masks = join(folder, "masks_manual");
  for (const kind of readdirSync(folder))
    if (kind !== "images" && kind !== "masks_manual") rmSync(join(folder, kind), { recursive: true });
  for (const [index, name] of readdirSync(masks).toSorted().entries()) {
    const mask = read(join(masks, name));
    if (index < 3) write(join(masks, name), half(mask), 1);
    else if (index < 6) write(join(masks, name), coloured(mask), 3);
    else if (index < 8) write(join(masks, name), smooth(mask), 1);
  }
  const project = join(home, "microscope.winnow");
  mkdirSync(home, { recursive: true });
  await winnow("add", folder, "--project", project);
  return { project, folder };
}

function read(path: string): Mask {
  const { width, height, data, channels } = decode(readFileSync(path));
  const grey = Uint8Array.from({ length: width * height }, (_, i) => (data[i * channels]! > 0 ? 255 : 0));
  return { width, height, data: grey };
}

function write(path: string, { width, height, data }: Mask, channels: 1 | 3): void {
  writeFileSync(path, encode({ width, height, data, channels, depth: 8 }));
}

function half({ width, height, data }: Mask): Mask {
  const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)];
  const pixels = Uint8Array.from({ length: w * h }, (_, i) => data[2 * (i % w) + 2 * width * Math.floor(i / w)]!);
  return { width: w, height: h, data: pixels };
}

/** On white, blue in the left half and red in the right. */
function coloured({ width, height, data }: Mask): Mask {
  const pixels = Array.from(data, (value, i) => {
    if (value === 0) return [255, 255, 255];
    return i % width < width / 2 ? [30, 60, 200] : [210, 40, 40];
  });
  return { width, height, data: Uint8Array.from(pixels.flat()) };
}

/** As another program scales masks up. */
function smooth({ width, height, data }: Mask): Mask {
  const at = (x: number, y: number): number =>
    data[Math.max(0, Math.min(width - 1, x)) + width * Math.max(0, Math.min(height - 1, y))]!;
  const pixels = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    let sum = 0;
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) sum += at(x + dx, y + dy) * (2 - Math.abs(dx)) * (2 - Math.abs(dy));
    return Math.round(sum / 16);
  });
  return { width, height, data: pixels };
}
