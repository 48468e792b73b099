import type { Finding } from "#contract/findings.ts";
import { type FileProblem, UnreadableFile } from "../io/file-problem.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { ReadableProject } from "../project/project.ts";
import { type CandidateSource, candidatesBeside } from "../project/queries/candidates.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import type { ReferenceTask } from "./compare-with-reference.ts";

export interface ReferenceReader {
  readonly project: ReadableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  /** Whose masks are the references. */
  readonly source: string;
}

/** A mask and how far it agrees with its reference; the reference itself is among them. */
export interface Compared {
  readonly mask: CandidateSource;
  readonly dice: number;
}

/** The mask of a class that the others of its case and class are held against. */
interface Reference {
  readonly reference: CandidateSource;
  readonly others: readonly CandidateSource[];
}

/**
 * Compares the masks of one case that have a reference; what cannot be read becomes a finding.
 * @param candidateId any mask of the case
 */
export async function compareCase(
  options: ReferenceReader,
  candidateId: number,
  findings: ReferenceFindings,
): Promise<Compared[]> {
  const { project, source } = options;
  const references: Reference[] = [];
  for (const masks of Map.groupBy(candidatesBeside(project, candidateId), ({ classId }) => classId).values()) {
    const [reference, second] = masks.filter((mask) => mask.source === source);
    if (second) findings.add(second, notUnique(source));
    else if (reference) references.push({ reference, others: masks.filter((mask) => mask !== reference) });
  }
  const files = [...Map.groupBy(references, ({ reference }) => reference.mask.path).values()];
  const compared = await Promise.all(files.map((group) => compareFile(options, group, findings)));
  return compared.flat();
}

/** @param group classes whose references lie in one file, at least one */
async function compareFile(
  { pool, limits }: ReferenceReader,
  group: readonly Reference[],
  findings: ReferenceFindings,
): Promise<Compared[]> {
  const pairs = group.flatMap(({ reference, others }) => others.map((mask) => ({ reference, mask })));
  const [{ reference }] = group as [Reference];
  const task: ReferenceTask = {
    reference: maskSource(reference.mask),
    pairs: pairs.map((pair) => ({ referenceValue: pair.reference.mask.labelValue, mask: maskSource(pair.mask.mask) })),
    limits,
  };
  const nFiles = 1 + new Set(pairs.map(({ mask }) => mask.mask.path)).size;
  let answers: (number | FileProblem)[];
  try {
    answers = await pool.run("review.compareWithReference", task, reference.name, {
      deadlineMs: limits.deadlineMs * nFiles,
    });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    findings.add(reference, error.problem);
    return [];
  }
  const compared: Compared[] = group.map((one) => ({ mask: one.reference, dice: 1 }));
  for (const [place, { mask }] of pairs.entries()) {
    const answer = answers[place]!;
    if (typeof answer === "number") compared.push({ mask, dice: answer });
    else findings.add(mask, answer);
  }
  return compared;
}

function notUnique(source: string): FileProblem {
  return {
    code: "reference-not-unique",
    message: `Another mask of ${source} is of the same image and class: which is the reference is not known.`,
    remedy: "Give them sources of their own (mapping.csv, column source), then add the folder again.",
  };
}

/** Findings on mask files, each said once however many masks a file holds. */
export class ReferenceFindings {
  readonly #project: ReadableProject;
  readonly #findings = new Map<string, Finding>();

  constructor(project: ReadableProject) {
    this.#project = project;
  }

  get all(): Finding[] {
    return [...this.#findings.values()];
  }

  add(mask: CandidateSource, { code, message, remedy }: FileProblem): void {
    const inFolder = this.#project.get<{ path: string }>(
      "SELECT file.path FROM candidate JOIN file ON file.id = candidate.file_id WHERE candidate.id = ?",
      mask.id,
    );
    const file = inFolder?.path ?? mask.mask.path;
    this.#findings.set(`${code} ${file}`, { severity: "error", code, file, message, remedy });
  }
}
