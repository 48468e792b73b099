import { userInfo } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { AppError } from "#contract/errors.ts";
import { type CommonOptions, projectOption, subcommand } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface LabelOptions extends CommonOptions {
  readonly from?: string;
  readonly rater?: string;
  readonly drawnAtRandom?: boolean;
  readonly byReference?: string;
  readonly dice?: number;
  readonly diceOf?: Readonly<Record<string, number>>;
}

export function labelCommand(): Command {
  return subcommand<LabelOptions, []>(
    "label",
    "take labels (accept, reject, later) from a CSV file, or from the agreement with a reference",
    (command) => {
      const ofReference = (option: Option): Option => option.conflicts(["from", "rater", "drawnAtRandom"]);
      command
        .addOption(projectOption())
        .option("--from <csv>", "columns: case, candidate (or mask_path and class), label, reasons")
        .option("--rater <name>", "who gave them (default: you)")
        .option("--drawn-at-random", "assert that the masks were drawn by lot elsewhere")
        .addOption(
          ofReference(
            new Option(
              "--by-reference <source>",
              "accept the masks that agree with those of this source, reject the others; cases without it stay as they are",
            ),
          ),
        )
        .addOption(
          ofReference(new Option("--dice <least>", "from this Dice with the reference on, a mask is good")).argParser(
            leastDice,
          ),
        )
        .addOption(
          ofReference(new Option("--dice-of <class=least>", "another one for a class (may be repeated)")).argParser(
            leastDiceOf,
          ),
        );
    },
    async (options) => (options.byReference === undefined ? labelFromFile(options) : labelByReference(options)),
  );
}

async function labelFromFile({
  json,
  project,
  from,
  rater,
  drawnAtRandom,
  dice,
  diceOf,
}: LabelOptions): Promise<number> {
  if (from === undefined || dice !== undefined || diceOf !== undefined)
    throw wrongUsage("Labels come from a file or from a reference.");
  const answer = await withSession({ path: project, access: "write" }, ({ client }) =>
    client.call("review.importLabels", {
      file: from,
      rater: rater ?? userInfo().username,
      drawnAtRandom: drawnAtRandom ?? false,
    }),
  );
  if (json) printJson({ labels: answer.taken, findings: answer.findings });
  else print([`${plural(answer.taken, "label")} taken.`, describeFindings(answer.findings)].filter(Boolean).join("\n"));
  return hasErrors(answer.findings) ? 1 : 0;
}

async function labelByReference({ json, project, byReference, dice, diceOf }: LabelOptions): Promise<number> {
  if (dice === undefined) throw wrongUsage("It is not said from which Dice on a mask is good.");
  const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
    client.call("review.labelByReference", { source: byReference!, dice, diceOf: diceOf ?? {} }, { signal }),
  );
  const { nCases, nAccepted, nRejected, taken, findings } = answer;
  if (json) printJson({ labels: taken, cases: nCases, accepted: nAccepted, rejected: nRejected, findings });
  else
    print(
      [
        `${plural(nCases, "case")} with a mask of ${byReference}: ${plural(nAccepted, "mask")} good, ${nRejected.toLocaleString("en")} bad. ${plural(taken, "label")} taken.`,
        describeFindings(findings),
      ]
        .filter(Boolean)
        .join("\n"),
    );
  return hasErrors(findings) ? 1 : 0;
}

function wrongUsage(message: string): AppError {
  return new AppError("bad-request", message, "Give --from CSV, or --by-reference SOURCE with --dice LEAST.");
}

function leastDice(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError("A Dice lies between 0 and 1, for example 0.75.");
  return value;
}

/** `CLASS=0.8`, added to those before it. A class may have a `=` in its name. */
function leastDiceOf(text: string, before: Readonly<Record<string, number>> | undefined): Record<string, number> {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must name a class and its least Dice, for example liver=0.8.");
  return { ...before, [text.slice(0, at)]: leastDice(text.slice(at + 1)) };
}
