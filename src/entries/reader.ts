/** A reader thread: decodes files for the core, where a bad one can be given up. */
import { inspectImage } from "#core/intake/inspect-image.ts";
import { inspectMask } from "#core/intake/inspect-mask.ts";
import { serveTasks } from "#core/io/workers/serve-tasks.ts";

serveTasks({
  "intake.inspectImage": async (input) => ({ value: await inspectImage(input) }),
  "intake.inspectMask": async (input) => ({ value: await inspectMask(input) }),
});
