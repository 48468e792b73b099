import { runOrExplain, versionOf } from "./command.mjs";
import { SetupError } from "./say.mjs";

export const PYTHON = process.platform === "win32" ? "python" : "python3";

const OPTIONS =
  "--no-deps --require-hashes --only-binary :all: --python-version 3.11 --implementation cp --abi cp311 --abi none";

/**
 * Fetches the wheels that a file of pins names into a folder; what does not have the pinned SHA-256 is refused.
 * @throws SetupError with `remedy` in it
 */
export async function fetchWheels(pinFile, folder, { platforms, what, remedy }) {
  if (versionOf(PYTHON) === null || versionOf(PYTHON, ["-m", "pip", "--version"]) === null) {
    throw new SetupError(
      `Python 3 with pip is missing. It is needed once, to fetch ${what}; Winnow itself does not need it.`,
      `Install python3 and python3-pip. ${remedy}`,
    );
  }
  await runOrExplain(
    PYTHON,
    `-m pip download --quiet --progress-bar on --disable-pip-version-check ${OPTIONS}`
      .split(" ")
      .concat(platforms.flatMap((tag) => ["--platform", tag]))
      .concat("--dest", folder, "-r", pinFile),
    { failure: `Could not fetch ${what}`, remedy: `Check that pip reaches its index. ${remedy}` },
  );
}
