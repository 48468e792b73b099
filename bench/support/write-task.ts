import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "#core/io/png/encode-png.ts";
import type { Task } from "../tasks/task.ts";

/** What is known of a candidate of a written task. */
export interface TaskTruth {
  readonly dice: number;
  readonly isGood: boolean;
  readonly part: "pool" | "test";
  readonly subject: string;
  readonly features: readonly [area: number, contrast: number];
}

/**
 * Writes a task as the folder that Winnow would be given: `images/`, one folder of masks a source, `subjects.csv`. The
 * images that taught the candidates' makers are left out.
 * @returns the truth by mask path
 */
export function writeTask(task: Task, folder: string): Map<string, TaskTruth> {
  const truths = new Map<string, TaskTruth>();
  const subjects = ["case,subject"];
  const { side } = task;
  mkdirSync(join(folder, "images"), { recursive: true });
  for (const [index, item] of task.items.entries()) {
    if (item.part === "makers") continue;
    const name = `${task.name}-${String(index).padStart(4, "0")}`;
    subjects.push(`${name},${item.subject}`);
    writeFileSync(
      join(folder, "images", `${name}.png`),
      encodePng({ width: side, height: side, data: toBytes(item.image), channels: 1 }),
    );
    for (const candidate of item.candidates) {
      const source = `masks_${candidate.source}`;
      mkdirSync(join(folder, source), { recursive: true });
      writeFileSync(
        join(folder, source, `${name}.png`),
        encodePng({ width: side, height: side, data: candidate.mask.map((value) => value * 255), channels: 1 }),
      );
      truths.set(`${source}/${name}.png`, {
        dice: candidate.dice,
        isGood: candidate.dice >= task.goodDice,
        part: item.part,
        subject: item.subject,
        features: simpleFeatures(item.image, candidate.mask, side),
      });
    }
  }
  writeFileSync(join(folder, "subjects.csv"), `${subjects.join("\n")}\n`);
  return truths;
}

function toBytes(image: Float32Array): Uint8Array {
  const low = image.reduce((least, value) => Math.min(least, value), Infinity);
  const high = image.reduce((most, value) => Math.max(most, value), -Infinity);
  return Uint8Array.from(image, (value) => Math.round(((value - low) / (high - low || 1)) * 255));
}

/** The rival's two features (methods 7.6): share of the picture, and edge contrast: (inside − outside) / spread, in bands of one pixel. */
function simpleFeatures(image: Float32Array, mask: Uint8Array, side: number): [number, number] {
  const inside: number[] = [];
  const outside: number[] = [];
  let area = 0;
  for (let i = 0; i < mask.length; i += 1) {
    area += mask[i]!;
    const [x, y] = [i % side, Math.floor(i / side)];
    const neighbours = [x > 0 ? i - 1 : i, x < side - 1 ? i + 1 : i, y > 0 ? i - side : i, y < side - 1 ? i + side : i];
    if (neighbours.every((n) => mask[n] === mask[i])) continue;
    (mask[i] === 1 ? inside : outside).push(image[i]!);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const all = [...inside, ...outside];
  const spread = Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2))) || 1;
  return [Math.log(area / mask.length), (mean(inside) - mean(outside)) / spread];
}
