import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Output } from "#contract/commands.ts";
import type { ReadableProject } from "../project/project.ts";
import type { ReleaseImage } from "./layouts.ts";
import type { ReleasePlan } from "./plan-release.ts";

type Check = Output<"release.preview">["checks"][number];

export interface ReleaseTarget {
  /** Null while none is chosen. */
  readonly target: string | null;
  readonly bytesExpected: number;
  readonly bytesFree: number | null;
}

/** What can be said of a release before it is written, and what is only known at its end. */
export function releaseChecks(
  project: ReadableProject,
  plan: ReleasePlan,
  images: ReadonlyMap<number, ReleaseImage>,
  target: ReleaseTarget,
): Check[] {
  const checks = [
    atTheEnd("fingerprints", "Each image and mask is compared with its recorded fingerprint while it is written."),
    grids(project, plan),
    labels(plan),
    split(plan),
    names(plan, images),
    nearCopies(project, plan),
    bound(plan),
  ];
  if (target.target !== null) checks.push(targetCheck(target.target, target));
  return [...checks, atTheEnd("read-back", "Each file is read again after it is written, and compared.")];
}

function atTheEnd(name: Check["name"], detail: string): Check {
  return { name, state: "at-the-end", detail };
}

/** Masks of another size or spacing were left out when they were added; another position is kept, with a warning. */
function grids(project: ReadableProject, { selection }: ReleasePlan): Check {
  const ids = selection.cases.flatMap((selected) => selected.masks.map((mask) => mask.id));
  const { n } = project.get<{ n: number }>(
    `SELECT count(DISTINCT candidate.case_id) AS n FROM json_each(?) JOIN candidate ON candidate.id = value
     JOIN file ON file.id = candidate.file_id JOIN finding ON finding.folder_id = file.folder_id AND finding.path = file.path
     WHERE finding.code = 'mask-position-differs'`,
    JSON.stringify(ids),
  )!;
  return n === 0
    ? { name: "grids", state: "passed", detail: "Compared when they were added." }
    : {
        name: "grids",
        state: "warning",
        detail: `In ${cases(n)} the position of a mask differs a little; the image's position is used.`,
      };
}

function labels({ layout, format, selection }: ReleasePlan): Check {
  const detail =
    layout.name === "nnunet"
      ? `0 to ${selection.classes.length.toLocaleString("en")}, without gaps.`
      : format === "png"
        ? "0 and 255."
        : "0 and 1.";
  return { name: "labels", state: "passed", detail };
}

function split({ selection }: ReleasePlan): Check {
  const subjects = new Set(selection.cases.flatMap((selected) => selected.masks.map((mask) => mask.subject)));
  return {
    name: "split",
    state: "passed",
    detail: `All cases are for training; no test part is split off. ${subjects.size.toLocaleString("en")} ${subjects.size === 1 ? "subject" : "subjects"}.`,
  };
}

/** Winnow does not read names out of headers, so it does not say that there are none. */
function names({ layout, format, selection }: ReleasePlan, images: ReadonlyMap<number, ReleaseImage>): Check {
  const isCopied = layout.name === "flat" || selection.cases.some((selected) => images.get(selected.id)!.isVolume);
  return isCopied
    ? {
        name: "names",
        state: "warning",
        detail:
          "Images are copied as they are. Winnow does not look for names in their headers or in the picture itself: look before you share them.",
      }
    : {
        name: "names",
        state: "passed",
        detail: `Images are written anew as ${format === "png" ? "PNG" : "NIfTI"}, without the text of their files. Names drawn into a picture stay.`,
      };
}

function nearCopies(project: ReadableProject, { selection }: ReleasePlan): Check {
  const { n } = project.get<{ n: number }>(
    "SELECT count(*) AS n FROM json_each(?) JOIN cases ON cases.id = value WHERE subject_origin = 'lookalike'",
    JSON.stringify(selection.cases.map((selected) => selected.id)),
  )!;
  return n === 0
    ? { name: "near-copies", state: "passed", detail: "No image looks like another of an unknown subject." }
    : {
        name: "near-copies",
        state: "warning",
        detail: `${cases(n)} ${n === 1 ? "looks" : "look"} nearly like another. They count as one subject, and stay on one side of every split.`,
      };
}

function bound({ selection }: ReleasePlan): Check {
  const { guarantee } = selection.book;
  const nByJudge = selection.cases.reduce(
    (sum, selected) => sum + selected.masks.filter((mask) => mask.acceptedBy === "judge").length,
    0,
  );
  if (nByJudge === 0 || !guarantee)
    return { name: "bound", state: "passed", detail: "Every mask was accepted by a person." };
  return { name: "bound", state: guarantee.threshold === null ? "failed" : "passed", detail: guarantee.sentence };
}

function targetCheck(target: string, { bytesExpected, bytesFree }: ReleaseTarget): Check {
  const failed = (detail: string): Check => ({ name: "target", state: "failed", detail });
  if (!existsSync(dirname(target))) return failed(`The folder ${dirname(target)} is not there.`);
  if (existsSync(target) && !statSync(target).isDirectory()) return failed(`${target} is a file.`);
  if (existsSync(target) && !isEmpty(target)) return failed("The folder is not empty. A release is never changed.");
  if (bytesFree !== null && bytesFree < bytesExpected) return failed("There is not enough room on that disk.");
  return {
    name: "target",
    state: "passed",
    detail: existsSync(target) ? "The folder is empty." : "The folder is new.",
  };
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}

function cases(n: number): string {
  return `${n.toLocaleString("en")} ${n === 1 ? "case" : "cases"}`;
}
