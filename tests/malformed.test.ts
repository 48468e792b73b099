import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "#contract/findings.ts";
import type { Inventory } from "#contract/records.ts";
import { UnreadableFile } from "#core/io/file-problem.ts";
import { readImage } from "#core/io/image/read-image.ts";
import { defaultLimits } from "#core/io/limits.ts";
import { type Corpus, makeBombs, makeCorpus } from "./support/malformed-corpus.ts";
import { blackPicture, picture, pictureMask } from "./support/malformed-pictures.ts";
import { watchPeakMemory } from "./support/peak-memory.ts";
import { temporaryFolder } from "./support/sample.ts";
import { type Run, startWinnow } from "./support/winnow.ts";

const MB = 1024 ** 2;
const base = temporaryFolder("malformed");
const project = join(base, "p.winnow");

afterAll(() => rmSync(base, { recursive: true, force: true }));

interface WatchedRun extends Run {
  readonly peakBytes: number | null;
}

/** Runs the real `winnow add` in a process of its own, and watches its memory. */
async function add(folder: string, to = project): Promise<WatchedRun> {
  const { child, done } = startWinnow("add", folder, "--project", to, "--json");
  const stopWatching = watchPeakMemory(child.pid!);
  const run = await done;
  return { ...run, peakBytes: stopWatching() };
}

/** The good images here are copies of each other; what is said of that has a test of its own. */
const ABOUT_DOUBLES = new Set(["image-twice", "image-near-copy"]);

/** Path → what was said of it; several findings of one file would stand side by side. */
function told(findings: readonly Finding[]): Record<string, string> {
  const byFile = new Map<string, string[]>();
  for (const { file, severity, code } of findings.filter((finding) => !ABOUT_DOUBLES.has(finding.code)))
    byFile.set(file, [...(byFile.get(file) ?? []), `${severity} ${code}`].toSorted());
  return Object.fromEntries([...byFile].map(([file, said]) => [file, said.join(", ")]));
}

