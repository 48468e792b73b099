import { Command, InvalidArgumentError, Option } from "commander";
import { AppError } from "#contract/errors.ts";
import { reportFailure } from "./output.ts";

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly project?: string;
}

/** Makes a subcommand whose action ends in an exit code; failures are reported here, in one place. */
export function subcommand<Options extends CommonOptions, Arguments extends readonly unknown[]>(
  name: string,
  description: string,
  configure: (command: Command) => void,
  action: (options: Options, ...args: Arguments) => Promise<number>,
): Command {
  const command = new Command(name).description(description).option("--json", "print one JSON document on stdout");
  configure(command);
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2) as unknown as Arguments;
    const options = given.at(-2) as Options;
    try {
      process.exitCode = await action(options, ...args);
    } catch (error) {
      process.exitCode = reportFailure(error, options.json ?? false);
    }
  });
  return command;
}

export function projectOption(): Option {
  return new Option("--project <file>", "the project file (.winnow)").env("WINNOW_PROJECT");
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("It must be a whole number of at least 1.");
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

export function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("It must lie between 0 and 1, for example 0.05.");
  return value;
}

/** A command of a later version: it exists, and says so (exit code 2). */
export function notBuiltYet(name: string, description: string): Command {
  return subcommand(
    name,
    `${description} (not built yet)`,
    (command) => {
      command.allowUnknownOption().allowExcessArguments().argument("[anything...]");
    },
    async () => {
      throw new AppError("not-built-yet", `winnow ${name} is not built yet.`, "It comes with a later version.");
    },
  );
}
