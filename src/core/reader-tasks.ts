import { readHeaders } from "./intake/dicom-headers.ts";
import { inspectImage } from "./intake/inspect-image.ts";
import { inspectMask } from "./intake/inspect-mask.ts";
import { type Task, type TaskResult, transferred } from "./io/workers/serve-tasks.ts";

/** A task whose code is loaded when it is asked for first: threads that read a folder start sooner without the rest. */
function task(load: () => Promise<(input: never) => unknown>): Task {
  let loaded: ReturnType<typeof load> | undefined;
  return async (input) => ({ value: await (await (loaded ??= load()))(input as never) });
}

/** The same, of one whose answer is bytes that move to the core. */
function moved(load: () => Promise<(input: never) => Promise<Uint8Array<ArrayBuffer>>>): Task {
  let loaded: ReturnType<typeof load> | undefined;
  return async (input) => transferred(await (await (loaded ??= load()))(input as never));
}

/** What reader threads can be asked, by stage and name. */
export const readerTasks: Readonly<Record<string, Task>> = {
  "release.drawOverlay": task(async () => (await import("./release/draw-overlay.ts")).drawOverlay),
  "release.writeCase": task(async () => (await import("./release/write-case.ts")).writeCase),
  "release.writeErrorMap": task(async () => (await import("./write-error-map.ts")).writeErrorMap),
  "intake.convertDicomMask": task(async () => (await import("./intake/convert-dicom-mask.ts")).convertDicomMask),
  "intake.readHeaders": async (input) => ({ value: await readHeaders(input) }),
  "intake.inspectImage": async (input) => ({ value: await inspectImage(input) }),
  "intake.mendMask": task(async () => (await import("./intake/doctor/mend-mask.ts")).mendMask),
  "intake.previewMend": task(async () => (await import("./intake/doctor/preview-mend.ts")).previewMend),
  "intake.previewVolume": task(async () => (await import("./intake/volumes/preview-volume.ts")).previewVolume),
  "intake.inspectMask": async (input) => ({ value: await inspectMask(input) }),
  "pictures.drawTiles": task(async () => (await import("./pictures/draw-tiles.ts")).drawTiles),
  "pictures.imageVoxels": moved(async () => (await import("./pictures/encode-voxels.ts")).encodeImageVoxels),
  "pictures.maskVoxels": moved(async () => (await import("./pictures/encode-voxels.ts")).encodeMaskVoxels),
  "propose.case": task(async () => (await import("./propose/propose-case.ts")).proposeCase),
  "propose.preview": task(async () => (await import("./propose/preview-case.ts")).previewCase),
  "segment.finishMasks": task(async () => (await import("./segment/finish-masks.ts")).finishMasks),
  "segment.readCase": task(async () => (await import("./segment/read-work-case.ts")).readWorkCase),
  "review.compareMasks": task(async () => (await import("./review/mask-tasks.ts")).compareMasks),
  "review.compareWithReference": task(
    async () => (await import("./review/compare-with-reference.ts")).compareWithReference,
  ),
  "review.measureMask": task(async () => (await import("./review/mask-tasks.ts")).measureMask),
  "judge.drawErrors": task(async () => (await import("./judge/explain/draw-errors.ts")).drawErrors),
  "judge.readErrorPlanes": task(async () => (await import("./judge/explain/error-planes.ts")).readErrorPlanes),
  "judge.readSignals": task(async () => (await import("./judge/signals/read-signals.ts")).readSignals),
  "judge.readViews": async (input): Promise<TaskResult> => {
    const { readViews } = await import("./judge/read-views.ts");
    const value = await readViews(input);
    return { value, transfer: [value.views.buffer as ArrayBuffer] };
  },
};
