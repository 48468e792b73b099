import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { gpuModels } from "./gpu-models.ts";

it("reads the names of NVIDIA's cards as the driver writes them, each once", () => {
  const folder = temporaryFolder("gpus");
  for (const card of ["0000:00:06.0", "0000:00:07.0"]) {
    mkdirSync(join(folder, card));
    writeFileSync(join(folder, card, "information"), "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 41\n");
  }
  expect(gpuModels(folder)).toEqual(["NVIDIA H100 80GB HBM3"]);
  expect(gpuModels(join(folder, "none"))).toEqual([]);
});
