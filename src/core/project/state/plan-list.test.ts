import { join } from "node:path";
import { expect, it } from "vitest";
import { STRANGE_FROM } from "#domain/signals/strangeness.ts";
import { fillScoredProject } from "#tests/support/scored-project.ts";
import { temporaryFolder } from "#tests/support/sample.ts";
import { Project } from "../project.ts";
import { judgeVersion } from "../queries/judges.ts";
import { openList } from "./plan-list.ts";

it("leaves a case to a person where its best mask is unlike anything labelled, and takes no other in its place", () => {
  const project = Project.open(join(temporaryFolder("plan-list"), "p.winnow"), "write", { create: true });
  fillScoredProject(project, 60);
  const before = openList(project, judgeVersion(project, 2)).entries;
  const [stranger, second] = before;
  project.run("UPDATE score SET strangeness = ? WHERE candidate_id = ?", STRANGE_FROM + 0.1, stranger!.candidateId);
  project.run("UPDATE score SET strangeness = ? WHERE candidate_id = ?", STRANGE_FROM - 0.1, second!.candidateId);
  const after = openList(project, judgeVersion(project, 2)).entries;
  project.close();
  expect(after).toEqual(before.filter((entry) => entry.caseId !== stranger!.caseId));
  expect(after).toContainEqual(second);
});
