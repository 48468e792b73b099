import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { AppError } from "#contract/errors.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { appendAudit, verifyAudit } from "./audit-log.ts";
import { copyVerified } from "./migrate.ts";
import { migrations } from "./migrations/all.ts";
import { Project } from "./project.ts";

const folder = temporaryFolder("project");
let counter = 0;

function path(): string {
  counter += 1;
  return join(folder, `p${counter}.winnow`);
}

function made(): string {
  const name = path();
  Project.open(name, "write", { create: true }).close();
  return name;
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return "no error";
  } catch (error) {
    return (error as AppError).code;
  }
}

describe("opening a project", () => {
  it("makes one whole file, and leaves only it when closed", () => {
    const name = made();
    expect(readdirSync(folder).filter((entry) => entry.startsWith(name.split("/").at(-1)!))).toEqual([
      name.split("/").at(-1),
    ]);
    const project = Project.open(name, "write");
    project.transaction(() => project.run("INSERT INTO folder (path, added_at) VALUES ('x', 1)"));
    expect(project.database.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(project.database.pragma("synchronous", { simple: true })).toBe(2);
    expect(project.database.pragma("foreign_keys", { simple: true })).toBe(1);
    expect(project.database.pragma("trusted_schema", { simple: true })).toBe(0);
    project.close();
    expect(existsSync(`${name}-wal`) || existsSync(`${name}-shm`) || existsSync(`${name}.lock`)).toBe(false);
  });

  it("tells apart what is no project (S1)", () => {
    expect(codeOf(() => Project.open(path(), "read"))).toBe("project-missing");
    const empty = path();
    writeFileSync(empty, "");
    expect(codeOf(() => Project.open(empty, "write", { create: true }))).toBe("project-empty-file");
    const text = path();
    writeFileSync(
      text,
      "this is no project, but a text of more than one hundred characters, so that there is a header to read at all",
    );
    expect(codeOf(() => Project.open(text, "read"))).toBe("project-not-a-project");
    const foreign = path();
    const db = new Database(foreign);
    db.exec("CREATE TABLE t (x)");
    db.close();
    expect(codeOf(() => Project.open(foreign, "write"))).toBe("project-not-a-project");
    const newer = made();
    const future = new Database(newer);
    future.pragma("user_version = 99990");
    future.close();
    expect(codeOf(() => Project.open(newer, "read"))).toBe("project-newer-than-program");
    expect(codeOf(() => Project.open(join(folder, "nowhere", "p.winnow"), "write", { create: true }))).toBe(
      "folder-unreadable",
    );
  });

  it("refuses a file that is cut short, or has tables and triggers of its own (S8, S13)", () => {
    const cut = made();
    truncateSync(cut, 8192);
    expect(["project-corrupt", "project-not-a-project"]).toContain(codeOf(() => Project.open(cut, "read")));
    const hostile = made();
    const db = new Database(hostile);
    db.exec("CREATE TRIGGER evil AFTER INSERT ON folder BEGIN DELETE FROM file; END");
    db.close();
    expect(codeOf(() => Project.open(hostile, "read"))).toBe("project-corrupt");
  });

  it("has one writer, named to the second, and readers beside it (S3)", () => {
    const name = made();
    const writer = Project.open(name, "write");
    writer.transaction(() => writer.run("INSERT INTO folder (path, added_at) VALUES ('seen', 1)"));
    const lock = JSON.parse(readFileSync(`${name}.lock`, "utf8")) as { host: string; pid: number };
    expect(lock).toMatchObject({ host: hostname(), pid: process.pid });
    expect(codeOf(() => Project.open(name, "write"))).toBe("project-in-use");
    const reader = Project.open(name, "read");
    expect(reader.get<{ path: string }>("SELECT path FROM folder")).toEqual({ path: "seen" });
    expect(() => reader.run("DELETE FROM folder")).toThrow(/read/i);
    reader.close();
    writer.close();
    Project.open(name, "write").close();
  });

  it("takes over the lock of a process that is gone, not of another machine", () => {
    const name = made();
    const dead = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"], {
      encoding: "utf8",
    }).stdout;
    const owner = {
      host: hostname(),
      user: "x",
      pid: Number(dead),
      processStart: "1",
      since: new Date().toISOString(),
    };
    writeFileSync(`${name}.lock`, JSON.stringify(owner));
    Project.open(name, "write").close();
    writeFileSync(`${name}.lock`, JSON.stringify({ ...owner, host: "RAD-WS-07" }));
    expect(codeOf(() => Project.open(name, "write"))).toBe("project-in-use");
    Project.open(name, "write", { takeOver: true }).close();
    writeFileSync(`${name}.lock`, '{"host": "cut sho');
    Project.open(name, "write").close();
  });

  it.skipIf(process.getuid?.() === 0)(
    "says that a read-only file is read-only (skipped for root, who may write everything)",
    () => {
      const name = made();
      chmodSync(name, 0o444);
      expect(codeOf(() => Project.open(name, "write"))).toBe("project-read-only");
      Project.open(name, "read").close();
    },
  );
});

describe("history", () => {
  it("cannot be changed, and shows when it was", () => {
    const name = made();
    const project = Project.open(name, "write");
    project.transaction(() => {
      for (let i = 0; i < 5; i += 1)
        project.audit({ actor: "me", action: "test", object: `thing:${i}`, before: i, after: { i } });
    });
    expect(verifyAudit(project.database)).toEqual({ brokenAt: null, nRows: 5 });
    expect(() => project.run("UPDATE audit SET actor = 'you' WHERE id = 2")).toThrow(/append-only/);
    expect(() => project.run("DELETE FROM audit")).toThrow(/append-only/);
    project.close();
    const db = new Database(name);
    db.exec("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'you' WHERE id = 3");
    expect(verifyAudit(db).brokenAt).toBe(3);
    db.close();
  });

  it("is chained from the first row on", () => {
    const db = new Database(":memory:");
    for (const migration of migrations) migration.up(db);
    appendAudit(db, [{ actor: "a", action: "b", object: "c" }], 1);
    appendAudit(db, [{ actor: "a", action: "b", object: "c" }], 2);
    const hashes = db.prepare("SELECT hash FROM audit").pluck().all();
    expect(new Set(hashes).size).toBe(2);
  });
});

describe("migrations", () => {
  it("stand in order, each with a number of its own", () => {
    const versions = migrations.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    expect(versions.every((version) => version % 10 === 0)).toBe(true);
  });

  it("copy the file before they change it, and check the copy", () => {
    const name = made();
    const db = new Database(name);
    const copy = copyVerified(db, `${name}.bak`);
    db.close();
    const copied = new Database(copy, { readonly: true });
    expect(copied.pragma("integrity_check", { simple: true })).toBe("ok");
    expect(copied.prepare("SELECT count(*) FROM sqlite_schema").pluck().get()).toBeGreaterThan(20);
    copied.close();
  });
});
