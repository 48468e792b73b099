import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Output } from "#contract/commands.ts";
import type { ReadableProject } from "../project/project.ts";
import { UNKNOWN_KIND } from "./bids-names.ts";
import type { ReleasePlan } from "./plan-release.ts";
import { DRAWN_TEXT_NOTICE, NAMES_NOTICE } from "./release-notices.ts";
import { FORMAT_WORDS } from "./layouts.ts";

type Check = Output<"release.preview">["checks"][number];

export interface ReleaseTarget {
  /** Null while none is chosen. */
  readonly target: string | null;
  readonly bytesExpected: number;
  readonly bytesFree: number | null;
}

/** What can be said of a release before it is written, and what is only known at its end. */
export function releaseChecks(project: ReadableProject, plan: ReleasePlan, target: ReleaseTarget): Check[] {
  const checks = [
    atTheEnd("fingerprints", "Each image and mask is compared with its recorded fingerprint while it is written."),
    grids(project, plan),
    labels(plan),
    split(plan),
    NAMES,
    drawnText(plan),
    ...imageKind(plan),
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
  const most = selection.classes.length;
  if (format === "dicom-seg")
    return { name: "labels", state: "passed", detail: "Each class is a segment of its own; overlaps are kept." };
  const detail = layout.needsEveryClass
    ? `0 to ${most.toLocaleString("en")}${most > 1 ? ", without gaps" : ""}.`
    : `0 and ${FORMAT_WORDS[format].inside}.`;
  return { name: "labels", state: "passed", detail };
}

function split({ cases: planned, split: folds }: ReleasePlan): Check {
  const n = new Set(planned.map(({ subject }) => subject)).size;
  if (!folds)
    return { name: "split", state: "warning", detail: "All cases are of one subject: no split can be made of them." };
  return {
    name: "split",
    state: "passed",
    detail: `${folds.nFolds} folds by subject (${n.toLocaleString("en")} subjects); no test part is split off.`,
  };
}

/** Copied files are cleared of free text (A3); what a file is called is for a person to judge. */
const NAMES: Check = {
  name: "names",
  state: "passed",
  detail: `The voxels of those files stay the same. ${NAMES_NOTICE}`,
};

/** A picture may be a screen shot, and Winnow does not look for letters in it. */
function drawnText({ cases: planned }: ReleasePlan): Check {
  const likely = planned.filter(({ image }) => image.mayHoldDrawnText).length;
  const pictures = planned.filter(({ image }) => !image.isVolume).length;
  if (likely + pictures === 0)
    return {
      name: "drawn-text",
      state: "passed",
      detail: "No picture and no ultrasound or secondary capture goes in.",
    };
  return {
    name: "drawn-text",
    state: "warning",
    detail: `${likely > 0 ? `${cases(likely)} ${likely === 1 ? "is" : "are"} of a kind into which devices draw names. ` : ""}${DRAWN_TEXT_NOTICE}`,
  };
}

/** BIDS wants to know what kind of image it is; only some file names say it. */
function imageKind({ layout, cases: planned }: ReleasePlan): Check[] {
  if (layout.name !== "bids") return [];
  const n = planned.filter(({ images }) => images[0]!.path.endsWith(`_${UNKNOWN_KIND}.nii.gz`)).length;
  if (n === 0)
    return [{ name: "image-kind", state: "passed", detail: "Every file name says what kind of image it is." }];
  return [
    {
      name: "image-kind",
      state: "warning",
      detail: `BIDS wants to know what kind of image it is (T1w, FLAIR, …), and the names of ${cases(n)} do not say it: they are called ${UNKNOWN_KIND}, which its validator is told to ignore.`,
    },
  ];
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
