import { userInfo } from "node:os";
import type { Command } from "commander";
import type { VolumeFile, VolumesChanged } from "#contract/commands/volumes.ts";
import { AppError } from "#contract/errors.ts";
import { type CommonOptions, positiveInteger, projectOption, subcommand } from "../command.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { withSession } from "../session.ts";
import { plural } from "../text.ts";

interface VolumesOptions extends CommonOptions {
  readonly choose?: number;
  readonly file?: readonly string[];
  readonly of?: number;
  readonly undo?: boolean;
  readonly rater?: string;
}

export function volumesCommand(): Command {
  return subcommand<VolumesOptions, []>(
    "volumes",
    "list image files that hold several volumes (4-D), and choose which of them is used; the files stay as they are",
    (command) => {
      command
        .addOption(projectOption())
        .option("--choose <n>", "use volume N, counted from 1, of all these files", positiveInteger)
        .option(
          "--file <path>",
          "only this file, as the list names it (may be repeated)",
          (path: string, before?: string[]) => [...(before ?? []), path],
        )
        .option("--of <n>", "only files with so many volumes", positiveInteger)
        .option("--undo", "take the last choice back instead, of all these files")
        .option("--rater <name>", "who chose it (default: you)");
    },
    volumes,
  );
}

async function volumes(options: VolumesOptions): Promise<number> {
  const { json, project, choose, undo } = options;
  if (choose !== undefined && undo)
    throw new AppError("bad-request", "A volume cannot be chosen and taken back at once.", "Use --choose or --undo.");
  const access = choose !== undefined || undo ? "write" : "read";
  return withSession({ path: project, access }, async ({ client, signal }) => {
    const files = meant((await client.call("volumes.list", {}, { signal })).files, options);
    const actor = options.rater ?? userInfo().username;
    if (undo) {
      const fileIds = files.filter(({ chosen, outdated }) => chosen ?? outdated).map(({ fileId }) => fileId);
      return report(
        fileIds.length === 0 ? NOTHING : await client.call("volumes.undo", { fileIds, actor }, { signal }),
        (n) => `The choice of a volume is taken back for ${plural(n, "file")}.`,
        json,
      );
    }
    if (choose !== undefined) {
      requireAlike(files);
      const input = { fileIds: files.map(({ fileId }) => fileId), volume: choose - 1, actor };
      return report(
        files.length === 0 ? NOTHING : await client.call("volumes.choose", input, { signal }),
        (n) => `Volume ${choose} is used of ${plural(n, "file")}.`,
        json,
      );
    }
    if (json) printJson({ files });
    else print(listing(files));
    return 0;
  });
}

const NOTHING: VolumesChanged = { fileIds: [], nMarkedResting: 0, findings: [] };

function report(changed: VolumesChanged, words: (nFiles: number) => string, json: boolean | undefined): number {
  const { fileIds, nMarkedResting: n, findings } = changed;
  if (json) printJson(changed);
  else {
    const marks =
      n === 0
        ? ""
        : ` The marks of ${plural(n, "mask")} were given on another volume: they do not count at present, and are kept.`;
    const said = fileIds.length === 0 ? "Nothing to change." : words(fileIds.length) + marks;
    print([said, describeFindings(findings)].filter(Boolean).join("\n\n"));
  }
  return hasErrors(findings) ? 1 : 0;
}

function meant(files: readonly VolumeFile[], { file, of }: VolumesOptions): VolumeFile[] {
  const unknown = file?.filter((path) => !files.some((one) => one.path === path)) ?? [];
  if (unknown.length > 0)
    throw new AppError(
      "bad-request",
      `${unknown.join(", ")}: there is no such file of several volumes in the project.`,
      "winnow volumes lists them. Add their folder first.",
    );
  return files.filter(
    ({ path, series }) => (file === undefined || file.includes(path)) && (of === undefined || of === series.n),
  );
}

/** Volume 3 of 4 channels and of 100 points in time is not the same choice. */
function requireAlike(files: readonly VolumeFile[]): void {
  const numbers = [...Map.groupBy(files, ({ series }) => series.n)].map(
    ([n, alike]) => `${plural(alike.length, "file")} with ${n}`,
  );
  if (numbers.length < 2) return;
  throw new AppError(
    "bad-request",
    `The files do not have as many volumes as each other: ${numbers.join(", ")}.`,
    "Say which are meant: --of N (files with so many volumes) or --file PATH.",
  );
}

function listing(files: readonly VolumeFile[]): string {
  if (files.length === 0) return "No image file holds several volumes.";
  const isOpen = files.some(({ chosen }) => chosen === null);
  return [
    ...files.map(describeFile),
    ...(isOpen ? ["winnow volumes --choose N chooses one, counted from 1."] : []),
  ].join("\n\n");
}

function describeFile({ path, size, series, about, chosen, outdated }: VolumeFile): string {
  const name = chosen && series.names ? ` (${series.names[chosen.volume]})` : "";
  const state = chosen
    ? `Volume ${chosen.volume + 1}${name} is used: chosen by ${chosen.actor}, ${new Date(chosen.at).toISOString().slice(0, 16).replace("T", " ")} UTC.`
    : outdated
      ? `Choose again: volume ${outdated.volume + 1} had been chosen when the file held ${outdated.of}.`
      : "No volume is chosen: the file is left out.";
  return [path, `    ${series.n} volumes of ${size.join(" × ")} voxels. ${about}`, `    ${state}`].join("\n");
}
