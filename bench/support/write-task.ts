import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "#core/io/png/encode-png.ts";
import { isSpoiled, type Task } from "../tasks/task.ts";

/** One mask of a task, and what is known of it. */
export interface TaskMask {
  /** In the folder that the task is written as; it names the mask in the product, too. */
  readonly path: string;
  readonly source: string;
  /** Place of its item in the task. */
  readonly item: number;
  readonly mask: Uint8Array;
  readonly dice: number;
  readonly isGood: boolean;
  /** An altered copy of the truth: it does not speak for other masks. */
  readonly isSpoiled: boolean;
  readonly part: "pool" | "test";
  readonly subject: string;
  readonly classValue: number;
}

/** The masks of a task, those of an item together. What taught the candidates' makers is left out. */
export function masksOf(task: Task): TaskMask[] {
  const pictures = pictureNames(task);
  const hasClasses = new Set(task.items.map((item) => item.classValue)).size > 1;
  return task.items.flatMap(({ picture, part, subject, classValue, candidates }, item) => {
    if (part === "makers") return [];
    return candidates.map(({ source, mask, dice }): TaskMask => {
      const folder = hasClasses ? `masks_${source}-${classValue}` : `masks_${source}`;
      return {
        path: `${folder}/${pictures.get(picture)!}.png`,
        source,
        item,
        mask,
        dice,
        isGood: dice >= task.goodDice,
        isSpoiled: isSpoiled(source),
        part,
        subject,
        classValue,
      };
    });
  });
}

/** Writes a task as the folder that Winnow would be given: `images/`, one folder of masks a source, `subjects.csv`. */
export function writeTask(task: Task, masks: readonly TaskMask[], folder: string): void {
  const { side } = task;
  const subjects = ["case,subject"];
  mkdirSync(join(folder, "images"), { recursive: true });
  for (const [picture, name] of pictureNames(task)) {
    const { image, subject } = task.items.find((item) => item.picture === picture)!;
    subjects.push(`${name},${subject}`);
    writePng(join(folder, "images", `${name}.png`), toBytes(image), side);
  }
  for (const { path, mask, classValue } of masks) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writePng(
      join(folder, path),
      mask.map((value) => value * classValue),
      side,
    );
  }
  writeFileSync(join(folder, "subjects.csv"), `${subjects.join("\n")}\n`);
}

/** Short names for the pictures that can be judged. */
function pictureNames(task: Task): Map<string, string> {
  const pictures = new Set(task.items.filter((item) => item.part !== "makers").map((item) => item.picture));
  return new Map([...pictures].map((picture, index) => [picture, `${task.name}-${String(index).padStart(4, "0")}`]));
}

function writePng(path: string, data: Uint8Array, side: number): void {
  writeFileSync(path, encodePng({ width: side, height: side, data, channels: 1 }));
}

function toBytes(image: Float32Array): Uint8Array {
  const low = image.reduce((least, value) => Math.min(least, value), Infinity);
  const high = image.reduce((most, value) => Math.max(most, value), -Infinity);
  return Uint8Array.from(image, (value) => Math.round(((value - low) / (high - low || 1)) * 255));
}
