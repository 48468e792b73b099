import type { ParsedInput } from "#contract/commands.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { ReadLimits } from "../io/limits.ts";
import type { ReaderPool } from "../io/workers/pool.ts";
import type { Progress } from "../jobs/progress.ts";
import type { WritableProject } from "../project/project.ts";

export interface SegmentOptions extends ParsedInput<"segment.run"> {
  readonly project: WritableProject;
  readonly engine: EngineClient;
  readonly pool: ReaderPool;
  readonly limits: ReadLimits;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly onRestart: (reason: string) => void;
}
