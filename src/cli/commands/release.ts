import { type Command, Option } from "commander";
import { type CommonOptions, projectOption, subcommand } from "../command.ts";
import { print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface ReleaseOptions extends CommonOptions {
  readonly to: string;
  readonly layout: "nnunet" | "msd" | "bids" | "flat";
  readonly format?: "nifti" | "png" | "dicom-seg";
}

export function releaseCommand(): Command {
  return subcommand<ReleaseOptions, []>(
    "release",
    "write the accepted masks as a data set with a manifest",
    (command) => {
      command
        .addOption(projectOption())
        .requiredOption("--to <folder>", "where; the folder must not be there yet, or be empty")
        .addOption(
          new Option("--layout <layout>", "how it is laid out")
            .choices(["nnunet", "msd", "bids", "flat"])
            .makeOptionMandatory(),
        )
        .addOption(
          new Option(
            "--format <format>",
            "file type of the masks (default: NIfTI for volumes, PNG for pictures)",
          ).choices(["nifti", "png", "dicom-seg"]),
        );
    },
    async ({ json, project, to, layout, format }) => {
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call("release.write", { to, layout, format }, { signal }),
      );
      if (json) printJson(answer);
      else {
        const lines = [
          `${plural(answer.n_cases, "case")} with ${plural(answer.n_masks, "mask")} written to ${answer.path} and read back: ${answer.n_by_person} accepted by a person, ${answer.n_by_judge} by the judge.`,
          answer.left_out.length > 0
            ? `${plural(answer.left_out.length, "case")} left out (winnow-manifest.json says why).`
            : "",
          answer.guarantee?.sentence ?? "",
        ];
        print(lines.filter(Boolean).join("\n"));
      }
      return 0;
    },
  );
}

export function reportCommand(): Command {
  return subcommand<CommonOptions & { to: string }, []>(
    "report",
    "write a report as one HTML file",
    (command) => {
      command.addOption(projectOption()).requiredOption("--to <file>", "the HTML file");
    },
    async ({ json, project, to }) => {
      const answer = await withSession({ path: project, access: "read" }, ({ client, signal }) =>
        client.call("release.report", { to }, { signal }),
      );
      if (json) printJson(answer);
      else print(`Report written to ${answer.path}`);
      return 0;
    },
  );
}
