import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRng } from "#domain/random/rng.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import {
  addSyntheticJudge,
  drawFirstLook,
  makeSyntheticProject,
  markSynthetic,
  useSyntheticJudge,
} from "#tests/support/synthetic-project.ts";
import { Project } from "../project.ts";
import { recordDraw } from "../queries/lots.ts";
import { Catalogue } from "./catalogue.ts";
import { imageExchanged } from "./exchanged-images.ts";
import { countVerdicts } from "./summary.ts";
import { verdictBook, verdictCounts } from "./verdicts.ts";

const folder = temporaryFolder("catalogue");
let counter = 0;

/** 60 cases of three masks, with two versions that have scored them. */
function made(): Project {
  counter += 1;
  const project = makeSyntheticProject(join(folder, `p${counter}.winnow`), { nCases: 60, perCase: 3 });
  addSyntheticJudge(project, 1);
  addSyntheticJudge(project, 2);
  return project;
}

function label(project: Project, candidateId: number, rater: string, value: string, opinionVisible = false): void {
  markSynthetic(project, candidateId, value as "accept", { rater, opinionVisible });
}

/** Everything that the two ways of deriving it must agree on. */
function expectSame(catalogue: Catalogue, project: Project): void {
  const book = verdictBook(project);
  catalogue.sync();
  expect(catalogue.version).toBe(book.version);
  expect(catalogue.guarantee?.guarantee ?? null).toEqual(book.guarantee);
  expect(new Map(catalogue.states)).toEqual(new Map(book.states));
  for (const id of catalogue.columns.ids) {
    expect(catalogue.verdictOf(id)).toBe(book.verdictOf(id));
    expect(catalogue.scoreOf(id)).toBe(book.scores.get(id)?.pGood ?? null);
  }
  const counts = countVerdicts(catalogue);
  const slow = verdictCounts(project, book);
  expect(counts.acceptedByPerson + counts.acceptedByJudge).toBe(slow.accepted);
  expect(counts.rejectedByPerson).toBe(slow.rejected);
  expect(counts.later + counts.disagreement + counts.open).toBe(slow["to-review"]);
  expect(counts.all).toBe(slow.accepted + slow.rejected + slow["to-review"]);
}

type Step =
  | { kind: "label"; at: number; rater: string; value: string; isVisible: boolean }
  | { kind: "check"; value: string }
  | { kind: "draw"; n: number; purpose: "proof" | "spot-check" }
  | { kind: "use"; version: number }
  | { kind: "retire"; at: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("label" as const),
      at: fc.nat(179),
      rater: fc.constantFrom("A", "B", "C"),
      value: fc.constantFrom("accept", "reject", "later", "clear"),
      isVisible: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("check" as const),
      value: fc.constantFrom("accept", "accept", "accept", "accept", "reject", "clear"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("draw" as const),
      n: fc.integer({ min: 1, max: 30 }),
      purpose: fc.constantFrom("proof", "spot-check"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("use" as const), version: fc.constantFrom(1, 2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("retire" as const), at: fc.nat(179) }) },
);

function take(project: Project, catalogue: Catalogue, asked: Step): void {
  const { lot } = catalogue;
  switch (asked.kind) {
    case "label":
      label(project, asked.at + 1, asked.rater, asked.value, asked.isVisible);
      break;
    case "check": {
      const open = lot?.members.slice(0, lot.nDrawn).find((id) => !catalogue.states.has(id));
      if (open !== undefined) label(project, open, "A", asked.value);
      break;
    }
    case "draw": {
      const n = lot ? Math.min(asked.n, lot.members.length - lot.nDrawn) : 0;
      if (n > 0)
        project.transaction(() => recordDraw(project, lot!.id, { first: lot!.nDrawn, n, purpose: asked.purpose }));
      break;
    }
    case "use":
      useSyntheticJudge(project, asked.version);
      break;
    case "retire":
      project.transaction(() => project.run("UPDATE candidate SET retired_at = 1 WHERE id = ?", asked.at + 1));
      catalogue.invalidate();
      break;
  }
}

describe("the catalogue", () => {
  it("says what the whole file says, after any marks, checks, draws and versions", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const project = made();
        const catalogue = new Catalogue(project);
        for (const asked of steps) {
          catalogue.sync();
          take(project, catalogue, asked);
        }
        expectSame(catalogue, project);
        expectSame(new Catalogue(project), project);
        project.close();
      }),
      { numRuns: 15 },
    );
  });

  it("follows a proof: nothing before its last check, the whole list after it, nothing when one is taken back", () => {
    const project = made();
    const { checks, unseen } = drawFirstLook(project);
    const catalogue = new Catalogue(project);
    for (const id of checks) {
      catalogue.sync();
      expect(catalogue.isProven).toBe(false);
      label(project, id, "A", "accept");
    }
    expectSame(catalogue, project);
    expect(catalogue.isProven).toBe(true);
    expect(countVerdicts(catalogue).acceptedByJudge).toBe(unseen.length);
    label(project, checks[0]!, "A", "clear");
    expectSame(catalogue, project);
    expect(catalogue.isProven).toBe(false);
    project.close();
  });

  it("reads masks and labels again once an image is exchanged, and not for other writes", () => {
    const project = made();
    const catalogue = new Catalogue(project);
    label(project, 1, "A", "accept");
    catalogue.sync();
    const { columns } = catalogue;
    project.transaction(() => project.run("UPDATE cases SET subject = 'S'"));
    label(project, 2, "A", "reject");
    expectSame(catalogue, project);
    expect(catalogue.columns).toBe(columns);
    project.transaction(() => {
      project.run("UPDATE cases SET image_sha256 = 'another' WHERE id = 1");
      imageExchanged(project);
    });
    expectSame(catalogue, project);
    expect(catalogue.states.size).toBe(0);
    const again = catalogue.columns;
    expect(again).not.toBe(columns);
    label(project, 1, "A", "reject");
    expectSame(catalogue, project);
    expect(catalogue.columns).toBe(again);
    project.close();
  });

  it("notices what another process has written", () => {
    const project = made();
    const reader = Project.open(project.path, "read");
    const catalogue = new Catalogue(reader);
    catalogue.sync();
    const rng = createRng(1, "other");
    for (let i = 0; i < 5; i += 1) {
      label(project, 1 + rng.int(180), "A", "accept");
      expectSame(catalogue, reader);
    }
    project.transaction(() => project.run("UPDATE candidate SET retired_at = 1 WHERE id < 10"));
    expectSame(catalogue, reader);
    expect(catalogue.columns.n).toBe(171);
    reader.close();
    project.close();
  });
});
