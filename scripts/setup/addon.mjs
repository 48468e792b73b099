import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { runOrExplain, versionOf } from "./command.mjs";
import { isLibtensorflow } from "./libtensorflow.mjs";
import { packageVersion, requireNode24 } from "./npm-packages.mjs";
import { cacheFolder, nodeModules, platform } from "./places.mjs";
import { SetupError } from "./say.mjs";

const SOURCES = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"];
const addonPackage = join(nodeModules, "@tensorflow", "tfjs-node");
const addonPath = join(addonPackage, "lib", "napi-v8", "tfjs_binding.node");
const libraryLink = join(addonPackage, "deps");

/** Whether the addon is there, and the library behind the link too: the cache may have been deleted since. */
export function isAddonReady() {
  return existsSync(addonPath) && isLibtensorflow(libraryLink);
}

/**
 * Compiles tfjs-node's addon against `libtensorflow` and puts it, with the library beside it, where tfjs-node looks.
 * The compiled addon is kept in the cache: it depends on nothing but its sources and the library's C interface.
 */
export async function buildAddon(libtensorflow) {
  if (process.platform === "win32") {
    throw new SetupError("On Windows the addon is built with Visual Studio.", "See docs/packaging.md.");
  }
  linkLibrary(libtensorflow);
  const key = createHash("sha256").update(
    `${packageVersion("@tensorflow/tfjs-node")} ${platform} ${realpathSync(libtensorflow)}`,
  );
  for (const source of SOURCES) key.update(readFileSync(join(addonPackage, source)));
  const cached = join(cacheFolder(), `tfjs_binding-${key.digest("hex").slice(0, 16)}.node`);
  if (!existsSync(cached)) await compile(libtensorflow, cached);
  mkdirSync(dirname(addonPath), { recursive: true });
  copyFileSync(cached, addonPath);
}

/** The addon looks for its libraries in `deps/lib`: a link, so that 850 MB are not copied. */
function linkLibrary(libtensorflow) {
  rmSync(libraryLink, { recursive: true, force: true });
  symlinkSync(libtensorflow, libraryLink, "dir");
}

async function compile(libtensorflow, target) {
  const compiler = process.env.CXX ?? "g++";
  if (versionOf(compiler) === null) {
    throw new SetupError(
      `The C++ compiler ${compiler} is missing. Set-up needs it once, for 10 seconds.`,
      "Install g++ (Debian, Ubuntu: apt-get install g++), or set CXX.",
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  const nodeHeaders = join(dirname(dirname(requireNode24())), "include", "node");
  await runOrExplain(
    compiler,
    [
      "-shared",
      "-fPIC",
      "-O2",
      "-std=c++17",
      "-DNAPI_VERSION=8",
      `-I${addonPackage}`,
      `-I${join(libtensorflow, "include")}`,
      `-I${nodeHeaders}`,
    ]
      .concat(SOURCES.map((source) => join(addonPackage, source)))
      .concat(
        `-L${join(libtensorflow, "lib")}`,
        "-ltensorflow",
        "-ltensorflow_framework",
        "-Wl,-rpath,$ORIGIN/../../deps/lib",
        "-o",
        unfinished,
      ),
    {
      failure: "TensorFlow's addon could not be compiled",
      remedy: "The compiler's own words stand above. A C++17 compiler is needed (g++ 9 or newer).",
    },
  );
  renameSync(unfinished, target);
}