describe("a folder of malformed files", () => {
  const folder = join(base, "corpus");
  let corpus: Corpus;
  let run: WatchedRun;
  let added: Inventory;

  beforeAll(async () => {
    corpus = makeCorpus(folder);
    run = await add(folder);
    added = run.json<Inventory>();
  });

  it("ends with exit code 1, and nothing but JSON on stdout", () => {
    expect(corpus.leftOut).toEqual([]);
    expect(corpus.findings.size).toBeGreaterThan(190);
    expect(run.code, run.stderr).toBe(1);
    expect(Object.keys(added).toSorted()).toEqual(["candidates", "cases", "findings", "ignored"]);
  });

  it("every malformed file has exactly the one finding that it should have, and no good file has any", () => {
    expect(told(added.findings)).toEqual(Object.fromEntries(corpus.findings));
  });

  it("every finding says in words what is wrong and what to do", () => {
    for (const { file, code, message, remedy } of added.findings) {
      expect(code, file).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      for (const text of [message, remedy]) {
        expect(text, file).toMatch(/\.$/);
        expect(text.length, file).toBeGreaterThan(10);
        // Decoders reject with bare numbers like 183704, and with objects.
        expect(text, file).not.toMatch(/\[object|undefined|null|decoder code|\b18\d{4}\b|\bat \S+:\d+:\d+/);
      }
    }
  });

  it("all good images and masks are taken", () => {
    const findingOf = new Map(corpus.files.map(({ path, finding }) => [path, finding]));
    const kept = corpus.files
      .map(({ path, speaker = path }) => (findingOf.get(path)?.startsWith("error") ? path : speaker))
      .filter((path) => !findingOf.get(path)?.startsWith("error"));
    const images = new Set(added.cases.flatMap((row) => [row.image_path, ...row.channel_paths]));
    const masks = new Set(added.candidates.map((row) => row.mask_path));
    const ignored = new Set(added.ignored);
    const lost = kept.filter((path) => !images.has(path) && !masks.has(path) && !ignored.has(path));
    expect(lost).toEqual([]);
    expect(kept.filter((path) => ignored.has(path)).toSorted()).toEqual([
      "dicom/beside/DICOMDIR",
      "dicom/beside/nii-without-ending",
      "dicom/beside/report",
      "mapped/mapping.csv",
      "names/.hidden.png",
      "names/Thumbs.db",
      "names/notes.txt",
      "pairs/masks/meta-pair.raw",
      "pairs/masks/pair.img",
    ]);
    expect(images.size).toBeGreaterThan(45);
    expect(masks.size).toBeGreaterThan(45);
  });

  it("every file of the folder ends up in a case, a candidate, a finding or the ignored", () => {
    const accounted = new Set([
      ...added.cases.flatMap((row) => [row.image_path, ...row.channel_paths]),
      ...added.candidates.map((row) => row.mask_path),
      ...added.findings.map((finding) => finding.file),
      ...added.ignored,
    ]);
    const speakers = new Map(corpus.files.map(({ path, speaker = path }) => [path, speaker]));
    const lost = allFiles(folder).filter(
      (path) =>
        !accounted.has(speakers.get(path) ?? path) && !corpus.notEntered.some((entry) => path.startsWith(`${entry}/`)),
    );
    expect(lost).toEqual([]);
  });

  it("adding it again says the same", async () => {
    const again = await add(folder);
    expect(again.code).toBe(1);
    expect(again.json<Inventory>()).toEqual(added);
  });

  it("needs little memory for all of it", () => {
    expect(run.peakBytes ?? 0).toBeLessThan(600 * MB);
  });
});

describe("bombs", () => {
  const folder = join(base, "bombs");

  it("are refused one by one, each for its own reason", async () => {
    const limits = { ...defaultLimits, firstLook: { expectedSize: null } };
    for (const { path, finding } of makeBombs(folder)) {
      const problem = await readImage(join(folder, path), limits).catch((error: unknown) => error);
      expect(problem, path).toBeInstanceOf(UnreadableFile);
      expect(`error ${(problem as UnreadableFile).problem.code}`).toBe(finding);
    }
  });

  it("do not make the process large", async () => {
    const run = await add(folder, join(base, "bombs.winnow"));
    expect(run.code, run.stderr).toBe(1);
    expect(run.peakBytes ?? 0).toBeLessThan(400 * MB);
  });

  it("a large mask may be packed as tightly as one, where its image is as large", async () => {
    const [width, height] = [10_000, 8_000];
    const path = join(base, "large-mask.png");
    writeFileSync(path, blackPicture(width, height));
    const codeFor = async (expectedSize: number[]): Promise<string> =>
      readImage(path, { ...defaultLimits, firstLook: { expectedSize } }).then(
        (image) => `read ${image.geometry.size.join(" × ")}`,
        (error: UnreadableFile) => error.problem.code,
      );
    expect(await codeFor([24, 20])).toBe("image-suspiciously-packed");
    expect(await codeFor([width, height])).toBe("read 10000 × 8000");
  });
});

describe("files and folders that may not be read", () => {
  const folder = join(base, "forbidden");
  const nobody = 65_534;
  const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const isRoot = process.getuid?.() === 0;

  /** Root may read everything: as root, the command runs as nobody. */
  function addAsNobody(): { status: number | null; stdout: string; stderr: string } {
    const command = [process.execPath, main, "add", folder, "--project", join(base, "shared", "p.winnow"), "--json"];
    const dropped = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", ...command];
    const [program, ...args] = isRoot ? dropped : command;
    return spawnSync(program!, args, { encoding: "utf8", env: { ...process.env, HOME: base } });
  }

  function makeForbidden(): void {
    for (const name of ["good", "secret", "listed", "unlisted"]) {
      for (const kind of ["images", "masks"]) mkdirSync(join(folder, name, kind), { recursive: true });
      writeFileSync(join(folder, name, "images", "a.png"), picture());
      writeFileSync(join(folder, name, "masks", "a.png"), pictureMask());
    }
    cpSync(join(folder, "good", "images", "a.png"), join(folder, "good", "mapping.csv"));
    mkdirSync(join(base, "shared"), { recursive: true });
    chmodSync(base, 0o755);
    chmodSync(join(base, "shared"), 0o777);
    chmodSync(join(folder, "good", "mapping.csv"), 0o000);
    chmodSync(join(folder, "secret", "images", "a.png"), 0o000);
    chmodSync(join(folder, "listed", "masks"), 0o444);
    chmodSync(join(folder, "unlisted", "masks"), 0o000);
  }

  it("are findings; what lies beside them is taken", (context) => {
    if (process.platform === "win32") return context.skip("permissions are another matter on Windows");
    makeForbidden();
    const canStart = spawnSync(
      isRoot ? "setpriv" : process.execPath,
      isRoot ? [`--reuid=${nobody}`, "--clear-groups", process.execPath, main, "--version"] : [main, "--version"],
    );
    if (canStart.status !== 0) return context.skip("this checkout cannot be run by a user who is not root");
    const run = addAsNobody();
    expect(run.status, run.stderr).toBe(1);
    const added = JSON.parse(run.stdout) as Inventory;
    expect(told(added.findings)).toEqual({
      "good/mapping.csv": "error table-unreadable",
      "listed/images/a.png": "warning pair-image-without-mask",
      "listed/masks/a.png": "error file-no-permission",
      "secret/images/a.png": "error file-no-permission",
      "secret/masks/a.png": "error pair-image-refused",
      "unlisted/images/a.png": "warning pair-image-without-mask",
      "unlisted/masks": "error folder-unreadable",
    });
    expect(added.candidates.map((row) => row.mask_path)).toEqual(["good/masks/a.png"]);
    chmodSync(join(folder, "secret", "images", "a.png"), 0o644);
    chmodSync(join(folder, "listed", "masks"), 0o755);
    chmodSync(join(folder, "unlisted", "masks"), 0o755);
    chmodSync(join(folder, "good", "mapping.csv"), 0o644);
    rmSync(join(folder, "good", "mapping.csv"));
    const after = addAsNobody();
    expect(after.status, after.stderr).toBe(0);
    expect((JSON.parse(after.stdout) as Inventory).candidates).toHaveLength(4);
  });

  it("the folder itself: exit code 3, and nothing that was known of it is forgotten", async () => {
    const gone = await add(join(base, "nowhere"), join(base, "gone.winnow"));
    expect(gone.code).toBe(3);
    expect(gone.json<{ error: { code: string } }>().error.code).toBe("folder-unreadable");
    const file = join(base, "just-a-file.nii");
    writeFileSync(file, picture());
    expect((await add(file, join(base, "gone.winnow"))).code).toBe(3);
  });
});

/** Files, links and pipes below a folder, links not followed. */
function allFiles(folder: string, below = ""): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    return entry.isDirectory() ? allFiles(folder, path) : [path];
  });
}
