import type { ReadableProject } from "../project/project.ts";
import { type JudgeRecord, judgeRecord } from "../project/queries/judges.ts";
import { acceptedByReference, referenceOf } from "../project/queries/reference-labels.ts";
import { type VerdictBook, verdictBookInTurns, verdictCounts } from "../project/state/verdicts.ts";
import { WINNOW_VERSION } from "../version.ts";
import { goodMeans, referenceSentences } from "./good-means.ts";
import { number, plural } from "./plural.ts";

/** What was done, as a paragraph for a paper's methods: counts and settings as they are in the project, and no more. */
export async function methodsParagraph(project: ReadableProject, known?: VerdictBook): Promise<string> {
  const book = known ?? (await verdictBookInTurns(project));
  return [
    dataSentence(project),
    ...personSentences(project, book),
    ...judgeSentences(project, book),
    lastSentence(),
  ].join(" ");
}

function dataSentence(project: ReadableProject): string {
  const count = (sql: string): number => project.get<{ n: number }>(sql)!.n;
  const nCases = count("SELECT count(*) AS n FROM cases WHERE retired_at IS NULL");
  const nSubjects = count("SELECT count(DISTINCT subject) AS n FROM cases WHERE retired_at IS NULL");
  const nMasks = count("SELECT count(*) AS n FROM candidate WHERE retired_at IS NULL");
  const sources = project
    .all<{ source: string }>("SELECT DISTINCT source FROM candidate WHERE retired_at IS NULL ORDER BY source")
    .map((row) => row.source);
  const from = sources.length > 1 ? ` from ${number(sources.length)} sources (${sources.join(", ")})` : "";
  return `The data comprised ${plural(nMasks, "candidate mask")}${from} of ${plural(nCases, "image")} of ${plural(nSubjects, "subject")}.`;
}

function personSentences(project: ReadableProject, book: VerdictBook): string[] {
  const words = [...book.states.values()].map((state) => state.word);
  const count = (word: string): number => words.filter((other) => other === word).length;
  const raters = project
    .all<{ rater: string }>("SELECT DISTINCT rater FROM label WHERE label <> 'clear' ORDER BY rater")
    .map(({ rater }) => rater);
  if (words.length === 0) return ["No mask has been labelled by a person."];
  const open = count("disagreement");
  return [
    `${labellers(raters)} labelled ${plural(words.length, "mask")}: ${number(count("accept"))} accepted, ${number(count("reject"))} rejected, ${number(count("later"))} put off for later${open > 0 ? `, ${number(open)} in disagreement` : ""}.`,
    ...referenceSentences(goodMeans(project)),
  ];
}

/** "2 raters and comparison with reference masks (expert)" */
function labellers(raters: readonly string[]): string {
  const references = raters.flatMap((rater) => referenceOf(rater) ?? []);
  const nPersons = raters.length - references.length;
  const parts: string[] = [];
  if (nPersons > 0) parts.push(nPersons === 1 ? "One rater" : `${number(nPersons)} raters`);
  if (references.length > 0)
    parts.push(`${nPersons > 0 ? "comparison" : "Comparison"} with reference masks (${references.join(", ")})`);
  return parts.join(" and ");
}

function judgeSentences(project: ReadableProject, book: VerdictBook): string[] {
  const none =
    acceptedByReference(project).size > 0
      ? "No mask was accepted by a judge."
      : "No mask was accepted without a person.";
  if (book.version === null || !book.guarantee) return [none];
  const judge = judgeRecord(project, book.version);
  const byPerson = [...book.states.values()].filter((state) => state.word === "accept").length;
  const nByJudge = verdictCounts(project, book).accepted - byPerson;
  return [
    trainingSentence(judge),
    nByJudge > 0 ? `It accepted ${plural(nByJudge, "mask")} without a person.` : none,
    book.guarantee.sentence,
  ];
}

function trainingSentence(judge: JudgeRecord): string {
  const { metrics } = judge;
  const auc =
    metrics.auc === null
      ? ""
      : `; its area under the ROC curve, cross-fitted over subjects, was ${metrics.auc.toFixed(3)}`;
  const kind = judge.kind.startsWith("quality-cnn") ? "a convolutional network over image and mask" : "a classifier";
  return `The judge in use (version ${judge.version}, ${judge.kind}: ${kind}) was trained on ${plural(metrics.n_labels, "label")} (${number(metrics.n_good)} good, ${number(metrics.n_bad)} bad) of ${plural(metrics.n_subjects, "subject")} with seed ${judge.seed}${auc}.`;
}

function lastSentence(): string {
  return `Masks were reviewed and scored with Winnow ${WINNOW_VERSION}. Research use only.`;
}
