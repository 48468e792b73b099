import { type Command, Option } from "commander";
import { type CommonOptions, projectOption, subcommand, wholeNumber } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface ReleaseOptions extends CommonOptions {
  readonly to: string;
  readonly layout: "nnunet" | "msd" | "bids" | "flat";
  readonly format?: "nifti" | "png" | "dicom-seg";
  readonly imageKind?: string;
  readonly seed?: number;
  readonly nameRaters?: boolean;
  readonly errorMaps?: boolean;
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
        )
        .option("--image-kind <suffix>", "BIDS: what the images are whose names do not say it (T1w, FLAIR, …)")
        .option("--seed <number>", "of the folds by subject", wholeNumber)
        .option("--name-raters", "call the people who reviewed by their names in the data card")
        .option(
          "--error-maps",
          "beside every mask a map of where the judge in use expects errors (about 0.25 s a mask)",
        );
    },
    async ({ json, project, to, layout, format, imageKind, seed, nameRaters, errorMaps }) => {
      const answer = await withSession({ path: project, access: "write" }, ({ client, signal }) =>
        client.call("release.write", { to, layout, format, imageKind, seed, nameRaters, errorMaps }, { signal }),
      );
      if (json) printJson(answer);
      else {
        const lines = [
          `${plural(answer.n_cases, "case")} with ${plural(answer.n_masks, "mask")} written to ${answer.path} and read back: ${answer.n_by_person} accepted by a person, ${answer.n_by_judge} by the judge.`,
          answer.left_out.length > 0
            ? `${plural(answer.left_out.length, "case")} left out (winnow-manifest.json says why).`
            : "",
          errorMaps ? `${plural(answer.n_error_maps, "error map")}: the judge's opinion, and no measurement.` : "",
          answer.guarantee?.sentence ?? "",
          ...answer.notices,
        ];
        print(lines.filter(Boolean).join("\n"));
      }
      if (answer.findings.length > 0) process.stderr.write(`${describeFindings(answer.findings)}\n`);
      return hasErrors(answer.findings) ? 1 : 0;
    },
  );
}

export function reportCommand(): Command {
  return subcommand<CommonOptions & { to: string; force?: boolean }, []>(
    "report",
    "write a report as one HTML file",
    (command) => {
      command
        .addOption(projectOption())
        .requiredOption("--to <file>", "the HTML file")
        .option("--force", "put it in the place of a file that is there");
    },
    async ({ json, project, to, force }) => {
      const answer = await withSession({ path: project, access: "read" }, ({ client, signal }) =>
        client.call("release.report", { to, overwrite: force ?? false }, { signal }),
      );
      if (json) printJson(answer);
      else print(`Report written to ${answer.path}`);
      return 0;
    },
  );
}

export function masksCommand(): Command {
  return subcommand<CommonOptions & { to: string; source?: string }, []>(
    "masks",
    "write every candidate's mask as a file, whatever its verdict",
    (command) => {
      command
        .addOption(projectOption())
        .requiredOption("--to <folder>", "where; the folder must not be there yet, or be empty")
        .option("--source <name>", "only masks of this source");
    },
    async ({ json, project, to, source }) => {
      const { path, masks, findings } = await withSession({ path: project, access: "read" }, ({ client, signal }) =>
        client.call("release.masks", { to, source }, { signal }),
      );
      if (json) printJson(masks);
      else print(`${plural(masks.length, "mask")} written to ${path} and read back.`);
      if (findings.length > 0) process.stderr.write(`${describeFindings(findings)}\n`);
      return hasErrors(findings) ? 1 : 0;
    },
  );
}
