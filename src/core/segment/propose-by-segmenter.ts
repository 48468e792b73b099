import { cancelledError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import { outliveEngine, StepSize } from "../engine/outlive-engine.ts";
import type { SegmentationCase } from "../engine/segmentation/patches.ts";
import type { Segmenter } from "../engine/segmentation/segment-cases.ts";
import { UnreadableFile } from "../io/file-problem.ts";
import { forEachBounded } from "../jobs/bounded.ts";
import { type CaseImage, caseImages } from "../project/queries/case-images.ts";
import { imageSource } from "../project/queries/image-reference.ts";
import { recordOutcome } from "../project/queries/proposals.ts";
import { masksChanged } from "../project/state/masks-changed.ts";
import type { FinishedMask, FinishTask } from "./finish-masks.ts";
import type { WorkCaseTask, WorkGrid } from "./read-work-case.ts";
import type { SegmentOptions } from "./segment-options.ts";
import type { Teaching } from "./taught-cases.ts";

interface Made {
  readonly segmenter: Segmenter;
  readonly grid: WorkGrid;
  readonly source: string;
  readonly weightsSha256: string;
}

/** Cases that go to the engine together. */
const AT_ONCE = 8;

/** Has a segmenter propose masks for the cases that have none accepted. */
export async function proposeBySegmenter(
  options: SegmentOptions,
  made: Made,
  { classes, cases: taught }: Teaching,
): Promise<{ nCases: number; nMasks: number; nEmpty: number; findings: Finding[] }> {
  const { project, pool, limits, all, signal, progress } = options;
  const known = new Set(taught.map(({ caseId }) => caseId));
  const images = caseImages(project).filter(({ id }) => all || !known.has(id));
  const findings: Finding[] = [];
  let [nDone, nMasks, nEmpty] = [0, 0, 0];
  const steps = new StepSize();
  progress.phase("Proposing masks", "cases", images.length);
  const groups = Array.from({ length: Math.ceil(images.length / AT_ONCE) }, (_, index) =>
    images.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const finish = async (image: CaseImage, work: SegmentationCase["size"], probabilities: Uint8Array): Promise<void> => {
    const task: FinishTask = { size: image.size, work, probabilities, nObjects: classes.length };
    const masks = await pool.run<FinishedMask[]>("segment.finishMasks", task, image.path, limits);
    project.transaction(() => {
      for (const [index, mask] of masks.entries()) {
        const { id: classId, name: className } = classes[index]!;
        const { source, weightsSha256: recipeSha256 } = made;
        if (mask) nMasks += 1;
        else nEmpty += 1;
        recordOutcome(project, {
          caseId: image.id,
          caseName: image.name,
          classId,
          className,
          source,
          imageSha256: image.sha256,
          recipeSha256,
          outcome: mask ? { ...mask, recipe: { segmenter: source, weightsSha256: recipeSha256 } } : "empty",
        });
      }
    });
  };
  try {
    await forEachBounded(groups, 2, async (group) => {
      if (signal.aborted) throw cancelledError();
      const read = await Promise.all(group.map((image) => readForSegmenter(options, image, made.grid, findings)));
      const ready = group.flatMap((image, index) => (read[index] ? [{ image, one: read[index] }] : []));
      const probabilities = await outliveEngine(options, steps, () =>
        segmentInParts(
          options,
          made.segmenter,
          ready.map(({ one: { size, image } }) => ({ size, image })),
          steps.of(AT_ONCE, 1),
        ),
      );
      await Promise.all(ready.map(({ image, one }, index) => finish(image, one.size, probabilities[index]!)));
      nDone += group.length;
      progress.done(nDone);
    });
  } finally {
    project.transaction(() => masksChanged(project));
  }
  return { nCases: images.length, nMasks, nEmpty, findings };
}

/** @param atOnce images that go to the engine together: fewer after it has died of them */
async function segmentInParts(
  { engine, signal }: SegmentOptions,
  segmenter: Segmenter,
  images: readonly Pick<SegmentationCase, "size" | "image">[],
  atOnce: number,
): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (let at = 0; at < images.length; at += atOnce) {
    const cases = images.slice(at, at + atOnce);
    all.push(...(await engine.ask("runSegmenter", { segmenter, cases }, { signal })).probabilities);
  }
  return all;
}

async function readForSegmenter(
  { pool, limits }: SegmentOptions,
  image: CaseImage,
  grid: WorkGrid,
  findings: Finding[],
): Promise<SegmentationCase | null> {
  const task: WorkCaseTask = {
    image: imageSource(image),
    window: image.window,
    masks: [],
    isWhole: true,
    grid,
    limits,
  };
  try {
    return await pool.run<SegmentationCase>("segment.readCase", task, image.path, limits);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const { code, message, remedy } = error.problem;
    findings.push({ severity: "error", code, file: image.file, message, remedy });
    return null;
  }
}
