import { Command, CommanderError } from "commander";
import { WINNOW_VERSION } from "#core/core.ts";
import { notBuiltYet } from "./command.ts";
import { addCommand, casesCommand } from "./commands/add.ts";
import { doctorCommand, verifyCommand } from "./commands/check.ts";
import { judgeCommand, trainCommand } from "./commands/judge.ts";
import { mendCommand } from "./commands/mend.ts";
import { proposeCommand } from "./commands/propose.ts";
import { masksCommand, releaseCommand, reportCommand } from "./commands/release.ts";
import { labelCommand } from "./commands/label.ts";
import { queueCommand, resultsCommand } from "./commands/review.ts";
import { openCommand } from "./commands/open.ts";
import { segmentCommand } from "./commands/segment.ts";
import { serveCommand } from "./commands/serve.ts";
import { volumesCommand } from "./commands/volumes.ts";
import { printJson } from "./output.ts";

const program = new Command("winnow")
  .description(
    "Turns a folder of medical images and doubtful masks into a validated data set. Research use only. Not for diagnosis.",
  )
  .version(WINNOW_VERSION)
  .showHelpAfterError("(winnow help COMMAND shows how)");

const commands = [
  addCommand(),
  casesCommand(),
  mendCommand(),
  volumesCommand(),
  proposeCommand(),
  labelCommand(),
  trainCommand(),
  judgeCommand(),
  queueCommand(),
  resultsCommand(),
  releaseCommand(),
  reportCommand(),
  masksCommand(),
  notBuiltYet("judges", "export and import judge versions"),
  segmentCommand(),
  verifyCommand(),
  doctorCommand(),
  serveCommand(),
  openCommand(),
];

for (const command of commands) program.addCommand(command.exitOverride());
program.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // commander has said what is wrong already; help and version end well.
  const isHelp = error.exitCode === 0;
  if (!isHelp && process.argv.includes("--json")) {
    printJson({
      error: { code: "bad-request", message: error.message, remedy: "winnow help COMMAND shows how it is used." },
    });
  }
  process.exitCode = isHelp ? 0 : 2;
}
