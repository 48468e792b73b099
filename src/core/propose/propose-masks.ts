import type { Output } from "#contract/commands.ts";
import { AppError, cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { PROPOSED } from "#contract/recipes.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { sha256Of } from "../io/files/hash.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import type { Progress } from "../jobs/progress.ts";
import { requireFolders } from "../project/folders.ts";
import type { WritableProject } from "../project/project.ts";
import { type CaseImage, caseImages } from "../project/queries/case-images.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { classId, nextClassValue } from "../project/queries/classes.ts";
import { ownMaskBytes } from "../project/queries/own-masks.ts";
import { type Outcome, type ProposalRow, proposalsOf, recordOutcome } from "../project/queries/proposals.ts";
import { masksChanged } from "../project/state/masks-changed.ts";
import type { Proposed, ProposeTask } from "./propose-case.ts";
import { type CheckedRecipe, recipeKey } from "./recipe.ts";
import { proposeDeadline, whileProposing } from "./too-slow.ts";

export interface ProposeOptions {
  readonly project: WritableProject;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly recipes: readonly CheckedRecipe[];
  readonly className: string;
  readonly mostAlike: number;
  /** All cases where it is left out. */
  readonly caseIds: readonly number[] | undefined;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

const BATCH = 16;

/** Recipes that a case still needs, and the masks (candidates) that it has of the others. */
interface Waiting {
  readonly image: CaseImage;
  readonly recipes: readonly CheckedRecipe[];
  readonly before: readonly number[];
}

/**
 * Makes masks of cases by recipes, on all cores. Each case's masks are in the project before much more is asked for: a
 * run that is broken off goes on where it was when it is started again.
 */
export async function proposeMasks(options: ProposeOptions): Promise<Output<"propose.run">> {
  const { project, pool, recipes, className, signal, progress } = options;
  requireFolders(project);
  requireImages(project);
  const ofClass = project.transaction(() => classId(project, className, nextClassValue(project)));
  const keys = new Map(recipes.map((recipe) => [recipe.name, keyOf(recipe, options)]));
  const { waiting, nCases, nKept } = findWaiting(options, ofClass, keys);
  const tally = new Map(recipes.map(({ name }) => [name, { name, nMasks: 0, nAlike: 0, nEmpty: 0 }]));
  const findings: Finding[] = [];
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const cancel = (): void => void Atomics.store(cancelled, 0, 1);
  signal.addEventListener("abort", cancel, { once: true });
  progress.phase("Proposing masks", "cases", waiting.length);
  let outcomes: Outcome[] = [];
  let [nDone, nMarkedReplaced] = [0, 0];
  const store = (): void => {
    const batch = outcomes;
    outcomes = [];
    project.transaction(() => {
      for (const outcome of batch) nMarkedReplaced += recordOutcome(project, outcome);
    });
  };
  try {
    await forEachBounded(waiting, pool.size + 1, async (one) => {
      if (signal.aborted) throw cancelledError();
      const answers = await ask(options, one, cancelled);
      if (!Array.isArray(answers)) findings.push(answers);
      else {
        // One that was broken off has no answer for the rest of its recipes.
        for (const [index, answer] of answers.entries()) {
          const recipe = one.recipes[index]!;
          count(tally.get(recipe.name)!, answer);
          outcomes.push(
            outcomeOf(one.image, recipe, answer, { className, ofClass, key: keys.get(recipe.name)! }, options),
          );
        }
      }
      nDone += 1;
      progress.done(nDone);
      if (outcomes.length >= BATCH * recipes.length) store();
    });
    if (signal.aborted) throw cancelledError();
  } finally {
    signal.removeEventListener("abort", cancel);
    if (outcomes.length > 0) store();
    project.transaction(() => masksChanged(project));
  }
  const byRecipe = [...tally.values()];
  const sum = (of: "nMasks" | "nAlike" | "nEmpty"): number => byRecipe.reduce((total, row) => total + row[of], 0);
  const counts = {
    nCases,
    nMasks: sum("nMasks"),
    nAlike: sum("nAlike"),
    nEmpty: sum("nEmpty"),
    nKept,
    nMarkedReplaced,
  };
  project.transaction(() =>
    project.audit({
      actor: "winnow",
      action: "masks.proposed",
      object: `class:${className}`,
      after: { recipes, ...counts },
    }),
  );
  return { ...counts, byRecipe, findings };
}

/** @throws AppError no-images */
function requireImages(project: WritableProject): void {
  if (project.get("SELECT 1 FROM cases WHERE retired_at IS NULL LIMIT 1")) return;
  throw new AppError(
    "no-images",
    "The project has no images to make masks of.",
    "Add a folder of images first: winnow add FOLDER --project.",
  );
}

function findWaiting(
  { project, recipes, caseIds }: ProposeOptions,
  ofClass: number,
  keys: ReadonlyMap<string, string>,
): { waiting: Waiting[]; nCases: number; nKept: number } {
  const wanted = caseIds && new Set(caseIds);
  const images = caseImages(project).filter(({ id }) => !wanted || wanted.has(id));
  const tried = Map.groupBy(proposalsOf(project, ofClass), ({ caseId }) => caseId);
  let nKept = 0;
  const waiting = images.flatMap((image): Waiting[] => {
    const rows = tried.get(image.id) ?? [];
    const done = (recipe: CheckedRecipe): ProposalRow | undefined =>
      rows.find(
        (row) =>
          row.source === PROPOSED + recipe.name &&
          row.imageSha256 === image.sha256 &&
          row.recipeSha256 === keys.get(recipe.name),
      );
    const kept = recipes.flatMap((recipe) => done(recipe)?.candidateId ?? []);
    nKept += kept.length;
    if (recipes.every((recipe) => done(recipe))) return [];
    // What one was like may be about to go: it is tried again with those that are new.
    const missing = recipes.filter((recipe) => (done(recipe)?.outcome ?? "alike") === "alike");
    return [{ image, recipes: missing, before: kept }];
  });
  return { waiting, nCases: images.length, nKept };
}

function keyOf(recipe: CheckedRecipe, { seed, mostAlike }: ProposeOptions): string {
  return sha256Of(JSON.stringify([recipeKey(recipe), seed, mostAlike]));
}

async function ask(
  { project, pool, limits, seed, mostAlike }: ProposeOptions,
  { image, recipes, before }: Waiting,
  cancelled: Int32Array,
): Promise<Proposed[] | Finding> {
  const task: ProposeTask = {
    image: imageSource(image),
    window: image.window,
    recipes,
    before: before.map((id) => ownMaskBytes(project, id)),
    seed,
    mostAlike,
    cancelled,
    limits,
  };
  try {
    return await pool.run<Proposed[]>("propose.case", task, image.path, proposeDeadline(limits));
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { code, message, remedy } = whileProposing(error.problem, limits);
    return { severity: "error", code, file: image.file, message, remedy };
  }
}

function count(row: { nMasks: number; nAlike: number; nEmpty: number }, { kind }: Proposed): void {
  if (kind === "mask") row.nMasks += 1;
  else if (kind === "alike") row.nAlike += 1;
  else row.nEmpty += 1;
}

function outcomeOf(
  image: CaseImage,
  recipe: CheckedRecipe,
  answer: Proposed,
  { className, ofClass, key }: { className: string; ofClass: number; key: string },
  { seed }: ProposeOptions,
): Outcome {
  const { kind } = answer;
  return {
    caseId: image.id,
    caseName: image.name,
    classId: ofClass,
    className,
    source: PROPOSED + recipe.name,
    imageSha256: image.sha256,
    recipeSha256: key,
    outcome:
      kind === "mask"
        ? { ...answer, recipe: { ...recipe, seed, foundPolarity: answer.polarity, told: answer.told } }
        : kind,
  };
}
