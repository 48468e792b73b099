import { AppError } from "#contract/errors.ts";
import type { WritableProject } from "../project/project.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { maskSource } from "../project/queries/mask-reference.ts";
import type { TaughtMask } from "../project/queries/segmenters.ts";
import { selectMasks, type SelectedMask } from "../project/state/select-masks.ts";
import type { WorkCaseTask } from "./read-work-case.ts";

/** A case with accepted masks, as a segmenter is taught on it. */
export interface TaughtCase {
  readonly caseId: number;
  readonly masks: readonly SelectedMask[];
  /** Every class is decided: what no mask shows is background. */
  readonly isWhole: boolean;
}

export interface Teaching {
  /** In the order of the network's outputs, after the background. */
  readonly classes: readonly { readonly id: number; readonly name: string }[];
  readonly cases: readonly TaughtCase[];
}

/** Fewer accepted masks teach nothing. */
const LEAST_CASES = 3;

/**
 * The masks that a segmenter may learn from: those that a release would hold, at most one a case and class.
 * @throws AppError nothing-to-release where too few are accepted
 */
export async function teachingOf(project: WritableProject): Promise<Teaching> {
  const { cases, classes } = await selectMasks(project, false);
  if (cases.length < LEAST_CASES)
    throw new AppError(
      "nothing-to-release",
      `A segmenter needs accepted masks of at least ${LEAST_CASES} cases; there are ${cases.length}.`,
      "Accept masks yourself, or prove the judge's list (winnow queue --random), then train it again.",
    );
  const used = classes.filter(({ id }) => cases.some(({ masks }) => masks.some((mask) => mask.classId === id)));
  const absent = new Set(
    project
      .all<{ case_id: number; class_id: number }>("SELECT case_id, class_id FROM presence WHERE state = 'absent'")
      .map((row) => `${row.case_id}/${row.class_id}`),
  );
  return {
    classes: used.map(({ id, name }) => ({ id, name })),
    cases: cases.map(({ id, masks }) => ({
      caseId: id,
      masks,
      isWhole: used.every((one) => masks.some((mask) => mask.classId === one.id) || absent.has(`${id}/${one.id}`)),
    })),
  };
}

/** What is recorded of the masks that teach. */
export function trainingSetOf({ cases }: Teaching): TaughtMask[] {
  return cases.flatMap(({ masks }) =>
    masks.map((mask) => ({
      candidate: mask.name,
      accepted_by: mask.acceptedBy,
      image_sha256: mask.image.sha256,
      mask_sha256: mask.mask.sha256,
    })),
  );
}

/** What a reader thread needs to make a case ready for the engine. */
export function workTask(
  { masks, isWhole }: TaughtCase,
  { classes }: Pick<Teaching, "classes">,
  more: Pick<WorkCaseTask, "grid" | "limits">,
): WorkCaseTask {
  const [first] = masks as [SelectedMask];
  return {
    image: imageSource(first.image),
    window: first.window,
    masks: masks.map((mask) => ({
      ...maskSource(mask.mask),
      classIndex: 1 + classes.findIndex(({ id }) => id === mask.classId),
    })),
    isWhole,
    ...more,
  };
}
