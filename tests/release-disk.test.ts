import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "#contract/client.ts";
import { createCore } from "#core/core.ts";
import { asWriteError, writeFileSafely } from "#core/io/files/write-file.ts";
import { temporaryBeside } from "#core/release/leftovers.ts";
import { connectDirect } from "#transport/direct.ts";
import { checkRelease } from "./support/check-release.ts";
import { makeVolumes } from "./support/make-volumes.ts";
import { winnow } from "./support/winnow.ts";

/** Write rules W1 to W4: what a release leaves on disks that are full, read-only, or go away. */
const folder = mkdtempSync(join(tmpdir(), "winnow-disk-"));
const project = join(folder, "p.winnow");
const small = join(folder, "small");
const isRoot = process.getuid?.() === 0;
let isMounted = false;
let core: ReturnType<typeof createCore>;
let client: Client;

/** A disk of 200 KB; only root can have one. */
function mountSmall(): boolean {
  mkdirSync(small);
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=200k", "tmpfs", small]).status === 0;
}

beforeAll(async () => {
  isMounted = process.platform === "linux" && mountSmall();
  const volumes = makeVolumes(join(folder, "volumes"), 12);
  core = createCore();
  client = connectDirect(core.handlers, core.close);
  await client.call("project.open", { path: project, access: "write", create: true });
  const { folderId } = await client.call("intake.add", { folder: volumes });
  const { candidates } = await client.call("intake.list", { folderId });
  const csv = join(folder, "labels.csv");
  writeFileSync(csv, `candidate,label\n${candidates.map((row) => `${row.candidate},accept`).join("\n")}\n`);
  await client.call("review.importLabels", { file: csv, rater: "R" });
});

afterAll(async () => {
  await client.close();
  if (isMounted) execFileSync("umount", [small]);
  rmSync(folder, { recursive: true, force: true });
});

/** Names in a folder that a failed writing must not leave behind. */
function leftovers(where: string): string[] {
  return readdirSync(where).filter((name) => name.includes("partial"));
}

describe("a full disk", () => {
  it("is seen before the first byte, with what is needed and what is free", async (context) => {
    if (!isMounted) return context.skip("no small disk can be mounted here");
    await expect(client.call("release.write", { to: join(small, "r"), layout: "nnunet" })).rejects.toMatchObject({
      code: "disk-full",
      message: expect.stringMatching(/full: .* are needed, .* are free/) as string,
    });
    expect(readdirSync(small)).toEqual([]);
  });

  it("in the middle: a clear error from the thread that writes, and nothing is left", async (context) => {
    if (!isMounted) return context.skip("no small disk can be mounted here");
    // Somebody else fills the disk as soon as writing has begun.
    const filler = join(small, "filler");
    const writing = client.call("release.masks", { to: join(small, "masks") });
    await until(() => readdirSync(small).length > 0, writing);
    try {
      writeFileSync(filler, Buffer.alloc(400_000));
    } catch {
      // It holds as much as there was room for.
    }
    await expect(writing).rejects.toMatchObject({ code: "disk-full" });
    expect(readdirSync(small)).toEqual(["filler"]);
    rmSync(filler);
  });

  it("an older file stays whole", async (context) => {
    if (!isMounted) return context.skip("no small disk can be mounted here");
    const path = join(small, "old.txt");
    writeFileSync(path, "what was there before");
    await expect(writeFileSafely(path, Buffer.alloc(300_000))).rejects.toMatchObject({ code: "disk-full" });
    expect(readFileSync(path, "utf8")).toBe("what was there before");
    expect(readdirSync(small)).toEqual(["old.txt"]);
    rmSync(path);
  });

  it("errors of the system are said in words: full, over quota, read-only, gone, failing", () => {
    for (const [code, expected] of [
      ["ENOSPC", "disk-full"],
      ["EDQUOT", "disk-full"],
      ["EACCES", "file-unwritable"],
      ["EROFS", "file-unwritable"],
      ["ENOENT", "file-unwritable"],
      ["EIO", "file-unwritable"],
      ["ESTALE", "file-unwritable"],
      ["ENODEV", "file-unwritable"],
      ["ENAMETOOLONG", "file-unwritable"],
      ["ENOTEMPTY", "target-exists"],
    ] as const)
      expect(asWriteError(Object.assign(new Error(code), { code }), "/x/y", 1), code).toMatchObject({
        code: expected,
        message: expect.not.stringContaining(code) as string,
      });
  });
});

