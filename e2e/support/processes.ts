import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Process ids of a process and everything that it has started (Linux, proc(5)). */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/** The process among those that runs one of Winnow's entries, or null. */
export function entryProcess(pid: number, entry: "core" | "engine"): number | null {
  const name = new RegExp(`entries[\\\\/]${entry}\\.`);
  return processTree(pid).find((one) => name.test(commandLine(one))) ?? null;
}

/** Addresses on which processes listen for connections, as "127.0.0.1:4711". */
export function listeningAddresses(pids: readonly number[]): string[] {
  const inodes = new Set(pids.flatMap(socketsOf));
  const LISTEN = "0A";
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && inodes.has(fields[9]!))
      .map((fields) => addressOf(fields[1]!)),
  );
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = linkTarget(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.slice(1) ?? [];
    });
  } catch {
    return []; // ended meanwhile
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** "0100007F:1267" is 127.0.0.1:4711; longer ones are IPv6 and left as they are. */
function addressOf(text: string): string {
  const [host, port] = text.split(":") as [string, string];
  const shown =
    host.length === 8
      ? host
          .match(/../g)!
          .toReversed()
          .map((byte) => Number.parseInt(byte, 16))
          .join(".")
      : host;
  return `${shown}:${Number.parseInt(port, 16)}`;
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
