import { agreementFeatures } from "#domain/signals/agreement.ts";
import { sampleVoters } from "#domain/signals/case-planes.ts";
import { maskExtent } from "#domain/signals/mask-extent.ts";
import { maskFeatures } from "#domain/signals/mask-features.ts";
import { dice as diceOf } from "#domain/mask/overlap.ts";
import type { Table } from "#domain/learning/classifier.ts";
import type { TaskMask } from "../support/write-task.ts";
import type { Task } from "../tasks/task.ts";
import type { MeasuredTask } from "./rival.ts";

/** Measures every mask of a task in its picture and beside the others of its item; spoiled truths do not speak for others. */
export function measureTask(task: Task, masks: readonly TaskMask[]): MeasuredTask {
  const size = [task.side, task.side];
  const rows: Float64Array[] = [];
  const consensus: (number | null)[] = [];
  for (const [item, { image }] of task.items.entries()) {
    const own = masks.filter((mask) => mask.item === item);
    const grey = withinWindow(image);
    const voxels = own.map(({ mask }) => mask);
    const sampled = sampleVoters(
      voxels,
      voxels.map((mask) => maskExtent(mask, size)),
      size,
    );
    const agreement = agreementFeatures(sampled.map((mask, index) => ({ mask, votes: !own[index]!.isSpoiled })));
    for (const [index, mask] of voxels.entries()) {
      const others = own.filter((other, place) => place !== index && !other.isSpoiled);
      const measured = maskFeatures({ image: grey, mask, size, spacing: [1, 1] });
      const dice = consensusDice(
        mask,
        others.map((other) => other.mask),
      );
      rows.push(Float64Array.from([...measured, ...agreement[index]!, dice ?? 0]));
      consensus.push(dice);
    }
  }
  return { task, masks, table: tableOf(rows), consensus };
}

/** Of the others, how many have to hold a pixel; at half of them, ways that fail alike could decide alone. */
const CONSENSUS_SHARE = 0.6;

/** Dice of a mask with the pixels that most of the others hold. */
function consensusDice(mask: Uint8Array, others: readonly Uint8Array[]): number | null {
  if (others.length === 0) return null;
  const votes = new Uint8Array(mask.length);
  for (const other of others) for (let i = 0; i < votes.length; i += 1) votes[i]! += other[i]!;
  return diceOf(
    mask,
    votes.map((count) => (count >= CONSENSUS_SHARE * others.length ? 1 : 0)),
  );
}

function tableOf(rows: readonly Float64Array[]): Table {
  const nColumns = rows[0]!.length;
  const values = new Float64Array(rows.length * nColumns);
  for (const [index, row] of rows.entries()) values.set(row, index * nColumns);
  return { nRows: rows.length, nColumns, values };
}

/** Grey values with the darkest at 0 and the brightest at 1. */
function withinWindow(image: Float32Array): Float32Array {
  const low = image.reduce((least, value) => Math.min(least, value), Infinity);
  const high = image.reduce((most, value) => Math.max(most, value), -Infinity);
  return image.map((value) => (value - low) / (high - low || 1));
}
