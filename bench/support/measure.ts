import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";

const winnowEntry = fileURLToPath(new URL("../../bin/winnow", import.meta.url));

export interface Measured {
  readonly seconds: number;
  /** Largest resident set of the process and all that it started, together. */
  readonly peakMegabytes: number;
  readonly stdout: string;
  readonly code: number | null;
}

/** Runs the command line in a process of its own and measures wall time and peak memory of it and its children. */
export function measureWinnow(...args: string[]): Promise<Measured> {
  return measure(process.execPath, [winnowEntry, ...args]);
}

export async function measure(command: string, args: readonly string[]): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let stdout = "";
  let peak = 0;
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  const poll = setInterval(() => (peak = Math.max(peak, treeMemory(child.pid!))), 40);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(poll);
  return { seconds: (performance.now() - startedAt) / 1000, peakMegabytes: peak / 1024, stdout, code };
}

/** Resident kilobytes of a process and its descendants (Linux). */
function treeMemory(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const isInTree = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isInTree(parents.get(pid)));
  return [...parents.keys()]
    .filter((pid) => isInTree(pid))
    .reduce((sum, pid) => sum + Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0), 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has just ended
  }
}

/** What a figure was measured on. */
export function machine(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  };
}
