import { join } from "node:path";
import { defineConfig } from "electron-vite";
import { rendererConfig } from "./src/renderer/vite.config.ts";

const home = import.meta.dirname;

/**
 * Main and preload as CommonJS in the syntax of Node 16, so that an older Electron runs them too; everything they use
 * is bundled, so that the packaged application needs no node_modules for its windows.
 */
const shell = (name: "main" | "preload"): object => ({
  build: {
    target: "node16",
    outDir: join(home, "out", name),
    emptyOutDir: true,
    externalizeDeps: false,
    reportCompressedSize: false,
    lib: { entry: join(home, "src", name, `${name}.ts`), formats: ["cjs"] },
    rollupOptions: { external: ["electron"], output: { entryFileNames: `${name}.cjs`, format: "cjs" } },
  },
});

const renderer = rendererConfig(home);

export default defineConfig({
  main: shell("main"),
  preload: shell("preload"),
  renderer: {
    ...renderer,
    build: { ...renderer.build, rollupOptions: { input: join(home, "src/renderer/index.html") } },
  },
});
