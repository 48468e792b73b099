import type { Command } from "commander";
import type { Output } from "#contract/commands.ts";
import { type CommonOptions, positiveInteger, projectOption, share, subcommand, wholeNumber } from "../command.ts";
import { print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { table } from "../text.ts";

interface BoundOptions extends CommonOptions {
  readonly alpha?: number;
  readonly delta?: number;
}

function boundOptions(command: Command): Command {
  return command
    .addOption(projectOption())
    .option("--alpha <share>", "largest share of bad masks among those accepted unseen", share)
    .option("--delta <share>", "chance that the bound does not hold", share);
}

interface TrainCommandOptions {
  readonly seed: number;
  readonly resume?: boolean;
  readonly withoutLabels?: boolean;
  readonly kind?: string;
  readonly silentSources?: string[];
}

function names(text: string): string[] {
  return text.split(",").filter(Boolean);
}

export function trainCommand(): Command {
  return subcommand<BoundOptions & TrainCommandOptions, []>(
    "train",
    "train a new judge version from the labels given so far",
    (command) => {
      boundOptions(command)
        .option("--seed <n>", "seed of everything random in it", wholeNumber, 1)
        .option("--resume", "go on where a training was cut off")
        .option("--without-labels", "form a first opinion from the masks alone")
        .option("--kind <name>", "another kind of judge than the usual one (signals/2, quality-cnn/1)")
        .option(
          "--silent-sources <names>",
          "sources that do not speak for other masks: altered copies of another",
          names,
        );
    },
    async ({ json, project, seed, alpha, delta, resume, withoutLabels, kind, silentSources }) => {
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call(
          "judge.train",
          { seed, alpha, delta, resume: resume ?? false, withoutLabels: withoutLabels ?? false, kind, silentSources },
          { signal },
        ),
      );
      if (json) printJson(answer);
      else print(describeTraining(answer));
      return 0;
    },
  );
}

export function judgeCommand(): Command {
  return subcommand<BoundOptions & { version?: number }, []>(
    "judge",
    "score every candidate with a judge version, and give verdicts",
    (command) => {
      boundOptions(command).option("--version <n>", "the version (default: the newest)", positiveInteger);
    },
    async ({ json, project, version, alpha, delta }) => {
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call("judge.apply", { version, alpha, delta }, { signal }),
      );
      if (json) printJson(answer);
      else print(describeVerdicts(answer));
      return 0;
    },
  );
}

function describeTraining({ version, metrics, guarantee }: Output<"judge.train">): string {
  const figure = (value: number | null, digits: number): string =>
    value === null ? "not measured" : value.toFixed(digits);
  if (metrics.n_labels === 0)
    return `Judge version ${version}: a first opinion, from the masks alone. winnow judge sorts them by it; nothing is accepted until random checks prove it.`;
  return [
    `Judge version ${version}, from ${metrics.n_labels} labels (${metrics.n_good} good, ${metrics.n_bad} bad) of ${metrics.n_subjects} subjects.`,
    table([
      ["ROC AUC (cross-fitted)", figure(metrics.auc, 3)],
      ["Brier score", figure(metrics.brier, 3)],
    ]),
    guarantee.sentence,
  ].join("\n");
}

export function describeVerdicts({ version, counts, guarantee }: Output<"judge.apply">): string {
  return [`Judge version ${version}`, table(Object.entries(counts)), guarantee.sentence, guarantee.further]
    .filter(Boolean)
    .join("\n");
}
