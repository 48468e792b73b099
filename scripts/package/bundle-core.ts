import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { build, type Plugin } from "vite";
import { platform, root, stagedExtra } from "./places.ts";

const core = join(stagedExtra, "core");

/**
 * Where the bundled core finds its other parts, by files of `src`. Every file of the bundle lies one folder below `core` (entries, chunks),
 * so that one way fits all.
 */
const WAYS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "core/process-entries.ts": [
    ["../entries/reader.ts", "../entries/reader.mjs"],
    ["../entries/engine.ts", "../entries/engine.mjs"],
  ],
  "core/app/places.ts": [
    ["../../../resources/sample/nuclei", "../sample/nuclei"],
    ["../../../resources/judge/quality-network.bin", "../judge/quality-network.bin"],
  ],
  "core/version.ts": [["../../package.json", "../package.json"]],
  "server/browser-shell.ts": [
    ["../entries/core.ts", "../entries/core.mjs"],
    ["../../out/renderer", "../renderer"],
  ],
};

const rewriteWays: Plugin = {
  name: "ways-of-the-package",
  transform(code, id) {
    const ways = WAYS[relative(join(root, "src"), id).replaceAll("\\", "/")];
    if (!ways) return null;
    return ways.reduce((text, [from, to]) => {
      // A way that is not there any more would be noticed only on another computer.
      if (!text.includes(from)) throw new Error(`${id} does not name ${from}`);
      return text.replaceAll(from, to);
    }, code);
  },
};

/** The core, the engine, the readers and the command line as plain JavaScript, with only native packages beside them. */
export async function bundleCore(): Promise<void> {
  rmSync(core, { recursive: true, force: true });
  const entry = (name: string): string => join(root, "src/entries", `${name}.ts`);
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [rewriteWays],
    ssr: { noExternal: true, external: ["better-sqlite3", "@tensorflow/tfjs-node"] },
    build: {
      ssr: true,
      target: "node24",
      outDir: core,
      emptyOutDir: true,
      reportCompressedSize: false,
      rollupOptions: {
        input: {
          core: entry("core"),
          engine: entry("engine"),
          reader: entry("reader"),
          winnow: join(root, "src/cli/main.ts"),
        },
        output: { format: "es", entryFileNames: "entries/[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" },
      },
    },
  });
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, string>;
  writeFileSync(join(core, "package.json"), JSON.stringify({ name, version, type: "module" }));
  copyDecoders();
  copySqlite();
  await bundleTensorFlow();
  cpSync(join(root, "resources/sample"), join(core, "sample"), { recursive: true });
  cpSync(join(root, "resources/judge"), join(core, "judge"), { recursive: true });
  cpSync(join(root, "out/renderer"), join(core, "renderer"), { recursive: true });
}

/** itk-wasm looks for its decoders beside the file that calls them. */
function copyDecoders(): void {
  const pictures = join(root, "node_modules/@itk-wasm/image-io/dist/pipelines");
  const dicom = join(root, "node_modules/@itk-wasm/dicom/dist/pipelines");
  const series = ["read-image-dicom-file-series", "write-multi-segmentation"].flatMap((name) => [
    `${name}.js`,
    `${name}.wasm.zst`,
  ]);
  for (const folder of ["chunks", "entries"]) {
    const to = join(core, folder, "pipelines");
    cpSync(pictures, to, { recursive: true, filter: (path) => !path.endsWith(".map") });
    for (const name of series) cpSync(join(dicom, name), join(to, name));
  }
}

function copySqlite(): void {
  const from = join(root, "node_modules/better-sqlite3");
  const to = join(core, "node_modules/better-sqlite3");
  for (const name of ["package.json", "LICENSE", "lib"])
    cpSync(join(from, name), join(to, name), { recursive: true, dereference: true });
  mkdirSync(join(to, "prebuilds"), { recursive: true });
  cpSync(join(from, "prebuilds", `${platform}.node`), join(to, "prebuilds", `${platform}.node`));
}

/** tfjs-node in one file (its package needs a hundred others), its addon, and TensorFlow's library beside it. */
async function bundleTensorFlow(): Promise<void> {
  const from = join(root, "node_modules/@tensorflow/tfjs-node");
  const to = join(core, "node_modules/@tensorflow/tfjs-node");
  await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [findAddonHere],
    // Its CommonJS files throughout: its backend inherits from classes that the other build of tfjs writes differently.
    ssr: { noExternal: true, resolve: { mainFields: ["main"], conditions: ["node", "require", "default"] } },
    build: {
      ssr: join(from, "dist/index.js"),
      target: "node24",
      outDir: join(to, "dist"),
      reportCompressedSize: false,
      rollupOptions: { output: { format: "cjs", entryFileNames: "index.js", codeSplitting: false } },
    },
  });
  const { name, version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8")) as Record<string, string>;
  writeFileSync(join(to, "package.json"), JSON.stringify({ name, version, main: "dist/index.js" }));
  cpSync(join(from, "lib/napi-v8"), join(to, "lib/napi-v8"), { recursive: true });
  mkdirSync(join(to, "deps/lib"), { recursive: true });
  const versioned = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
  for (const library of versioned)
    cpSync(join(from, "deps/lib", library), join(to, "deps/lib", library), { dereference: true });
  cpSync(join(from, "deps/THIRD_PARTY_NOTICES.txt"), join(to, "deps/THIRD_PARTY_NOTICES.txt"), { dereference: true });
}

/** In place of node-pre-gyp, which would bring a downloader along: the addon lies where it always lies. */
const findAddonHere: Plugin = {
  name: "addon-in-its-place",
  enforce: "pre",
  resolveId: (id) => (id === "@mapbox/node-pre-gyp" ? "\0node-pre-gyp" : null),
  load: (id) =>
    id === "\0node-pre-gyp"
      ? `import path from "node:path";
export const find = (manifest) => path.join(path.dirname(manifest), "lib/napi-v8/tfjs_binding.node");
export default { find };`
      : null,
};
