import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ParsedInput } from "#contract/commands.ts";
import { makePng } from "#tests/support/make-png.ts";
import { cells, Intake, NotingPool, squares } from "#tests/support/intake.ts";
import { caseRows } from "./case-rows.ts";
import { countFolder } from "./count-folder.ts";
import { findingGroups, findingsOfCode } from "./finding-groups.ts";
import { snapshotCases } from "./snapshot-cases.ts";

const pool = new NotingPool();
const intake = new Intake(pool);
let folderId: number;

/** Names of the cases that fit, in order. */
async function cases(
  request: Partial<ParsedInput<"intake.snapshot">>,
): Promise<{ names: string[]; counts: ReturnType<typeof snapshotCases>["counts"] }> {
  return intake.look((project) => {
    const { ids, counts } = snapshotCases(project, {
      search: "",
      filter: "all",
      sort: "case",
      descending: false,
      ...request,
    });
    return { names: caseRows(project, ids).map((row) => row.case), counts };
  });
}

beforeAll(async () => {
  intake.putPairs("a_1", "b", "c");
  intake.put("images/d.png", cells(9, { scale: 4 }));
  // A mask of another size than its image, one of a single pixel, one without an image, and no picture at all.
  intake.put("masks_a/d.png", squares([1]));
  const dot = Array.from({ length: 576 }, (_, index) => (index === 50 ? 1 : 0));
  intake.put("masks_b/b.png", makePng({ width: 24, height: 24, depth: 8, colourType: 0, samples: dot }));
  intake.put("masks_b/nobody.png", squares([1]));
  intake.put("images/broken.png", "no picture at all");
  intake.put("notes.txt", "x");
  ({ folderId } = await intake.add());
});
afterAll(() => pool.close());

describe("the table of cases", () => {
  it("holds all cases in order, and counts what the filters would show", async () => {
    expect(await cases({})).toEqual({
      names: ["a_1", "b", "c", "d"],
      counts: { all: 4, errors: 1, warnings: 1, noMask: 1 },
    });
    expect((await cases({ descending: true })).names).toEqual(["d", "c", "b", "a_1"]);
    expect((await cases({ filter: "errors" })).names).toEqual(["d"]);
    expect((await cases({ filter: "warnings" })).names).toEqual(["b"]);
    expect((await cases({ filter: "no-mask" })).names).toEqual(["d"]);
  });

  it("sorts by size, by masks and by how grave the findings are", async () => {
    expect((await cases({ sort: "size", descending: true })).names[0]).toBe("d");
    expect((await cases({ sort: "masks" })).names).toEqual(["d", "a_1", "c", "b"]);
    expect((await cases({ sort: "finding" })).names).toEqual(["d", "b", "a_1", "c"]);
    expect((await cases({ sort: "finding", descending: true })).names).toEqual(["a_1", "c", "b", "d"]);
  });

  it("finds by case, subject, image or mask, where % and _ mean themselves", async () => {
    expect((await cases({ search: "A_1" })).names).toEqual(["a_1"]);
    expect((await cases({ search: "masks_b" })).names).toEqual(["b"]);
    expect((await cases({ search: "%" })).names).toEqual([]);
    expect((await cases({ search: "images/" })).counts.all).toBe(4);
  });

  it("keeps to a source, and to cases with a finding of a code", async () => {
    expect((await cases({ source: "b" })).names).toEqual(["b"]);
    expect((await cases({ code: "mask-size-differs" })).names).toEqual(["d"]);
  });

  it("gives rows in the order that they are asked for, with the gravest finding", async () => {
    const rows = await intake.look((project) => {
      const { ids } = snapshotCases(project, { search: "", filter: "all", sort: "case", descending: true });
      return caseRows(project, [...ids, 99_999]);
    });
    expect(rows.map((row) => [row.case, row.nMasks, row.finding?.code ?? null, row.nFindings])).toEqual([
      ["d", 0, "mask-size-differs", 1],
      ["c", 1, null, 0],
      ["b", 2, "mask-single-voxel", 1],
      ["a_1", 1, null, 0],
    ]);
    expect(rows[0]).toMatchObject({ imagePath: "images/d.png", geometry: { size: [32, 32] }, tileCandidateId: null });
    expect(rows[1]!.tileCandidateId).toBeGreaterThan(0);
  });
});

describe("findings", () => {
  it("are grouped by code, errors first, with files and the cases concerned", async () => {
    const found = await intake.look(findingGroups);
    expect(found).toMatchObject({ nLeftOut: 3, nKept: 1, nIgnored: 1 });
    expect(found.groups.map((group) => [group.code, group.severity, group.n, group.nCases])).toEqual(
      expect.arrayContaining([
        ["mask-size-differs", "error", 1, 1],
        ["mask-single-voxel", "warning", 1, 1],
      ]),
    );
    expect(found.groups.at(-1)!.severity).toBe("warning");
    const [group] = found.groups.filter((entry) => entry.code === "mask-size-differs");
    expect(group!.files).toEqual(["masks_a/d.png"]);
    expect(await intake.look((project) => findingsOfCode(project, "mask-size-differs"))).toEqual([
      {
        severity: "error",
        code: "mask-size-differs",
        file: "masks_a/d.png",
        message: group!.message,
        remedy: group!.remedy,
      },
    ]);
  });

  it("are counted for a folder without listing it", async () => {
    const listed = await intake.add();
    const count = (severity: string): number => listed.findings.filter((entry) => entry.severity === severity).length;
    expect(await intake.look((project) => countFolder(project, folderId))).toEqual({
      nCases: listed.cases.length,
      nCandidates: listed.candidates.length,
      nErrors: count("error"),
      nWarnings: count("warning"),
    });
  });
});
