/** A thread of `bench:propose`: holds its share of the pictures, and makes masks of all of them by the recipe asked for. */
import { parentPort, workerData } from "node:worker_threads";
import { toGrey } from "#domain/image/to-grey.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { resolvePalette } from "#core/io/image/resolve-palette.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { methods } from "#core/propose/blocks.ts";
import type { GreyImage } from "#core/propose/method.ts";
import { findPolarity, turned } from "#core/propose/polarity.ts";
import type { Timed } from "./timed-recipes.ts";

const pictures: GreyImage[] = [];
for (const path of workerData as string[]) {
  const image = resolvePalette(await readImage(path, defaultLimits));
  const [nx, ny] = image.geometry.size as [number, number];
  const data = Float32Array.from(toGrey(image.data, image.channels));
  const picture: GreyImage = { data, size: [nx, ny, 1], spacing: [1, 1, 1] };
  pictures.push(findPolarity(picture) === "dark" ? { ...picture, data: turned(data) } : picture);
}
const port = parentPort!;
port.on("message", ({ method, values }: Timed) => {
  const { parameters, run } = methods.get(method)!;
  const all = { ...Object.fromEntries(parameters.map((one) => [one.name, one.default])), ...values };
  let inside = 0;
  for (const picture of pictures) {
    const { mask } = run(picture, all, { seed: 1, tick: () => undefined });
    for (let i = 0; i < mask.length; i += 97) inside += mask[i]!;
  }
  port.postMessage(inside);
});
port.postMessage("ready");
