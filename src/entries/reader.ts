/** A reader thread: decodes files for the core, where a bad one can be given up. */
import { inspectImage } from "#core/intake/inspect-image.ts";
import { inspectMask } from "#core/intake/inspect-mask.ts";
import { readViews } from "#core/judge/read-views.ts";
import { writeCase } from "#core/release/write-case.ts";
import { drawOverlay } from "#core/release/draw-overlay.ts";
import { serveTasks } from "#core/io/workers/serve-tasks.ts";

serveTasks({
  "release.drawOverlay": async (input) => ({ value: await drawOverlay(input) }),
  "release.writeCase": async (input) => ({ value: await writeCase(input) }),
  "intake.inspectImage": async (input) => ({ value: await inspectImage(input) }),
  "intake.inspectMask": async (input) => ({ value: await inspectMask(input) }),
  "judge.readViews": async (input) => {
    const value = await readViews(input);
    return { value, transfer: [value.views.buffer as ArrayBuffer] };
  },
});
