import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from "@electron/fuses";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { electronPath } from "../scripts/setup/electron-path.mjs";
import { firstToRelease } from "./journeys/first-to-release.ts";
import { electronOnly } from "./support/one-shell.ts";
import { expect, test } from "./support/fixtures.ts";
import { startPackaged } from "./support/packaged-shell.ts";
import { root } from "./support/places.ts";
import { copyNuclei } from "./support/sample.ts";
import type { RunningShell } from "./support/shell.ts";

/** Outside of the checkout, so that nothing of it can be found from there by chance. */
const into = join(tmpdir(), "winnow-packaged");

/** As `npm run package` makes it, around the Electron that the tests have. */
function packagedFolder(): string {
  const name = readdirSync(into).find((entry) => entry.startsWith("winnow-"));
  return join(into, name ?? "none");
}

/** Beside it, the same with one fuse on, by which a test can answer dialogs of the system. */
async function inspectableCopy(): Promise<string> {
  const copy = join(into, "inspectable");
  // Hard links: a gigabyte is not copied, only the executable, which is changed.
  expect(spawnSync("cp", ["-al", packagedFolder(), copy]).status).toBe(0);
  const executable = join(copy, "winnow");
  rmSync(executable);
  cpSync(join(packagedFolder(), "winnow"), executable);
  const fuse = { [FuseV1Options.EnableNodeCliInspectArguments]: true };
  await flipFuses(executable, { version: FuseVersion.V1, strictlyRequireAllFuses: false, ...fuse });
  return executable;
}

test.describe("the packaged application", electronOnly, () => {
  test.describe.configure({ mode: "serial" });

  test.beforeAll(async () => {
    test.setTimeout(600_000);
    rmSync(into, { recursive: true, force: true });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", "scripts/package.ts", "--no-archive", "--to", into],
      { cwd: root, encoding: "utf8", env: { ...process.env, ELECTRON_DIST: dirname(electronPath() ?? "") } },
    );
    expect(status, `${stdout}${stderr}`).toBe(0);
  });

  test("takes a folder with nothing but what it brings along", async ({ display, home }) => {
    const shell = await startPackaged(join(packagedFolder(), "winnow"), home, display);
    try {
      await expect(shell.page.getByRole("heading", { level: 1 })).toBeVisible();
      await shell.give(copyNuclei(home, 4), () => Promise.resolve());
      await shell.page.getByRole("dialog").getByRole("button").last().click();
      await expect(shell.page.getByText(/4 cases with 12/).first()).toBeVisible();
      const core = readFileSync(`/proc/${shell.corePid()}/cmdline`, "utf8");
      expect(core.startsWith(join(packagedFolder(), "resources/node/node"))).toBe(true);
    } finally {
      await shell.quit();
    }
  });

  test("runs the first journey, one fuse on so that its dialogs can be answered", async ({ display, home }) => {
    const executable = await inspectableCopy();
    const open: RunningShell[] = [];
    const start = async (): Promise<RunningShell> => {
      const shell = await startPackaged(executable, home, display, { isInspectable: true });
      open.push(shell);
      return shell;
    };
    try {
      await firstToRelease({ home, start });
    } finally {
      for (const shell of open) await shell.quit();
    }
  });

  test("brings TensorFlow, and trains with it", () => {
    const resources = join(packagedFolder(), "resources");
    const { status, stdout } = spawnSync(
      join(resources, "node/node"),
      [join(resources, "core/entries/winnow.mjs"), "doctor", "--json"],
      // No package of the checkout can be found from here.
      { cwd: "/", encoding: "utf8" },
    );
    expect(JSON.parse(stdout)).toMatchObject({ good: true, tensorflow: expect.stringMatching(/^\d/) });
    expect(status).toBe(0);
  });

  test("brings its decoders: a DICOM series goes in, compressed ones too, and out again with a segmentation", ({
    home,
  }) => {
    const resources = join(packagedFolder(), "resources");
    const winnow = (...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(
        join(resources, "node/node"),
        [join(resources, "core/entries/winnow.mjs"), ...args],
        { cwd: "/", encoding: "utf8" },
      );
      expect(status, stderr).toBe(0);
      return stdout;
    };
    const [folder, project] = [join(home, "hospital"), join(home, "p.winnow")];
    const reference = join(root, "tests/formats-reference");
    cpSync(join(reference, "dicom-masks/ct"), join(folder, "ct"), { recursive: true });
    cpSync(join(reference, "dicom-masks/seg-overlapping.dcm"), join(folder, "seg.dcm"));
    cpSync(join(reference, "dicom/series-j2k"), join(folder, "compressed"), { recursive: true });
    const { cases } = JSON.parse(winnow("add", folder, "--project", project, "--json")) as { cases: unknown[] };
    expect(cases).toHaveLength(2);
    writeFileSync(join(home, "labels.csv"), "mask_path,label\nseg.dcm,accept\n");
    winnow("label", "--project", project, "--from", join(home, "labels.csv"));
    const to = join(home, "release");
    winnow("release", "--project", project, "--to", to, "--layout", "flat", "--format", "dicom-seg");
    expect(readdirSync(join(to, "masks"))).toEqual(["ct.dcm"]);
  });

  test("has its fuses set: it is no Node, and takes no options of one", async () => {
    const executable = join(packagedFolder(), "winnow");
    const fuses = await getCurrentFuseWire(executable);
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
    ];
    expect(off.map((fuse) => fuses[fuse])).toEqual(off.map(() => FuseState.DISABLE));
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
    const asNode = spawnSync(executable, ["--version"], {
      encoding: "utf8",
      timeout: 5000,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1", DISPLAY: "" },
    });
    expect(asNode.stdout).not.toMatch(/^v\d+\./);
  });

  test("can be verified without a network", () => {
    const folder = packagedFolder();
    const { status, stdout } = spawnSync("sha256sum", ["--check", "--quiet", "SHA256SUMS"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(status, stdout).toBe(0);
    const parts = JSON.parse(readFileSync(join(folder, "winnow-sbom.cdx.json"), "utf8")) as { components: unknown[] };
    expect(parts.components.length).toBeGreaterThan(50);
    expect(readFileSync(join(folder, "THIRD_PARTY_LICENCES.txt"), "utf8")).toContain("Permission is hereby granted");
    expect(existsSync(join(folder, "resources/app"))).toBe(false);
  });
});
