import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import { APPLICATION_ID } from "./connection.ts";
import { initial } from "./migrations/0010-initial.ts";
import { lookupIndexes } from "./migrations/0020-lookup-indexes.ts";
import { newestVersion } from "./migrations/all.ts";
import { Project } from "./project.ts";
import { lotFor } from "./queries/lots.ts";

const folder = temporaryFolder("older-files");

describe("a project of an earlier version", () => {
  it("is brought up to date when it is opened for writing; a copy is kept, and nothing is lost", () => {
    const path = join(folder, "old.winnow");
    const old = new Database(path);
    initial.up(old);
    old.exec("INSERT INTO folder (path, added_at) VALUES ('kept', 1)");
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma(`user_version = ${initial.version}`);
    old.close();
    expect(() => Project.open(path, "read")).toThrow(/older Winnow/);
    const project = Project.open(path, "write");
    expect(project.database.pragma("user_version", { simple: true })).toBe(newestVersion);
    expect(project.get("SELECT path FROM folder")).toEqual({ path: "kept" });
    expect(project.get("SELECT name FROM sqlite_schema WHERE name = 'mask_content_by_image'")).toBeDefined();
    project.close();
    expect(readdirSync(folder).filter((name) => name.endsWith(".bak"))).toHaveLength(1);
    Project.open(path, "read").close();
  });

  it("keeps its random checks, which were all drawn to prove", () => {
    const path = join(folder, "checked.winnow");
    const old = new Database(path);
    initial.up(old);
    lookupIndexes.up(old);
    old.exec(`
      INSERT INTO judge_version VALUES (1, 'quality-cnn/1', x'00', '', '{}', '[]', 1, '{}', '{}', '{}', '{}', 1);
      INSERT INTO lot VALUES (1, 1, 0.05, 0.05, 0.9, 1, '[]', 0, '', 1);
      INSERT INTO draw (lot_id, first_position, n, at) VALUES (1, 0, 67, 1), (1, 67, 37, 2);`);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma(`user_version = ${lookupIndexes.version}`);
    old.close();
    const project = Project.open(path, "write");
    expect(project.all("SELECT first_position, n, purpose FROM draw ORDER BY id")).toEqual([
      { first_position: 0, n: 67, purpose: "proof" },
      { first_position: 67, n: 37, purpose: "proof" },
    ]);
    expect(lotFor(project, 1, 0.05, 0.05)).toMatchObject({ nDrawn: 104 });
    expect(() =>
      project.run("INSERT INTO draw (lot_id, first_position, n, purpose, at) VALUES (1, 104, 1, '', 3)"),
    ).toThrow(/CHECK/);
    project.close();
  });
});

describe("a new project where another one's side files were left behind", () => {
  it("does not take up what they hold", () => {
    const path = join(folder, "gone.winnow");
    const other = join(folder, "other.winnow");
    const project = Project.open(other, "write", { create: true });
    project.transaction(() => project.run("INSERT INTO folder (path, added_at) VALUES ('of the other', 1)"));
    // As after a crash, when only the project file itself was deleted.
    copyFileSync(`${other}-wal`, `${path}-wal`);
    project.close();
    const fresh = Project.open(path, "write", { create: true });
    expect(fresh.all("SELECT path FROM folder")).toEqual([]);
    fresh.close();
    expect(existsSync(`${path}-wal.orphan`)).toBe(true);
  });
});
