import { basename } from "node:path";
import type { Agreement } from "#contract/commands/review.ts";
import type { ReadableProject } from "../project/project.ts";
import { referenceOf } from "../project/queries/reference-labels.ts";
import { Catalogue } from "../project/state/catalogue.ts";
import { raterAgreement } from "../project/state/rater-agreement.ts";
import { WINNOW_VERSION } from "../version.ts";
import { errorMapWords } from "./error-map-words.ts";
import { referenceSentences } from "./good-means.ts";
import type { Manifest } from "./manifest.ts";
import { methodsParagraph } from "./methods-paragraph.ts";
import { number, plural } from "./plural.ts";
import type { ReleasePlan } from "./plan-release.ts";
import { releaseNotices } from "./release-notices.ts";
import { FORMAT_WORDS } from "./layouts.ts";

export interface DataCardFacts {
  readonly project: ReadableProject;
  readonly plan: ReleasePlan;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  /** Call the people who reviewed by their names; else they are counted. */
  readonly nameRaters: boolean;
}

/** `README.md` of a release: what it is, how its masks came about, on whose word, and what it is not good for. */
export async function dataCard(facts: DataCardFacts): Promise<string> {
  const { project, plan, manifest } = facts;
  const sections: [string, string[]][] = [
    ["What it holds", holds(plan, manifest)],
    ["How the masks came about", [await methodsParagraph(project, plan.selection.book), goodMeant(manifest)]],
    ["Who accepted them", accepted(facts)],
    ["Error maps", errorMapWords(manifest)],
    ["Split", [splitSentence(plan)]],
    ["Personal data", releaseNotices(manifest.cleared.length, plan.format)],
    ["Limits", LIMITS],
    ["Licence", ["To be filled in, with whom to ask and how to cite."]],
    ["Proof", proof(facts)],
  ];
  const said = sections.filter(([, parts]) => parts.length > 0);
  const body = said.map(([title, parts]) => `## ${title}\n\n${parts.filter(Boolean).join("\n\n")}\n`);
  const name = basename(project.path).replace(/\.winnow$/i, "");
  return `# ${inLine(name)}: validated masks\n\n**Research use only. Not for diagnosis.**\n\n${body.join("\n")}`;
}

function holds({ layout, format, selection, cases }: ReleasePlan, { counts }: Manifest): string[] {
  const masks = cases.flatMap(({ selected }) => selected.masks);
  const nSubjects = new Set(cases.map(({ subject }) => subject)).size;
  const value = (index: number): string => {
    if (layout.needsEveryClass) return String(index + 1);
    return FORMAT_WORDS[format].inside;
  };
  return [
    `${plural(counts.cases, "case")} of ${plural(nSubjects, "subject")} with ${plural(counts.masks, "mask")} (layout ${layout.name}, ${FORMAT_WORDS[format].name}). ${plural(counts.left_out, "case")} stayed out. \`rejected.csv\` lists every mask that did not go in, and why.`,
    table(
      ["class", "value", "masks"],
      selection.classes.map(({ id, name }, index) => [
        name,
        value(index),
        number(masks.filter((mask) => mask.classId === id).length),
      ]),
    ),
    table(
      ["source of the masks", "masks"],
      [...Map.groupBy(masks, (mask) => mask.source)].map(([source, group]) => [source, number(group.length)]),
    ),
  ];
}

function goodMeant({ good_means: good }: Manifest): string {
  const said = [good.words && `Good meant: ${inLine(good.words)}`, ...referenceSentences(good)];
  return said.filter(Boolean).join(" ");
}