describe("a folder that may not be written to", () => {
  it("exit code 3, and nothing is left; what others have left elsewhere is no obstacle", (context) => {
    if (process.platform === "win32") return context.skip("permissions are another matter on Windows");
    const nobody = 65_534;
    const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
    // Root may write everywhere: as root, the command runs as nobody.
    const dropped = isRoot ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"] : [];
    const run = (...args: string[]): ReturnType<typeof spawnSync> => {
      const [program, ...rest] = [...dropped, process.execPath, main, ...args];
      return spawnSync(program!, rest, { encoding: "utf8", env: { ...process.env, HOME: folder } });
    };
    if (run("--version").status !== 0) return context.skip("this checkout cannot be run by a user who is not root");
    const [shut, shared] = [join(folder, "shut"), join(folder, "shared")];
    mkdirSync(shut);
    mkdirSync(shared);
    chmodSync(folder, 0o755);
    chmodSync(shut, 0o555);
    chmodSync(shared, 0o777);
    const own = join(shared, "p.winnow");
    expect(run("add", join(folder, "volumes"), "--project", own).status).toBe(0);
    const list = run("cases", "--project", own, "--json");
    const { candidates } = JSON.parse(String(list.stdout)) as { candidates: { candidate: string }[] };
    const csv = join(shared, "labels.csv");
    writeFileSync(csv, `candidate,label\n${candidates.map((row) => `${row.candidate},accept`).join("\n")}\n`);
    expect(run("label", "--project", own, "--from", csv).status).toBe(0);
    for (const args of [
      ["release", "--to", join(shut, "r"), "--layout", "flat"],
      ["masks", "--to", join(shut, "m")],
      ["report", "--to", join(shut, "report.html")],
    ]) {
      const { status, stdout } = run(...args, "--project", own, "--json");
      expect([args[0], status]).toEqual([args[0], 3]);
      expect(JSON.parse(String(stdout))).toMatchObject({
        error: { code: "file-unwritable", message: expect.stringContaining("permission") as string },
      });
    }
    expect(readdirSync(shut)).toEqual([]);
    // What another person's release has left may stay, and is no reason to write none.
    const left = temporaryBeside(join(shared, "m"), spawnSync(process.execPath, ["--version"]).pid);
    mkdirSync(left);
    writeFileSync(join(left, "half.nii.gz"), "");
    const { status } = run("masks", "--to", join(shared, "m"), "--project", own, "--json");
    expect([status, existsSync(left)]).toEqual([0, isRoot]);
  });
});

describe("a release that was ended in the middle", () => {
  it("leaves a hidden folder, which the next one to that place removes; those of others stay", async () => {
    const place = join(folder, "again");
    const to = join(place, "masks");
    mkdirSync(place);
    const { pid: ended } = spawnSync(process.execPath, ["--version"]);
    const [left, running] = [temporaryBeside(to, ended), temporaryBeside(to, process.ppid)];
    const elsewhere = join(place, `.masks.00000000.${ended}.partial`);
    for (const one of [left, running, elsewhere]) {
      mkdirSync(one);
      writeFileSync(join(one, "half.nii.gz"), "");
    }
    await client.call("release.masks", { to });
    expect(
      leftovers(place)
        .map((name) => join(place, name))
        .toSorted(),
    ).toEqual([running, elsewhere].toSorted());
    expect(existsSync(to)).toBe(true);
  });
});

