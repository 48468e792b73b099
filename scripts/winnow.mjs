import { productElectronPath } from "./setup/electron-path.mjs";
import { runFile } from "./setup/run-file.mjs";
import { ensureWindow } from "./setup/window.mjs";

const args = process.argv.slice(2);
const isHelp = args.includes("--help") || args.includes("-h");

/** What must be there before a command runs, besides the set-up. */
const preparations = {
  serve: () => ensureWindow("renderer"),
  open: () => {
    const electron = productElectronPath();
    if (electron) process.env.WINNOW_ELECTRON ??= electron;
    return ensureWindow(electron ? "electron" : "renderer");
  },
};

const prepare = isHelp ? undefined : preparations[args[0]];
// Left to itself, V8 lets garbage pile up to several times what is in use: adding 100,000 files then takes twice the memory.
// (The same in src/transport/core-process.ts.)
// Threads that exchange their wrappers of WebAssembly's calls for quicker ones end the process now and then, by a fault of
// V8's books on code ("Check failed: jit_page.has_value()" below TierUpWasmToJSWrapper; nodejs/node#64500): they keep the
// first ones.
const nodeOptions = [
  "--max-semi-space-size=16",
  "--heap-growing-percent=50",
  "--wasm-wrapper-tiering-budget=1000000000",
];
// Half of the time that it takes to start, of each of its threads too, would go into taking types out and compiling.
await runFile("src/cli/main.ts", args, { nodeOptions, keepsCompiled: true, ...(prepare && { prepare }) });
