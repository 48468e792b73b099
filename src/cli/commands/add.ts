import type { Command } from "commander";
import type { Inventory } from "#contract/records.ts";
import { type CommonOptions, positiveInteger, projectOption, subcommand } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface AddOptions extends CommonOptions {
  readonly subjectPattern?: string;
  readonly maxMb?: number;
  readonly deadline?: number;
}

export function addCommand(): Command {
  return subcommand<AddOptions, [string]>(
    "add",
    "scan a folder, pair images with masks, check them, and take them into the project",
    (command) => {
      command
        .argument("<folder>", "the folder that holds the images")
        .addOption(projectOption())
        .option("--subject-pattern <regexp>", "its first group in an image's path is the subject")
        .option("--max-mb <n>", "refuse images that decode to more than this (default 2048)", positiveInteger)
        .option("--deadline <s>", "seconds that one file may take (default 60)", positiveInteger);
    },
    async ({ json, project, subjectPattern, maxMb, deadline }, folder) => {
      const added = await withSession({ path: project, access: "write", create: true }, async ({ client, signal }) => {
        const { folderId } = await client.call(
          "intake.add",
          {
            folder,
            subjectPattern,
            ...(maxMb && { maxDecodedBytes: maxMb * 1024 ** 2 }),
            ...(deadline && { deadlineS: deadline }),
          },
          { signal },
        );
        return client.call("intake.list", { folderId });
      });
      if (json) printJson(added);
      else print(summary(added));
      return hasErrors(added.findings) ? 1 : 0;
    },
  );
}

export function casesCommand(): Command {
  return subcommand<CommonOptions, []>(
    "cases",
    "list cases, candidates and findings",
    (command) => {
      command.addOption(projectOption());
    },
    async ({ json, project }) => {
      const listed = await withSession({ path: project, access: "read" }, ({ client }) =>
        client.call("intake.list", {}),
      );
      if (json) printJson(listed);
      else print(summary(listed));
      return 0;
    },
  );
}

function summary({ cases, candidates, findings, ignored }: Inventory): string {
  const filesOf = (severity: string): number =>
    new Set(findings.filter((finding) => finding.severity === severity).map((finding) => finding.file)).size;
  const head = `${plural(cases.length, "case")} with ${plural(candidates.length, "mask")}. ${plural(filesOf("error"), "file")} left out, ${filesOf("warning").toLocaleString("en")} kept with a warning, ${ignored.length.toLocaleString("en")} neither image nor mask.`;
  return findings.length === 0 ? head : `${head}\n\n${describeFindings(findings)}`;
}
