import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runOrExplain } from "./command.mjs";
import { fetchWheels, PYTHON } from "./pip.mjs";
import { cacheFolder, platform } from "./places.mjs";
import { SetupError, say } from "./say.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** `cpu` or `gpu`, from WINNOW_TF. */
export function tensorflowFlavour() {
  const flavour = process.env.WINNOW_TF ?? "cpu";
  if (flavour !== "cpu" && flavour !== "gpu")
    throw new SetupError(`WINNOW_TF is "${flavour}".`, "Set it to cpu or gpu, or leave it out.");
  return flavour;
}

/** Text that changes whenever another libtensorflow would be chosen. */
export function libtensorflowChoice() {
  const { WINNOW_LIBTENSORFLOW } = process.env;
  return WINNOW_LIBTENSORFLOW
    ? `folder:${resolve(WINNOW_LIBTENSORFLOW)}`
    : `${tensorflowFlavour()}:${pins(tensorflowFlavour()).trim()}`;
}

/**
 * A folder with `include` (TensorFlow's C headers) and `lib` (libtensorflow and libtensorflow_framework):
 * the one named by WINNOW_LIBTENSORFLOW, else one taken from the pinned wheel and kept in the cache.
 */
export async function provideLibtensorflow() {
  const given = process.env.WINNOW_LIBTENSORFLOW;
  if (given) return checkGiven(resolve(given));
  if (platform !== "linux-x64") {
    throw new SetupError(
      `No TensorFlow library is pinned for ${platform}.`,
      "Get TensorFlow's C library for this machine (or build it), and set WINNOW_LIBTENSORFLOW to its folder, the one with include and lib inside.",
    );
  }
  const flavour = tensorflowFlavour();
  const version = /==([\d.]+)/.exec(pins(flavour))?.[1];
  const home = join(cacheFolder(), `libtensorflow-${version}-${flavour}-${platform}`);
  if (!isComplete(home)) await fetchWheel(flavour, home);
  return home;
}

/** Unpacked to the end, and not emptied since: what tidies caches up may leave folders and small files behind. */
function isComplete(home) {
  return existsSync(join(home, "complete")) && isLibtensorflow(home);
}

/** Whether a folder holds TensorFlow's C headers and library; links in it must lead somewhere. */
export function isLibtensorflow(folder) {
  const lib = join(folder, "lib");
  const libraries = existsSync(lib) ? readdirSync(lib).filter((name) => /tensorflow/.test(name)) : [];
  return (
    existsSync(join(folder, "include", "tensorflow", "c", "c_api.h")) &&
    libraries.length > 0 &&
    libraries.every((name) => existsSync(join(lib, name)))
  );
}

function pins(flavour) {
  return readFileSync(pinFile(flavour), "utf8").replaceAll(/^#.*$/gm, "");
}

function pinFile(flavour) {
  return join(here, "pins", `tensorflow-${flavour}.txt`);
}

function checkGiven(folder) {
  if (!isLibtensorflow(folder)) {
    throw new SetupError(
      `WINNOW_LIBTENSORFLOW names ${folder}, which holds no TensorFlow C library.`,
      "It must be a folder with include/tensorflow/c/c_api.h and lib/libtensorflow* inside.",
    );
  }
  return folder;
}

async function fetchWheel(flavour, home) {
  const cache = cacheFolder();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "fetch-"));
  try {
    say(
      flavour === "gpu"
        ? "fetching TensorFlow for NVIDIA GPUs (about 3 GB, once)"
        : "fetching TensorFlow (about 270 MB, once)",
    );
    await fetchWheels(pinFile(flavour), work, {
      platforms: ["manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"],
      what: "TensorFlow's library",
      remedy:
        "Where it cannot be fetched, copy TensorFlow's C library here by other means and set WINNOW_LIBTENSORFLOW to its folder.",
    });
    await runOrExplain(PYTHON, [join(here, "unpack-wheel.py"), work, join(work, "out")], {
      failure: "TensorFlow's wheel could not be unpacked",
      remedy: `Check the free space of ${cache} (2 GB for the CPU, 12 GB for the GPU).`,
    });
    linkUnversionedNames(join(work, "out", "lib"));
    if (flavour === "gpu") linkNvidiaFolder(join(work, "out"));
    writeFileSync(join(work, "out", "complete"), `${pins(flavour).trim()}\n`);
    if (!isComplete(home)) rmSync(home, { recursive: true, force: true });
    try {
      renameSync(join(work, "out"), home);
    } catch (error) {
      // Another set-up may have finished first: then its copy is as good as this one.
      if (!isComplete(home)) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The linker looks for libtensorflow.so and libtensorflow_framework.so; the wheel calls them by version. */
function linkUnversionedNames(lib) {
  const link = (target, name) => {
    if (!lstatSync(join(lib, name), { throwIfNoEntry: false })) symlinkSync(target, join(lib, name));
  };
  link("libtensorflow_cc.so.2", "libtensorflow.so");
  link("libtensorflow_framework.so.2", "libtensorflow_framework.so");
}

/**
 * TensorFlow looks for NVIDIA's libraries in `../nvidia/cuda_runtime/lib` and its like, as Python lays packages out, and
 * not in its own folder, where they lie. Without them it does not compute on the CPU: it ends the process.
 */
export function linkNvidiaFolder(folder) {
  mkdirSync(join(folder, "nvidia", "cuda_runtime"), { recursive: true });
  symlinkSync(join("..", "..", "lib"), join(folder, "nvidia", "cuda_runtime", "lib"), "dir");
}