describe("a target that goes away while it is written", () => {
  it.each(["taken away", "put elsewhere"])("%s: an error, and no half release", async (how) => {
    const place = join(folder, `going ${how}`);
    mkdirSync(place);
    const writing = client.call("release.write", { to: join(place, "r"), layout: "nnunet" });
    // Not before some files are there.
    const partial = (): string | undefined => leftovers(place)[0];
    const begun = (): boolean => partial() !== undefined && nFiles(join(place, partial()!)) > 3;
    await until(begun, writing);
    if (how === "taken away") rmSync(join(place, partial()!), { recursive: true, force: true });
    else renameSync(join(place, partial()!), join(place, "elsewhere"));
    await expect(writing).rejects.toMatchObject({ code: "file-unwritable" });
    expect(existsSync(join(place, "r"))).toBe(false);
    expect(leftovers(place)).toEqual([]);
    const { length } = await client.call("release.list", {});
    expect(length).toBe(0);
  });

  it("another release takes the name meanwhile: it stays as it is", async () => {
    const to = join(folder, "raced");
    const writing = client.call("release.write", { to, layout: "flat" });
    await until(() => readdirSync(folder).some((name) => name.startsWith(".raced")), writing);
    mkdirSync(to);
    writeFileSync(join(to, "theirs"), "theirs");
    await expect(writing).rejects.toMatchObject({ code: "target-exists" });
    expect(readdirSync(to)).toEqual(["theirs"]);
    expect(leftovers(folder)).toEqual([]);
  });

  it("cancelled: nothing is left, and the next one succeeds", async () => {
    const to = join(folder, "cancelled");
    const controller = new AbortController();
    const writing = client.call("release.write", { to, layout: "nnunet" }, { signal: controller.signal });
    await until(() => readdirSync(folder).some((name) => name.startsWith(".cancelled")), writing);
    controller.abort();
    await expect(writing).rejects.toMatchObject({ code: "cancelled" });
    expect([existsSync(to), leftovers(folder)]).toEqual([false, []]);
    await client.call("release.write", { to, layout: "nnunet" });
    expect(checkRelease(to)).toEqual([]);
  });
});

describe("nothing is written over without a word", () => {
  it("a report asks for --force, and keeps what is there until the new one is whole", async () => {
    await client.call("project.close", {});
    const to = join(folder, "report.html");
    writeFileSync(to, "mine");
    const refused = await winnow("report", "--project", project, "--to", to, "--json");
    expect([refused.code, readFileSync(to, "utf8")]).toEqual([3, "mine"]);
    expect(refused.json()).toMatchObject({ error: { code: "target-exists" } });
    const forced = await winnow("report", "--project", project, "--to", to, "--force");
    expect(forced.code, forced.stderr).toBe(0);
    expect(readFileSync(to, "utf8")).toContain("Research use only");
  });

  it("a device or a pipe is no place for a file, and is not replaced by one", async (context) => {
    if (process.platform === "win32") return context.skip("there are no named pipes in folders on Windows");
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const { code, stderr } = await winnow("report", "--project", project, "--to", pipe, "--force");
    expect([code, stderr]).toEqual([3, expect.stringContaining("not a file")]);
    await expect(writeFileSafely("/dev/full", Buffer.from("x"))).rejects.toMatchObject({ code: "file-unwritable" });
    await expect(writeFileSafely(join(folder, "volumes"), Buffer.from("x"))).rejects.toMatchObject({
      code: "file-unwritable",
    });
  });
});

/** Waits for something to happen while a call is under way; no longer than that. */
async function until(hasHappened: () => boolean, call: Promise<unknown>): Promise<void> {
  const calls = { open: 1 };
  const end = (): void => void (calls.open -= 1);
  call.then(end, end);
  while (!hasHappened() && calls.open > 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

function nFiles(where: string): number {
  try {
    return readdirSync(where, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  } catch {
    return 0;
  }
}
