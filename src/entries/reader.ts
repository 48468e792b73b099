/** A reader thread: decodes files for the core, where a bad one can be given up. */
import { inspectImage } from "#core/intake/inspect-image.ts";
import { inspectMask } from "#core/intake/inspect-mask.ts";
import { drawErrors } from "#core/judge/explain/draw-errors.ts";
import { readErrorPlanes } from "#core/judge/explain/error-planes.ts";
import { readSignals } from "#core/judge/signals/read-signals.ts";
import { readViews } from "#core/judge/read-views.ts";
import { writeCase } from "#core/release/write-case.ts";
import { drawTiles } from "#core/pictures/draw-tiles.ts";
import { encodeImageVoxels, encodeMaskVoxels } from "#core/pictures/encode-voxels.ts";
import { compareWithReference } from "#core/review/compare-with-reference.ts";
import { compareMasks, measureMask } from "#core/review/mask-tasks.ts";
import { drawOverlay } from "#core/release/draw-overlay.ts";
import { serveTasks, transferred } from "#core/io/workers/serve-tasks.ts";

serveTasks({
  "release.drawOverlay": async (input) => ({ value: await drawOverlay(input) }),
  "release.writeCase": async (input) => ({ value: await writeCase(input) }),
  "intake.inspectImage": async (input) => ({ value: await inspectImage(input) }),
  "intake.inspectMask": async (input) => ({ value: await inspectMask(input) }),
  "pictures.drawTiles": async (input) => ({ value: await drawTiles(input) }),
  "pictures.imageVoxels": async (input) => transferred(await encodeImageVoxels(input)),
  "pictures.maskVoxels": async (input) => transferred(await encodeMaskVoxels(input)),
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
});
