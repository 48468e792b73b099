import { type ChildProcess, spawn } from "node:child_process";

/** A screen for windows on a machine that has none. */
export interface Display {
  readonly name: string;
  close(): void;
}

/** Starts Xvfb on any display that is free; it takes no connections from elsewhere. */
export async function startDisplay(size = "1600x1000"): Promise<Display> {
  const args = ["-displayfd", "3", "-screen", "0", `${size}x24`, "-nolisten", "tcp", "-noreset"];
  const child: ChildProcess = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise<string>((resolve, reject) => {
    child.once("error", () => reject(new Error("Xvfb is missing. npm run set-up:e2e installs it, or says how.")));
    child.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}.`)));
    child.stdio[3]!.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
  return { name: `:${number}`, close: () => void child.kill() };
}
