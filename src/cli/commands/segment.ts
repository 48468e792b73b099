import { type Command, Option } from "commander";
import { type CommonOptions, positiveInteger, projectOption, subcommand, wholeNumber } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface SegmentOptions extends CommonOptions {
  readonly method: "supervised" | "presence" | "inerrant" | "sqa" | "weak";
  readonly seed?: number;
  readonly steps?: number;
  readonly dimensions?: "2" | "2.5" | "3";
  readonly mirror?: boolean;
  readonly all?: boolean;
  readonly resume?: boolean;
}

export function segmentCommand(): Command {
  return subcommand<SegmentOptions, []>(
    "segment",
    "train a segmenter from the accepted masks, and propose masks with it",
    (command) => {
      command
        .addOption(projectOption())
        .addOption(
          new Option("--method <method>", "how it learns")
            .choices(["supervised", "presence", "inerrant", "sqa", "weak"])
            .makeOptionMandatory(),
        )
        .option("--seed <n>", "seed of everything random in it", wholeNumber)
        .option("--steps <n>", "steps of training (default 600)", positiveInteger)
        .addOption(
          new Option(
            "--dimensions <n>",
            "what it sees at once: a slice, a slice and its neighbours, or a block",
          ).choices(["2", "2.5", "3"]),
        )
        .option("--mirror", "left and right mean the same (usual for pictures)")
        .option("--no-mirror", "they do not (usual for volumes)")
        .option("--all", "propose masks too for the cases it learns from")
        .option("--resume", "go on where a training was cut off");
    },
    async ({ json, project, ...input }) => {
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call("segment.run", input, { signal }),
      );
      if (json) printJson(answer);
      else {
        const head = `Segmenter ${answer.version}, from ${plural(answer.nTaught, "accepted mask")}, proposed ${plural(answer.nMasks, "mask")} for ${plural(answer.nCases, "case")} as ${answer.source}. winnow train and winnow judge score them like all others.`;
        print([head, describeFindings(answer.findings)].filter(Boolean).join("\n"));
      }
      return hasErrors(answer.findings) ? 1 : 0;
    },
  );
}
