import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const guard = fileURLToPath(new URL("tests/support/no-network.mjs", import.meta.url));
const isLong = process.env["WINNOW_LONG"] !== undefined;

export default defineConfig({
  test: {
    include: isLong
      ? ["tests/long/**/*.test.ts", "src/core/io/readers.test.ts"]
      : ["src/**/*.test.ts", "tests/**/*.test.ts", "bench/**/*.test.ts"],
    exclude: isLong ? ["node_modules/**"] : ["tests/long/**", "node_modules/**", "out/**", "dist/**"],
    // Processes, not threads: TensorFlow and wasm decoders each want one of their own.
    pool: "forks",
    // As in scripts/winnow.mjs: without it V8 ends a process of many readers now and then.
    execArgv: ["--wasm-wrapper-tiering-budget=1000000000"],
    maxWorkers: 2,
    setupFiles: [guard],
    env: { NODE_OPTIONS: `--import=${guard} --disable-warning=ExperimentalWarning` },
    testTimeout: isLong ? 3_600_000 : 300_000,
    hookTimeout: isLong ? 3_600_000 : 300_000,
  },
});
