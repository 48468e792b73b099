import { freemem, totalmem, availableParallelism } from "node:os";
import type { Output } from "#contract/commands.ts";
import { AppError } from "#contract/errors.ts";
import { WINNOW_VERSION } from "../version.ts";
import type { EngineClient } from "./engine-client.ts";

const WITHOUT_GPU =
  "TensorFlow's library for NVIDIA GPUs is here, but found no GPU: nvidia-smi tells whether the driver sees one";

/** What runs here, and whether it works: versions, device, memory, a self-test of inference and training. */
export async function doctor(engine: EngineClient): Promise<Output<"engine.doctor">> {
  const base = {
    winnow: WINNOW_VERSION,
    node: process.versions.node,
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    cores: availableParallelism(),
  };
  try {
    const info = await engine.ask("info", {});
    const checks = await engine.ask("selfTest", {});
    return {
      ...base,
      good: checks.every((check) => check.good),
      tensorflow: info.tensorflow,
      backend: info.backend,
      device: info.hasGpuLibrary && info.device === "CPU" ? `CPU (${WITHOUT_GPU})` : info.device,
      checks,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      ...base,
      good: false,
      tensorflow: null,
      backend: null,
      device: null,
      checks: [{ what: "TensorFlow", good: false, detail: `${error.message} ${error.remedy}` }],
    };
  }
}
