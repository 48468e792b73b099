import { userInfo } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import type { Output } from "#contract/commands.ts";
import type { AilingGroup } from "#contract/commands/doctor.ts";
import { AppError } from "#contract/errors.ts";
import type { Finding } from "#contract/findings.ts";
import type { Remedy, ValuesRemedy } from "#contract/remedies.ts";
import { type CommonOptions, projectOption, share, subcommand } from "../command.ts";
import { describeGroup, describeMended, describeRemedy, fromWords, remedyName } from "../mend-words.ts";
import { describeFindings, hasErrors, print, printJson } from "../output.ts";
import { type Session, withSession } from "../session.ts";
import { plural } from "../text.ts";

type Names = Readonly<Record<string, string | null>>;

interface MendOptions extends CommonOptions {
  readonly finding?: string;
  readonly remedy?: readonly string[];
  readonly mask?: readonly string[];
  readonly source?: string;
  readonly threshold?: number;
  readonly class?: Names;
  readonly rater?: string;
  readonly undo?: boolean;
  readonly dryRun?: boolean;
}

/** What is to be done with one group. */
interface Plan {
  readonly group: AilingGroup;
  readonly remedy: Remedy;
  readonly fileIds: readonly number[];
}

export function mendCommand(): Command {
  return subcommand<MendOptions, []>(
    "mend",
    "mend masks that do not fit their images, or whose values are no labels; the files stay as they are",
    (command) => {
      command
        .addOption(projectOption())
        .option("--finding <code>", "only masks with this finding")
        .option(
          "--mask <path>",
          "only this mask file, whatever is known of it (may be repeated)",
          (path: string, before?: string[]) => [...(before ?? []), path],
        )
        .option("--source <name>", "only masks of this source, those that nothing is known to be wrong with too")
        .option(
          "--remedy <kinds>",
          "recommended, or kinds separated by commas (reorient,threshold); without it, says what can be done",
          (text: string) => text.split(",").filter(Boolean),
        )
        .option("--threshold <share>", "of the range of soft values, from which on they count (default 0.5)", share)
        .option(
          "--class <value=name>",
          "class of a value or colour (#rrggbb); no name: background (may be repeated)",
          className,
        )
        .option("--rater <name>", "who chose it (default: you)")
        .option("--undo", "take remedies back instead: all, or those of --mask or --source")
        .option("--dry-run", "say what would be done, and do nothing");
    },
    mend,
  );
}

async function mend(options: MendOptions): Promise<number> {
  const { json, project, remedy, undo, dryRun } = options;
  const changes = !dryRun && (undo || remedy !== undefined);
  return withSession({ path: project, access: changes ? "write" : "read" }, async (session) => {
    const known = await session.client.call(
      "doctor.diagnose",
      { code: options.finding, also: alsoOf(options), nNamed: 100_000 },
      { signal: session.signal },
    );
    if (undo) return takeBack(session, known, options);
    const groups = known.groups.filter((group) => chosen(group, options).length > 0);
    if (remedy === undefined) {
      if (json) printJson({ groups, mended: known.mended });
      else print(listing({ groups, mended: known.mended }));
      return 0;
    }
    const plans = groups.flatMap((group) => planFor(group, options) ?? []);
    if (groups.length > 0 && plans.length === 0) throw notOffered(remedy);
    requireKnown(options.class ?? {}, plans);
    if (dryRun) {
      if (json)
        printJson({ planned: plans.map(({ group, ...plan }) => ({ group: group.id, code: group.code, ...plan })) });
      else print(plans.map((plan) => planned(plan)).join("\n") || "Nothing to mend.");
      return 0;
    }
    return apply(session, plans, options);
  });
}

async function apply({ client, signal }: Session, plans: readonly Plan[], options: MendOptions): Promise<number> {
  const applied: (Omit<Output<"doctor.apply">, "findings"> & { group: string; code: string; remedy: Remedy })[] = [];
  const findings: Finding[] = [];
  for (const { group, remedy, fileIds } of plans) {
    const input = { groupId: group.id, remedy, fileIds: [...fileIds], actor: actorOf(options), also: alsoOf(options) };
    const { findings: failed, ...counts } = await client.call("doctor.apply", input, { signal });
    applied.push({ group: group.id, code: group.code, remedy, ...counts });
    findings.push(...failed);
  }
  if (options.json) printJson({ applied, findings });
  else {
    const lines = applied.map(
      ({ fileIds, remedy, nMarkedReplaced }) =>
        `${plural(fileIds.length, "mask")} mended. ${describeRemedy(remedy)}${markWords(nMarkedReplaced)}`,
    );
    print([lines.join("\n") || "Nothing to mend.", describeFindings(findings)].filter(Boolean).join("\n\n"));
  }
  return hasErrors(findings) ? 1 : 0;
}

