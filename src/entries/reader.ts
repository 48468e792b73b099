/** A reader thread: decodes files for the core, where a bad one can be given up. */
import { serveTasks } from "#core/io/workers/serve-tasks.ts";
import { readerTasks } from "#core/reader-tasks.ts";

serveTasks(readerTasks);
