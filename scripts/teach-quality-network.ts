/**
 * Teaches the quality network that ships with Winnow, on every data set whose licence allows it, one plane as often as
 * another from each set.
 *
 * usage: node scripts/run.mjs scripts/teach-quality-network.ts -- --data DIR [--without SET] [--steps N] [--to FILE]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { teachQuality } from "#core/engine/quality-network.ts";
import { loadTensorFlow } from "#core/engine/tensorflow.ts";
import { packWeights } from "#core/engine/weights-file.ts";
import { PLANE_SIDE } from "#domain/signals/case-planes.ts";
import { sets, type TruePlane } from "./quality-network/planes.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== "--"),
  options: {
    data: { type: "string" },
    without: { type: "string" },
    steps: { type: "string", default: "3000" },
    to: { type: "string", default: "resources/judge/quality-network.bin" },
  },
});
if (!values.data) throw new Error("--data names the folder of the data sets");

const AREA = PLANE_SIDE * PLANE_SIDE;
const taught = Object.entries(sets).filter(([name]) => name !== values.without);
const planes: TruePlane[] = [];
const weights: number[] = [];
const ownSet: number[] = [];
for (const [index, [name, read]] of taught.entries()) {
  const before = planes.length;
  for await (const plane of read(values.data)) planes.push(plane);
  const n = planes.length - before;
  for (let i = 0; i < n; i += 1) {
    weights.push(1 / n);
    ownSet.push(index);
  }
  process.stdout.write(`${name}: ${n} planes\n`);
}
const most = Math.max(...weights);
const bytes = (get: (plane: TruePlane) => Uint8Array): Uint8Array => {
  const all = new Uint8Array(planes.length * AREA);
  for (const [index, plane] of planes.entries()) all.set(get(plane), index * AREA);
  return all;
};
// A mask of another image of the same set: of a place where nothing of it is to be found.
const others = planes.map((_, index) => {
  const stranger = (index * 7919 + 13) % planes.length;
  return ownSet[stranger] === ownSet[index] ? planes[stranger]!.truth : new Uint8Array(0);
});
const steps = Number(values.steps);
const startedAt = performance.now();
const network = await teachQuality(
  loadTensorFlow(),
  {
    side: PLANE_SIDE,
    images: bytes((plane) => plane.image),
    truths: bytes((plane) => plane.truth),
    weights: Float32Array.from(weights, (weight) => weight / most),
    others,
  },
  { seed: 1, steps, learningRate: 4e-3, othersShare: 0.08, isGeneral: true, batchSize: 16 },
  null,
  async (step, loss) => {
    if (step % 100 === 0)
      process.stdout.write(
        `step ${step} of ${steps}, loss ${loss.toFixed(3)}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n`,
      );
  },
);
const packed = packWeights(network);
writeFileSync(values.to, packed.bytes);
process.stdout.write(`${values.to}: ${packed.bytes.length} bytes, sha256 ${packed.sha256}\n`);
