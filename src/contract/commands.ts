import type { z } from "zod";
import { appCommands } from "./commands/app.ts";
import type { CommandSchema } from "./commands/command.ts";
import { doctorCommands } from "./commands/doctor.ts";
import { engineCommands } from "./commands/engine.ts";
import { intakeCommands } from "./commands/intake.ts";
import { judgeCommands } from "./commands/judge.ts";
import { projectCommands } from "./commands/project.ts";
import { proposeCommands } from "./commands/propose.ts";
import { referenceCommands } from "./commands/reference.ts";
import { releaseCommands } from "./commands/release.ts";
import { reviewCommands } from "./commands/review.ts";
import { segmentCommands } from "./commands/segment.ts";
import { volumeCommands } from "./commands/volumes.ts";

/** Everything that a shell may ask of the core. */
export const commands = {
  ...appCommands,
  ...projectCommands,
  ...intakeCommands,
  ...doctorCommands,
  ...volumeCommands,
  ...proposeCommands,
  ...reviewCommands,
  ...referenceCommands,
  ...judgeCommands,
  ...segmentCommands,
  ...releaseCommands,
  ...engineCommands,
} as const satisfies Record<string, CommandSchema>;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** What a caller writes (defaults may be left out). */
export type Input<N extends CommandName> = z.input<Commands[N]["input"]>;
/** What a handler receives (defaults filled in). */
export type ParsedInput<N extends CommandName> = z.output<Commands[N]["input"]>;
export type Output<N extends CommandName> = z.output<Commands[N]["output"]>;
