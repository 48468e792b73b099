import { fileURLToPath } from "node:url";

/** What benches keep between runs to save time; may be deleted at any time. */
export const benchCache = fileURLToPath(new URL("../../.cache/bench/", import.meta.url));
