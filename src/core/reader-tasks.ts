import { convertDicomMask } from "./intake/convert-dicom-mask.ts";
import { readHeaders } from "./intake/dicom-headers.ts";
import { inspectImage } from "./intake/inspect-image.ts";
import { mendMask } from "./intake/doctor/mend-mask.ts";
import { previewMend } from "./intake/doctor/preview-mend.ts";
import { previewVolume } from "./intake/volumes/preview-volume.ts";
import { inspectMask } from "./intake/inspect-mask.ts";
import { drawErrors } from "./judge/explain/draw-errors.ts";
import { readErrorPlanes } from "./judge/explain/error-planes.ts";
import { readSignals } from "./judge/signals/read-signals.ts";
import { readViews } from "./judge/read-views.ts";
import { writeCase } from "./release/write-case.ts";
import { drawTiles } from "./pictures/draw-tiles.ts";
import { encodeImageVoxels, encodeMaskVoxels } from "./pictures/encode-voxels.ts";
import { compareWithReference } from "./review/compare-with-reference.ts";
import { compareMasks, measureMask } from "./review/mask-tasks.ts";
import { drawOverlay } from "./release/draw-overlay.ts";
import { previewCase } from "./propose/preview-case.ts";
import { proposeCase } from "./propose/propose-case.ts";
import { finishMasks } from "./segment/finish-masks.ts";
import { readWorkCase } from "./segment/read-work-case.ts";
import { writeErrorMap } from "./write-error-map.ts";
import { type Task, transferred } from "./io/workers/serve-tasks.ts";

/** What reader threads can be asked, by stage and name. */
export const readerTasks: Readonly<Record<string, Task>> = {
  "release.drawOverlay": async (input) => ({ value: await drawOverlay(input) }),
  "release.writeCase": async (input) => ({ value: await writeCase(input) }),
  "release.writeErrorMap": async (input) => ({ value: await writeErrorMap(input) }),
  "intake.convertDicomMask": async (input) => ({ value: await convertDicomMask(input) }),
  "intake.readHeaders": async (input) => ({ value: await readHeaders(input) }),
  "intake.inspectImage": async (input) => ({ value: await inspectImage(input) }),
  "intake.mendMask": async (input) => ({ value: await mendMask(input) }),
  "intake.previewMend": async (input) => ({ value: await previewMend(input) }),
  "intake.previewVolume": async (input) => ({ value: await previewVolume(input) }),
  "intake.inspectMask": async (input) => ({ value: await inspectMask(input) }),
  "pictures.drawTiles": async (input) => ({ value: await drawTiles(input) }),
  "pictures.imageVoxels": async (input) => transferred(await encodeImageVoxels(input)),
  "pictures.maskVoxels": async (input) => transferred(await encodeMaskVoxels(input)),
  "propose.case": async (input) => ({ value: await proposeCase(input) }),
  "propose.preview": async (input) => ({ value: await previewCase(input) }),
  "segment.finishMasks": async (input) => ({ value: finishMasks(input) }),
  "segment.readCase": async (input) => ({ value: await readWorkCase(input) }),
  "review.compareMasks": async (input) => ({ value: await compareMasks(input) }),
  "review.compareWithReference": async (input) => ({ value: await compareWithReference(input) }),
  "review.measureMask": async (input) => ({ value: await measureMask(input) }),
  "judge.drawErrors": async (input) => ({ value: await drawErrors(input) }),
  "judge.readErrorPlanes": async (input) => ({ value: await readErrorPlanes(input) }),
  "judge.readSignals": async (input) => ({ value: await readSignals(input) }),
  "judge.readViews": async (input) => {
    const value = await readViews(input);
    return { value, transfer: [value.views.buffer as ArrayBuffer] };
  },
};
