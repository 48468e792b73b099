/**
 * How soon the mask follows a slider on the recipe page: from the question to the picture's bytes, through a core of its
 * own, for recipes on a picture of 512 × 512 (a nuclei picture, enlarged). What the window adds is drawing.
 *
 * usage: npm run bench:preview -- [--data DIR] [--repeats 20]
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "#cli/text.ts";
import { createCore } from "#core/core.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { encodePng } from "#core/io/png/encode-png.ts";
import { standardRecipes } from "#core/propose/standard-recipes.ts";
import { resamplePlane } from "#domain/image/resample.ts";
import { sliceOf } from "#domain/image/slices.ts";
import { toGrey } from "#domain/image/to-grey.ts";
import { connectDirect } from "#transport/direct.ts";
import { machine } from "./support/measure.ts";
import { dataFolder, saveResults, skip } from "./support/report.ts";

const SIDE = 512;
const { values } = parseArgs({ options: { data: { type: "string" }, repeats: { type: "string", default: "20" } } });
const data = dataFolder(values.data);
if (data) await main(join(data, "nuclei_dsb2018", "images"));
else skip("no data folder (--data, WINNOW_DATA)");

async function main(folder: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "winnow-preview-"));
  const core = createCore();
  const { call, close } = connectDirect(core.handlers, core.close);
  try {
    await writePicture(join(folder, readdirSync(folder).toSorted()[0]!), join(work, "f", "images"));
    await call("project.open", { path: join(work, "p.winnow"), access: "write", create: true });
    await call("intake.add", { folder: join(work, "f") });
    const { ids } = await call("intake.snapshot", {});
    const rows: { recipe: string; isCoarse: boolean; medianMs: number; p95Ms: number }[] = [];
    const { methods } = await call("propose.methods", {});
    for (const recipe of standardRecipes) {
      const isCoarse = methods.find(({ name }) => name === recipe.method.name)!.isIterative;
      const times: number[] = [];
      for (let repeat = -3; repeat < Number(values.repeats); repeat += 1) {
        // Each time another value, as a slider gives; the first ones warm up.
        const cleanUp = { ...recipe.cleanUp, openingRadius: 0.5 + 0.5 * ((repeat + 3) % 5) };
        const startedAt = performance.now();
        const made = await call("propose.preview", { caseId: ids[0]!, recipe: { ...recipe, cleanUp }, isCoarse });
        const { status } = await core.fetchPicture(made.address, new AbortController().signal);
        if (status !== 200) throw new Error(`no picture of ${recipe.name}`);
        if (repeat >= 0) times.push(performance.now() - startedAt);
      }
      times.sort((a, b) => a - b);
      const at = (share: number): number => Number(times[Math.floor(share * (times.length - 1))]!.toFixed(1));
      rows.push({ recipe: recipe.name, isCoarse, medianMs: at(0.5), p95Ms: at(0.95) });
    }
    process.stdout.write(
      `${table(
        rows.map((row) => [row.recipe, row.isCoarse ? "128" : "512", row.medianMs, row.p95Ms]),
        ["recipe", "side", "median ms", "95th percentile"],
      )}\n`,
    );
    saveResults("preview", { machine: machine(), side: SIDE, rows });
  } finally {
    await close();
    rmSync(work, { recursive: true, force: true });
  }
}

async function writePicture(from: string, to: string): Promise<void> {
  const image = await readImage(from, defaultLimits);
  const [width, height] = image.geometry.size as [number, number];
  const grey = sliceOf(toGrey(image.data, image.channels), image.geometry.size, 2, 0);
  const large = resamplePlane(grey, { x0: 0, y0: 0, x1: width, y1: height }, SIDE, SIDE);
  mkdirSync(to, { recursive: true });
  const pixels = Uint8Array.from(large, (value) => Math.max(0, Math.min(255, Math.round(value))));
  writeFileSync(join(to, "a.png"), encodePng({ width: SIDE, height: SIDE, data: pixels, channels: 1 }));
}
