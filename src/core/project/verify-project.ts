import type { Output } from "#contract/commands.ts";
import { cancelledError } from "#contract/errors.ts";
import { sha256Of, sha256OfFiles } from "../io/files/hash.ts";
import type { Progress } from "../jobs/progress.ts";
import { verifyAudit } from "./audit-log.ts";
import { fileOnDisk } from "./folders.ts";
import type { Project } from "./project.ts";
import { slicesOf } from "./queries/image-reference.ts";
import { LABEL_COLUMNS, labelHash } from "./queries/labels.ts";
import { membersHash } from "./queries/lots.ts";

type Check = Output<"project.verify">["checks"][number];

export interface VerifyOptions {
  /** Also read every image and mask, and compare it with its hash. */
  readonly files: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/**
 * Checks a project file (reliability S7, A1): SQLite's own integrity, every stored hash, and the chain of the history.
 * integrity_check alone misses most flipped bits, so whatever a person or a training put there has a hash of its own.
 */
export async function verifyProject(
  project: Project,
  { files, signal, progress }: VerifyOptions,
): Promise<Output<"project.verify">> {
  progress.phase("Checking the project file", "checks", null);
  const checks: Check[] = [
    sqlite(project),
    foreignKeys(project),
    audit(project),
    labels(project),
    labelsInHistory(project),
    weights(project, "judge_version", "Judge versions"),
    weights(project, "segmenter", "Segmenters"),
    lots(project),
    ownMasks(project),
    releases(project),
  ];
  if (files) checks.push(await sources(project, signal, progress));
  return { good: checks.every((check) => check.good), checks };
}

function sqlite(project: Project): Check {
  const answer = project.database.pragma("integrity_check") as { integrity_check: string }[];
  const problems = answer.map((row) => row.integrity_check).filter((text) => text !== "ok");
  return check("SQLite's integrity", problems.slice(0, 3), "the file is whole");
}

function foreignKeys(project: Project): Check {
  const broken = project.database.pragma("foreign_key_check") as { table: string }[];
  return check("References between tables", broken.map((row) => row.table).slice(0, 3), "every reference holds");
}

function audit(project: Project): Check {
  const { brokenAt, nRows } = verifyAudit(project.database);
  return check(
    "History",
    brokenAt === null ? [] : [`the chain breaks at row ${brokenAt}`],
    `${nRows} rows, an unbroken chain`,
  );
}

function labels(project: Project): Check {
  const rows = project.all<Record<string, string | number | null>>(
    `SELECT id, ${LABEL_COLUMNS.join(", ")}, row_sha256 FROM label ORDER BY id`,
  );
  const wrong = rows.filter((row) => labelHash(LABEL_COLUMNS.map((column) => row[column])) !== row["row_sha256"]);
  return check(
    "Labels",
    wrong.map((row) => `label ${row["id"]} is not what was stored`),
    `${rows.length} labels, each as it was given`,
  );
}

/** Every label stands in the history, in the same order: none was added, lost or exchanged. */
function labelsInHistory(project: Project): Check {
  const stored = project
    .all<{ row_sha256: string }>("SELECT row_sha256 FROM label ORDER BY id")
    .map((row) => row.row_sha256);
  const told = project
    .all<{ after: string }>("SELECT after FROM audit WHERE action = 'label.given' ORDER BY id")
    .map((row) => (JSON.parse(row.after) as { row_sha256: string }).row_sha256);
  const at = stored.findIndex((hash, index) => hash !== told[index]);
  const problems =
    at >= 0
      ? [`label ${at + 1} and the history differ`]
      : stored.length === told.length
        ? []
        : [`${stored.length} labels, but ${told.length} in the history`];
  return check("Labels against the history", problems, "they agree");
}

function weights(project: Project, table: "judge_version" | "segmenter", title: string): Check {
  const rows = project.all<{ version: number; weights: Uint8Array; weights_sha256: string }>(
    `SELECT version, weights, weights_sha256 FROM ${table}`,
  );
  const wrong = rows.filter((row) => sha256Of(row.weights) !== row.weights_sha256);
  return check(
    title,
    wrong.map((row) => `the weights of version ${row.version} do not match their hash`),
    `${rows.length} versions, all weights match`,
  );
}

function lots(project: Project): Check {
  const rows = project.all<{ id: number; members_sha256: string }>("SELECT id, members_sha256 FROM lot");
  const wrong = rows.filter((row) => {
    const members = project.all<{ candidate_id: number }>(
      "SELECT candidate_id FROM lot_member WHERE lot_id = ? ORDER BY position",
      row.id,
    );
    return membersHash(members.map((member) => member.candidate_id)) !== row.members_sha256;
  });
  return check(
    "Lots of random checks",
    wrong.map((row) => `the order of lot ${row.id} was changed`),
    `${rows.length} lots, each in its order`,
  );
}

function ownMasks(project: Project): Check {
  const rows = project.all<{ candidate_id: number; bytes: Uint8Array; sha256: string }>(
    "SELECT candidate_id, bytes, sha256 FROM own_mask",
  );
  const wrong = rows.filter((row) => sha256Of(row.bytes) !== row.sha256);
  return check(
    "Masks made by Winnow",
    wrong.map((row) => `mask ${row.candidate_id} does not match its hash`),
    `${rows.length} masks match`,
  );
}

function releases(project: Project): Check {
  const rows = project.all<{ id: number; manifest: string; manifest_sha256: string }>(
    "SELECT id, manifest, manifest_sha256 FROM release",
  );
  const wrong = rows.filter((row) => sha256Of(row.manifest) !== row.manifest_sha256);
  return check(
    "Releases",
    wrong.map((row) => `the manifest of release ${row.id} was changed`),
    `${rows.length} manifests match`,
  );
}

async function sources(project: Project, signal: AbortSignal, progress: Progress): Promise<Check> {
  const rows = project.all<{ id: number; folder: string; path: string; sha256: string; header: 0 | 1 }>(
    "SELECT file.id, folder.path AS folder, file.path, file.sha256, (lower(file.path) LIKE '%hdr' OR lower(file.path) LIKE '%.mhd') AS header FROM file JOIN folder ON folder.id = file.folder_id WHERE file.is_present = 1 AND file.role IN ('image', 'mask') AND file.sha256 IS NOT NULL",
  );
  progress.phase("Checking images and masks", "files", rows.length);
  const problems: string[] = [];
  for (const [index, row] of rows.entries()) {
    if (signal.aborted) throw cancelledError();
    progress.done(index + 1);
    // The hash of a header covers its data file too, and is made while reading it: these are not compared here.
    if (row.header === 1) continue;
    const slices = slicesOf(project, row.id);
    const paths = slices.length > 0 ? slices : [fileOnDisk(project, row)];
    const sha256 = await sha256OfFiles(paths, signal).catch(() => null);
    if (sha256 === null) problems.push(`${row.path} cannot be read`);
    else if (sha256 !== row.sha256) problems.push(`${row.path} has changed`);
  }
  return check("Images and masks", problems, `${rows.length} files are as they were when added`);
}

function check(what: string, problems: readonly string[], whenGood: string): Check {
  const shown = problems.slice(0, 5).join("; ");
  return {
    what,
    good: problems.length === 0,
    detail:
      problems.length === 0 ? whenGood : `${shown}${problems.length > 5 ? `; and ${problems.length - 5} more` : ""}`,
  };
}
