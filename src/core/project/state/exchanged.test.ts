import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "#tests/support/sample.ts";
import {
  addSyntheticJudge,
  drawFirstLook,
  makeSyntheticProject,
  markSynthetic,
} from "#tests/support/synthetic-project.ts";
import type { Project } from "../project.ts";
import { Catalogue } from "./catalogue.ts";
import { selectMasks } from "./select-masks.ts";
import { verdictBook } from "./verdicts.ts";

const home = temporaryFolder("exchanged");
const open: Project[] = [];
let nMade = 0;

afterAll(() => open.forEach((project) => project.close()));

/** A project whose first look has been drawn; nothing is marked. */
function withList(): { project: Project; checks: readonly number[]; unseen: readonly number[] } {
  nMade += 1;
  const project = makeSyntheticProject(join(home, `${nMade}.winnow`), { nCases: 60, perCase: 3 });
  open.push(project);
  addSyntheticJudge(project, 1);
  return { project, ...drawFirstLook(project) };
}

function exchange(project: Project, candidateId: number, image: string): void {
  project.transaction(() =>
    project.run(
      "UPDATE cases SET image_sha256 = ? WHERE id = (SELECT case_id FROM candidate WHERE id = ?)",
      image,
      candidateId,
    ),
  );
}

function imageOf(project: Project, candidateId: number): string {
  const sql = "SELECT image_sha256 AS image FROM cases JOIN candidate ON case_id = cases.id WHERE candidate.id = ?";
  return project.get<{ image: string }>(sql, candidateId)!.image;
}

/** How a fresh catalogue and the verdicts see a mask; both are asked. */
function verdictsOf(project: Project, candidateId: number): string[] {
  const catalogue = new Catalogue(project);
  catalogue.sync();
  return [catalogue.verdictOf(candidateId), verdictBook(project).verdictOf(candidateId)];
}

function isProven(project: Project): boolean {
  const catalogue = new Catalogue(project);
  catalogue.sync();
  return catalogue.isProven;
}

describe("a mask of a proven list whose image is exchanged", () => {
  it("is not accepted unseen, whatever was said of it before; back again it is what it was", async () => {
    const { project, checks, unseen } = withList();
    for (const id of checks) markSynthetic(project, id, "accept");
    const [plain, rejected] = unseen as [number, number];
    markSynthetic(project, rejected, "reject");
    expect([verdictsOf(project, plain), verdictsOf(project, rejected)]).toEqual([
      ["accepted", "accepted"],
      ["rejected", "rejected"],
    ]);
    const images = [plain, rejected].map((id) => imageOf(project, id));
    for (const id of [plain, rejected]) exchange(project, id, `other-${id}`);
    for (const id of [plain, rejected]) expect(verdictsOf(project, id)).toEqual(["to-review", "to-review"]);
    const { cases } = await selectMasks(project, false);
    const released = new Set(cases.flatMap(({ masks }) => masks.map(({ id }) => id)));
    expect([plain, rejected].filter((id) => released.has(id))).toEqual([]);
    expect(isProven(project)).toBe(true);
    for (const [index, id] of [plain, rejected].entries()) exchange(project, id, images[index]!);
    expect([verdictsOf(project, plain), verdictsOf(project, rejected)]).toEqual([
      ["accepted", "accepted"],
      ["rejected", "rejected"],
    ]);
  });
});

describe("a check whose image is exchanged", () => {
  it("keeps what it proved, and what comes in its place proves nothing", () => {
    const { project, checks } = withList();
    for (const id of checks) markSynthetic(project, id, "accept");
    exchange(project, checks[0]!, "other");
    expect(isProven(project)).toBe(true);
    expect(verdictsOf(project, checks[0]!)).toEqual(["to-review", "to-review"]);
  });

  it("that was bad stays bad: mending the checks alone proves no list", () => {
    const { project, checks } = withList();
    const nBad = Math.ceil(checks.length / 2);
    for (const [index, id] of checks.entries()) markSynthetic(project, id, index < nBad ? "reject" : "accept");
    for (const id of checks.slice(0, nBad)) {
      exchange(project, id, "mended");
      markSynthetic(project, id, "accept");
    }
    expect(isProven(project)).toBe(false);
  });

  it("before anybody marked it can only speak against the list", () => {
    const { project, checks } = withList();
    for (const id of checks) exchange(project, id, "other");
    for (const id of checks) markSynthetic(project, id, "accept");
    expect(isProven(project)).toBe(false);
  });
});

it("a mark taken back on other contents leaves the blind word on these", () => {
  const { project, checks } = withList();
  const id = checks[0]!;
  markSynthetic(project, id, "reject");
  const image = imageOf(project, id);
  exchange(project, id, "other");
  markSynthetic(project, id, "accept");
  markSynthetic(project, id, "clear");
  exchange(project, id, image);
  markSynthetic(project, id, "accept", { opinionVisible: true });
  expect(verdictBook(project).states.get(id)).toMatchObject({ word: "accept", blindWord: "reject" });
});