async function takeBack(
  { client, signal }: Session,
  { mended }: Output<"doctor.diagnose">,
  options: MendOptions,
): Promise<number> {
  const wanted = options.mask && new Set(options.mask);
  const ofSource = mended.filter(({ source }) => options.source === undefined || source === options.source);
  const fileIds = ofSource.flatMap(({ masks }) =>
    masks.flatMap(({ fileId, path }) => (!wanted || wanted.has(path) ? [fileId] : [])),
  );
  const answer =
    fileIds.length === 0 || options.dryRun
      ? { nFiles: options.dryRun ? fileIds.length : 0, nMarkedReplaced: 0 }
      : await client.call("doctor.undo", { fileIds, actor: actorOf(options) }, { signal });
  if (options.json) printJson(answer);
  else
    print(
      options.dryRun
        ? `${plural(answer.nFiles, "mask")} would be taken back.`
        : `${plural(answer.nFiles, "mask")} taken back.${markWords(answer.nMarkedReplaced)}`,
    );
  return 0;
}

/** @param nMarked masks that went out of use with their marks */
function markWords(nMarked: number): string {
  if (nMarked === 0) return "";
  const those =
    nMarked === 1 ? "1 mask that was replaced do" : `${nMarked.toLocaleString("en")} masks that were replaced do`;
  return ` The marks of ${those} not count at present; they are kept.`;
}

function listing({ groups, mended }: Output<"doctor.diagnose">): string {
  if (groups.length === 0 && mended.length === 0) return "Nothing to mend.";
  const hint = groups.every(({ code }) => code === "mask-chosen")
    ? []
    : ["* is recommended: winnow mend --remedy recommended, or name a kind."];
  return [...groups.map(describeGroup), ...mended.map(describeMended), ...hint].join("\n\n");
}

function planned({ group, remedy, fileIds }: Plan): string {
  return `${plural(fileIds.length, "mask")} of ${group.source} [${group.code}]: ${describeRemedy(remedy)}`;
}

/** Null where the group does not offer what was asked for. */
function planFor(group: AilingGroup, options: MendOptions): Plan | null {
  const kinds = new Set(options.remedy);
  const asked = (name: string): boolean => kinds.has(name) || kinds.has(name.split("-")[0]!);
  const offered = group.grid?.remedies.find(
    ({ remedy }) => asked(remedyName(remedy)) || kinds.has(remedy.kind),
  )?.remedy;
  const values = group.values?.remedies.find(({ kind }) => kinds.has(kind));
  if (!offered && !values && (!kinds.has("recommended") || group.code === "mask-chosen")) return null;
  const grid = offered ?? group.recommended?.grid ?? null;
  // Without a word from the person or the files, how it lies stays open.
  if (group.grid && !grid) return null;
  const usual = group.recommended ? group.recommended.values : (group.values?.remedies[0] ?? null);
  const remedy = { grid, values: adjusted(values ?? usual, options) };
  return { group, remedy, fileIds: chosen(group, options).map(({ fileId }) => fileId) };
}

/** Masks that are named are mended as they are told to, whatever is known of them. */
function alsoOf({ mask, source }: MendOptions): { paths?: string[]; source?: string } | undefined {
  if (!mask && source === undefined) return undefined;
  return { ...(mask && { paths: [...mask] }), ...(source !== undefined && { source }) };
}

function chosen(group: AilingGroup, { mask, source }: MendOptions): AilingGroup["masks"] {
  if (source !== undefined && group.source !== source) return [];
  return mask ? group.masks.filter(({ path }) => mask.includes(path)) : group.masks;
}

function adjusted(values: ValuesRemedy | null, { threshold, class: names = {} }: MendOptions): ValuesRemedy | null {
  if (values?.kind === "threshold")
    return { ...values, share: threshold ?? values.share, name: names["1"] ?? values.name };
  if (values?.kind === "objects") return { ...values, name: names["1"] ?? values.name };
  if (!values) return null;
  const classes = values.classes.map((one) => {
    const name = names[fromWords(one.from)];
    return name === undefined ? one : { ...one, name };
  });
  return { ...values, classes };
}

/** A class for a value that no mask has is a slip of the keyboard, and would leave the mask's own values as they are. */
function requireKnown(names: Names, plans: readonly Plan[]): void {
  const known = new Set(plans.flatMap(({ remedy }) => keysOf(remedy.values)));
  const unknown = Object.keys(names).filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  throw new AppError(
    "bad-request",
    `None of these masks has the ${unknown.length === 1 ? "value" : "values"} ${unknown.join(", ")}.`,
    known.size === 0
      ? "Their values stay what they are with this remedy: leave --class away, or choose a remedy for values."
      : `Their values are ${[...known].join(", ")}.`,
  );
}

/** What `--class` can name. */
function keysOf(values: ValuesRemedy | null): string[] {
  if (!values) return [];
  return "classes" in values ? values.classes.map(({ from }) => fromWords(from)) : ["1"];
}

function className(text: string, before: Names = {}): Names {
  const [, value, name] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (value === undefined || name === undefined)
    throw new InvalidArgumentError("It must read VALUE=NAME, for example 128=liver or #ff0000=liver.");
  return { ...before, [value.toLowerCase()]: name.trim() || null };
}

function actorOf({ rater }: MendOptions): string {
  return rater ?? userInfo().username;
}

function notOffered(kinds: readonly string[]): AppError {
  return new AppError(
    "bad-request",
    `None of these masks can be mended by ${kinds.join(", ")}.`,
    "winnow mend without --remedy lists what can be done.",
  );
}
