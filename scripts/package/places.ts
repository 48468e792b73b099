import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
/** Parts on their way into the package. */
export const staged = join(root, ".cache/package");
export const stagedApp = join(staged, "app");
export const stagedExtra = join(staged, "extra");
/** The finished deliveries. */
export const dist = join(root, "dist");

export const platform = `${process.platform}-${process.arch}`;
