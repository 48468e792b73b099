import { readFileSync } from "node:fs";

const INTERVAL_MS = 20;

/**
 * Watches the largest resident set that a process and its children have had so far, in bytes, until it is stopped. The
 * kernel keeps each maximum itself, so that only what a process needs in its last moments can be missed.
 * @returns a function that stops watching; it gives null where there is no /proc
 */
export function watchPeakMemory(pid: number): () => number | null {
  const peaks = new Map<number, number>();
  const look = (): void => {
    for (const id of withChildren(pid)) peaks.set(id, Math.max(peaks.get(id) ?? 0, peakOf(id)));
  };
  const timer = setInterval(look, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return peaks.size === 0 || Math.max(...peaks.values()) === 0 ? null : Math.max(...peaks.values());
  };
}

function withChildren(pid: number): number[] {
  const children = readOrNothing(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);
  return [pid, ...children.flatMap((child) => withChildren(child))];
}

/** VmHWM is the maximum of the resident set, in kB. */
function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

/** A process may end between being listed and being looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
