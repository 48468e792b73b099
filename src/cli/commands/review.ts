import type { Command } from "commander";
import { type CommonOptions, positiveInteger, projectOption, subcommand, wholeNumber } from "../command.ts";
import { toCsv } from "../csv.ts";
import { print, printJson } from "../output.ts";
import { withSession } from "../session.ts";

const QUEUE_COLUMNS = ["case", "candidate", "class", "mask_path", "reason"];

export function queueCommand(): Command {
  return subcommand<CommonOptions & { n: number; random?: number | true; seed?: number }, []>(
    "queue",
    "say what a person should look at next, and why",
    (command) => {
      command
        .addOption(projectOption())
        .option("--n <n>", "how many", positiveInteger, 20)
        .option("--random [n]", "draw random checks by lot instead, by default the next planned batch", positiveInteger)
        .option("--seed <n>", "seed of the first choice, before there is a judge", wholeNumber);
    },
    async ({ json, project, n, random, seed }) => {
      const items = await withSession(
        { path: project, access: random === undefined ? "read" : "write" },
        ({ client }) =>
          client.call("review.queue", {
            n,
            ...(random !== undefined && { random: random === true ? "next-batch" : random }),
            ...(seed !== undefined && { seed }),
          }),
      );
      if (json) printJson(items);
      else print(toCsv(QUEUE_COLUMNS, items));
      return 0;
    },
  );
}

const RESULT_COLUMNS = [
  "case",
  "candidate",
  "class",
  "mask_path",
  "source",
  "label",
  "p_good",
  "predicted_dice",
  "verdict",
  "judge_version",
];

export function resultsCommand(): Command {
  return subcommand<CommonOptions, []>(
    "results",
    "one row a candidate: label, score, verdict",
    (command) => {
      command.addOption(projectOption());
    },
    async ({ json, project }) => {
      const rows = await withSession({ path: project, access: "read" }, ({ client }) =>
        client.call("review.results", {}),
      );
      if (json) printJson(rows);
      else print(toCsv(RESULT_COLUMNS, rows));
      return 0;
    },
  );
}
