import { readFileSync } from "node:fs";

const KB_PER_MB = 1024;

/** Memory of a process in megabytes (Linux, proc(5)): what is resident, with shared libraries, and what is its alone. */
export function processMemory(pid: number): { resident: number; own: number; peak: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const own = field(rollup, "Private_Clean") + field(rollup, "Private_Dirty");
  const peak = field(readFileSync(`/proc/${pid}/status`, "utf8"), "VmHWM");
  return { resident: field(rollup, "Rss"), own, peak };
}

function field(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) / KB_PER_MB;
}
