import { type Command, InvalidArgumentError } from "commander";
import type { Output } from "#contract/commands.ts";
import { type CommonOptions, projectOption, share, subcommand, wholeNumber } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural, table } from "../text.ts";

interface ProposeOptions extends CommonOptions {
  readonly methods?: "all" | string[];
  readonly param?: Readonly<Record<string, number | string>>;
  readonly class?: string;
  readonly mostAlike?: number;
  readonly seed?: number;
  readonly list?: boolean;
}

export function proposeCommand(): Command {
  return subcommand<ProposeOptions, []>(
    "propose",
    "make masks from the images alone",
    (command) => {
      command
        .addOption(projectOption())
        .option(
          "--methods <names>",
          "methods or standard recipes, separated by commas, or all (default: the project's)",
          names,
        )
        .option(
          "--param <key=value>",
          "a parameter, for all of them or as METHOD.KEY=VALUE (may be repeated)",
          parameter,
        )
        .option("--class <name>", "class of the masks (default: the project's only class, or object)")
        .option("--most-alike <dice>", "do not keep a mask that is more like another of its case (default 0.98)", share)
        .option("--seed <n>", "seed of everything random in it", wholeNumber)
        .option("--list", "say what there is, and do nothing");
    },
    async ({ json, project, methods, param, class: className, mostAlike, seed, list }) => {
      if (list) {
        const known = await withSession(null, ({ client }) => client.call("propose.methods", {}));
        if (json) printJson(known);
        else print(describeMethods(known));
        return 0;
      }
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call("propose.run", { methods, parameters: param, className, mostAlike, seed }, { signal }),
      );
      if (json) printJson(answer);
      else print(describeProposals(answer));
      return hasErrors(answer.findings) ? 1 : 0;
    },
  );
}

function names(text: string): "all" | string[] {
  const list = text.split(",").filter(Boolean);
  return list.includes("all") ? "all" : list;
}

function parameter(
  text: string,
  before: Readonly<Record<string, number | string>> = {},
): Readonly<Record<string, number | string>> {
  const [, key, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError("It must read KEY=VALUE, for example nClasses=4 or otsu.polarity=dark.");
  return { ...before, [key]: Number.isNaN(Number(value)) ? value : Number(value) };
}

function describeProposals({
  nCases,
  nMasks,
  nAlike,
  nEmpty,
  nKept,
  nMarkedReplaced,
  byRecipe,
  findings,
}: Output<"propose.run">): string {
  const before = nKept > 0 ? ` ${plural(nKept, "mask")} there before.` : "";
  const replaced =
    nMarkedReplaced > 0
      ? `${plural(nMarkedReplaced, "mask")} with marks went out of use, replaced by another recipe of the same name: the marks are kept, and count again when the earlier recipe is run.`
      : "";
  const lines = [
    `${plural(nMasks, "mask")} made of ${plural(nCases, "case")}.${before} Not kept: ${nAlike.toLocaleString("en")} like another, ${nEmpty.toLocaleString("en")} empty or everything.`,
    table(
      byRecipe.map((row) => [row.name, row.nMasks, row.nAlike, row.nEmpty]),
      ["recipe", "masks", "alike", "empty"],
    ),
    replaced,
    describeFindings(findings),
  ];
  return lines.filter(Boolean).join("\n\n");
}

function describeMethods({ filters, methods, cleanUp, standard }: Output<"propose.methods">): string {
  type Parameters = Output<"propose.methods">["cleanUp"];
  const words = (parameters: Parameters): string =>
    parameters
      .map((one) =>
        one.kind === "number"
          ? `${one.name} ${one.min} to ${one.max} (${one.default})`
          : `${one.name} ${one.choices.join("|")} (${one.default})`,
      )
      .join(", ");
  const rows = (blocks: readonly { name: string; parameters: Parameters }[]): string =>
    table(blocks.map(({ name, parameters }) => [name, words(parameters)]));
  return [
    `Standard recipes: ${standard.map(({ name }) => name).join(", ")}`,
    `Methods\n${rows(methods)}`,
    `Filters\n${rows(filters)}`,
    `Clean-up: ${words(cleanUp)}`,
  ].join("\n\n");
}
