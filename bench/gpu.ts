/**
 * What the engine computes on a GPU beside the same on this machine's CPU: how far values, gradients and trained networks
 * differ (relative, by their norms), whether a second process on the GPU gives the same bits, and how fast each is.
 * `gpu, unset` is TensorFlow without the settings of src/core/engine/tensorflow.ts.
 *
 * usage: WINNOW_TF=gpu npm run bench:gpu
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { table } from "#cli/text.ts";
import type { GpuWork } from "./support/gpu-work.ts";
import { machine } from "./support/measure.ts";
import { saveResults, skip } from "./support/report.ts";

if (process.send) {
  const { gpuWork } = await import("./support/gpu-work.ts");
  process.send(await gpuWork(), () => process.disconnect());
} else await main();

async function main(): Promise<void> {
  const cpu = await work({ CUDA_VISIBLE_DEVICES: "-1" });
  const gpu = await work({});
  if (gpu.device === cpu.device) return skip("TensorFlow computes on the CPU here");
  const again = await work({});
  const unset = await work({ TF_DETERMINISTIC_OPS: "0", NVIDIA_TF32_OVERRIDE: "1" });
  const differences = [...cpu.results].map(([name, values]) => ({
    name,
    gpu: difference(values, gpu.results.get(name)!),
    again: difference(gpu.results.get(name)!, again.results.get(name)!),
    unset: difference(values, unset.results.get(name)!),
  }));
  const speeds = [...cpu.speeds].map(([name, value]) => ({
    name,
    cpu: value,
    gpu: gpu.speeds.get(name)!,
    unset: unset.speeds.get(name)!,
  }));
  const ways = {
    cpu: betweenWays(cpu),
    gpu: betweenWays(gpu),
    unset: betweenWays(unset),
  };
  const shown = (value: number): string => (value === 0 ? "equal" : value.toExponential(0));
  process.stdout.write(
    `${gpu.device}\n\n${table(
      differences.map((row) => [row.name, shown(row.gpu), shown(row.again), shown(row.unset)]),
      ["relative difference", "gpu to cpu", "gpu to gpu again", "gpu, unset, to cpu"],
    )}\n\n${table(
      [["U-Net as graph to U-Net as operations", shown(ways.cpu), shown(ways.gpu), shown(ways.unset)]],
      ["relative difference on one device", "cpu", "gpu", "gpu, unset"],
    )}\n\n${table(
      speeds.map((row) => [row.name, row.cpu.toFixed(0), row.gpu.toFixed(0), row.unset.toFixed(0)]),
      ["speed", "cpu", "gpu", "gpu, unset"],
    )}\n`,
  );
  saveResults("gpu", { machine: machine(), device: gpu.device, differences, ways, speeds });
}

/** The work done in a process of its own. */
async function work(env: NodeJS.ProcessEnv): Promise<GpuWork> {
  const child = fork(fileURLToPath(import.meta.url), [], {
    serialization: "advanced",
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const died = once(child, "exit").then(([code, signal]) => {
    throw new Error(`the process with ${JSON.stringify(env)} ended with ${signal ?? code}`);
  });
  const [done] = (await Promise.race([once(child, "message"), died])) as [GpuWork];
  died.catch(() => undefined);
  return done;
}

/** How far the answers of one network, computed in two ways on one device, lie apart. */
function betweenWays({ results }: GpuWork): number {
  return difference(results.get("U-Net as operations")!, results.get("U-Net as graph")!);
}

/** ‖a − b‖ / ‖a‖ */
function difference(a: Float32Array, b: Float32Array): number {
  let [squares, norm] = [0, 0];
  for (const [i, value] of a.entries()) {
    squares += (value - b[i]!) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(squares / norm);
}