function accepted({ project, plan, manifest, nameRaters }: DataCardFacts): string[] {
  const { counts, judge, guarantee } = manifest;
  const byEye = counts.by_person - counts.by_reference;
  const lines = [
    `- ${plural(byEye, "mask")} by a person who looked at ${byEye === 1 ? "it" : "them"}`,
    ...(counts.by_reference > 0 ? [`- ${plural(counts.by_reference, "mask")} by the Dice with a reference mask`] : []),
    ...(judge && counts.by_judge > 0
      ? [`- ${plural(counts.by_judge, "mask")} by judge version ${judge.version}, without a person`]
      : []),
  ];
  const names = raterNames(project, nameRaters);
  return [
    lines.join("\n"),
    guarantee?.sentence ?? "No judge was in use: nothing was accepted that nobody had looked at.",
    judge ? `Judge version ${judge.version} (${judge.kind}) learned from ${plural(judge.n_labels, "label")}.` : "",
    names.size > 0 ? `Reviewed by ${[...names.values()].join(", ")}.` : "",
    agreement(project, plan, names),
  ];
}

/** Those who gave labels, the busiest first: numbered, or by the names that they gave themselves. */
function raterNames(project: ReadableProject, areNamed: boolean): Map<string, string> {
  const raters = project
    .all<{ rater: string }>(
      "SELECT rater FROM label WHERE label <> 'clear' GROUP BY rater ORDER BY count(*) DESC, min(id)",
    )
    .map(({ rater }) => rater)
    .filter((rater) => referenceOf(rater) === null);
  return new Map(raters.map((rater, index) => [rater, areNamed ? inLine(rater) : `rater ${index + 1}`]));
}

function agreement(project: ReadableProject, { selection }: ReleasePlan, names: ReadonlyMap<string, string>): string {
  const pairs = raterAgreement(new Catalogue(project)).filter(({ raters }) =>
    raters.every((rater) => names.has(rater)),
  );
  const disagreed = [...selection.book.states.values()].filter((state) => state.word === "disagreement").length;
  if (pairs.length === 0) return names.size > 1 ? "No mask was decided by two people." : "";
  const said = pairs.map((pair) => `- ${agreementOf(pair, names)}`).join("\n");
  return `${said}\n\n${plural(disagreed, "mask")} on which raters disagree stayed out.`;
}

function agreementOf(
  { raters, n, nAgreed, kappa, kappaInterval }: Agreement,
  names: ReadonlyMap<string, string>,
): string {
  const interval = kappaInterval ? ` (95 %: ${twoDecimals(kappaInterval[0])} to ${twoDecimals(kappaInterval[1])})` : "";
  const words = kappa === null ? "kappa is not defined" : `kappa ${twoDecimals(kappa)}${interval}`;
  return `${names.get(raters[0])} and ${names.get(raters[1])} agreed on ${number(nAgreed)} of ${plural(n, "mask")}: ${words}`;
}

/** Never "-0.00". */
function twoDecimals(value: number): string {
  return (Math.round(100 * value) / 100 + 0).toFixed(2);
}

function splitSentence({ layout, split }: ReleasePlan): string {
  if (!split) return "All cases are of one subject, so there is no split.";
  const how = `${split.nFolds} folds (seed ${split.seed}); all cases of a subject are in one fold.`;
  return layout.name === "nnunet"
    ? `\`splits_final.json\` holds ${how} nnU-Net looks for it in its folder of preprocessed data: copy it there.`
    : `\`splits.csv\` holds ${how}`;
}

const LIMITS = [
  [
    "- The masks were accepted as good enough in the sense above; they are not a reference standard.",
    "- The error bound, where there is one, holds for masks like the ones in this project, and for no others.",
    "- What is not annotated is not background where a class has no mask.",
    "- Where the images come from, who is in them and who is missing is not known to Winnow: whoever publishes them says so.",
  ].join("\n"),
];

function proof({ manifest, manifestSha256 }: DataCardFacts): string[] {
  return [
    `\`winnow-manifest.json\` holds the SHA-256 of every file (this one aside), where each mask comes from and on whose word it was accepted. Its own SHA-256 is \`${manifestSha256}\`.`,
    `Written and read back with Winnow ${WINNOW_VERSION}, ${manifest.created_at.slice(0, 16).replace("T", " ")} UTC.`,
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inLine).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Names and words that people gave, so that they stay text. */
function inLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[|<>\\`]/g, "\\$&");
}
