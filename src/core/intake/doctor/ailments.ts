import type { AilingGroup, AlsoMasks } from "#contract/commands/doctor.ts";
import { diagnoseByEye } from "#domain/remedy/diagnose-grid.ts";
import type { Ailment } from "./ailment.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadableProject } from "../../project/project.ts";
import { chosenRemedies, type StoredRemedy } from "../../project/queries/remedies.ts";
import { maskFolderOf } from "../class-names.ts";
import type { MaskDiagnosis, MaskLabel } from "../inspect-mask.ts";
import { knownImages } from "../known-images.ts";
import { valuesOf } from "../label-findings.ts";
import type { FolderTables } from "../read-tables.ts";
import { readTablesOf } from "./folder-tables.ts";
import { usualRemedies } from "./usual-remedies.ts";

export interface AilmentGroup extends Omit<AilingGroup, "masks" | "nInUse" | "nMarked"> {
  readonly members: readonly Ailment[];
}

interface Row {
  fileId: number;
  folderId: number;
  path: string;
  caseId: number;
  case: string;
  source: string | null;
  sha256: string;
  imageFileId: number;
  imageSha256: string;
  is_refused: 0 | 1;
  labels: string;
  diagnosis: string | null;
}

const ROWS = /* sql */ `
  SELECT file.id AS fileId, file.folder_id AS folderId, file.path, cases.id AS caseId, cases.name AS "case",
         mask_content.source, mask_content.sha256, cases.file_id AS imageFileId, cases.image_sha256 AS imageSha256,
         is_refused, labels, diagnosis
  FROM mask_content JOIN file ON file.id = mask_content.file_id JOIN cases ON cases.file_id = mask_content.image_file_id
  WHERE cases.retired_at IS NULL AND file.is_present = 1 AND mask_content.sha256 <> ''
    AND mask_content.image_sha256 = cases.image_sha256`;

/** What is asked for, of all that can be mended. */
interface Wanted {
  readonly code?: string | undefined;
  readonly also?: AlsoMasks | undefined;
}

/**
 * Masks that are alike in what is wrong with them, largest groups first; those that are mended are left out.
 * @param mended files with a remedy that holds
 */
export async function ailmentGroups(
  project: ReadableProject,
  { code, also }: Wanted,
  mended: Mended = heldRemedies(project),
): Promise<AilmentGroup[]> {
  const found = [...ofFiles(project, mended), ...ofLabels(project, mended)];
  const known = new Set(found.map(({ fileId }) => fileId));
  const chosen = also ? ofChosen(project, also, mended).filter(({ fileId }) => !known.has(fileId)) : [];
  const ailments = [...found, ...chosen].filter((one) => code === undefined || one.code === code);
  const tablesOf = new Map<number, Promise<FolderTables>>();
  for (const { folderId } of ailments)
    if (!tablesOf.has(folderId)) tablesOf.set(folderId, readTablesOf(project, folderId));
  const groups = [...Map.groupBy(ailments, keyOf)].map(async ([key, members]): Promise<AilmentGroup> => {
    const [first] = members as [Ailment];
    const tables = await tablesOf.get(first.folderId)!;
    const values = first.values && usualRemedies(members, first.values, tables);
    const areGridsClear = first.grid?.isClear ?? true;
    return {
      id: sha256Of(Buffer.from(key)).slice(0, 16),
      code: first.code,
      severity: first.severity,
      source: first.source,
      n: members.length,
      grid: first.grid,
      values,
      recommended: areGridsClear
        ? {
            grid: first.grid?.remedies[0]?.remedy ?? null,
            values: values?.problem === "none" ? null : (values?.remedies[0] ?? null),
          }
        : null,
      members,
    };
  });
  return (await Promise.all(groups)).toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1));
}

/** What reading the file told. */
function ofFiles(project: ReadableProject, mended: Mended): Ailment[] {
  return project
    .all<Row>(`${ROWS} AND diagnosis IS NOT NULL ORDER BY file.path`)
    .filter(({ fileId }) => !mended.has(fileId))
    .map((row) => {
      const { grid, values, findings } = JSON.parse(row.diagnosis!) as MaskDiagnosis;
      return { ...ailment(row), grid, values, code: findings[0]!.code, severity: findings[0]!.severity };
    });
}

/** What the labels of a folder's masks told together. */
function ofLabels(project: ReadableProject, mended: Mended): Ailment[] {
  const found = project.all<{ folder_id: number; path: string; code: string }>(
    "SELECT folder_id, path, code FROM finding WHERE code IN ('mask-label-unknown', 'mask-values-gaps')",
  );
  if (found.length === 0) return [];
  const codes = new Map(found.map(({ folder_id: folder, path, code }) => [`${folder} ${path}`, code]));
  return project.all<Row>(`${ROWS} AND is_refused = 0 AND diagnosis IS NULL ORDER BY file.path`).flatMap((row) => {
    if (mended.has(row.fileId)) return [];
    const code = codes.get(`${row.folderId} ${row.path}`) ?? codes.get(`${row.folderId} ${maskFolderOf(row.path)}`);
    const labels = ailment(row);
    const values = valuesOf([labels]);
    // A mask of objects has no values of its own, whatever lies beside it.
    if (code === undefined || values.length === 0) return [];
    return {
      ...labels,
      code,
      severity: "warning" as const,
      grid: null,
      values: {
        problem: code === "mask-values-gaps" ? ("gaps" as const) : ("unknown-labels" as const),
        range: [values[0]!, values.at(-1)!] as [number, number],
        nValues: values.length,
        remedies: [],
      },
    };
  });
}

/** Masks in use that somebody wants to mend although nothing is known to be wrong with them. */
function ofChosen(project: ReadableProject, { paths, source }: AlsoMasks, mended: Mended): Ailment[] {
  const wanted = new Set(paths);
  const images = knownImages(project);
  return project
    .all<Row>(`${ROWS} AND is_refused = 0 AND diagnosis IS NULL ORDER BY file.path`)
    .filter(
      (row) => !mended.has(row.fileId) && (wanted.has(row.path) || (source !== undefined && row.source === source)),
    )
    .map((row) => {
      const known = ailment(row);
      const values = valuesOf([known]);
      return {
        ...known,
        code: "mask-chosen",
        severity: "warning",
        grid: diagnoseByEye(images.get(row.imageFileId)!.geometry),
        values: {
          problem: "none",
          range: [values[0] ?? 0, values.at(-1) ?? 0],
          nValues: values.length,
          remedies:
            values.length === 0
              ? []
              : [{ kind: "labels", classes: values.map((from) => ({ from, name: String(from) })) }],
        },
      };
    });
}

function ailment(row: Row): Omit<Ailment, "grid" | "values" | "code" | "severity"> {
  const { is_refused: isRefused, labels, source, diagnosis: _, ...rest } = row;
  return {
    ...rest,
    source: source ?? "masks",
    isRefused: isRefused === 1,
    labels: JSON.parse(labels) as MaskLabel[],
  };
}

/** By file. */
type Mended = ReadonlyMap<number, StoredRemedy>;

/** The remedies that were chosen for what their files and these files' images are now. */
export function heldRemedies(project: ReadableProject): Mended {
  const current = new Map(
    project
      .all<{ fileId: number; sha256: string; imageSha256: string }>(
        "SELECT mask_content.file_id AS fileId, mask_content.sha256, cases.image_sha256 AS imageSha256 FROM mask_content JOIN cases ON cases.file_id = image_file_id",
      )
      .map((row) => [row.fileId, row]),
  );
  const held = [...chosenRemedies(project)].filter(([fileId, chosen]) => {
    const now = current.get(fileId);
    return now?.sha256 === chosen.fileSha256 && now.imageSha256 === chosen.imageSha256;
  });
  return new Map(held);
}

function keyOf({ folderId, path, source, code, grid, values }: Ailment): string {
  return JSON.stringify([
    folderId,
    maskFolderOf(path),
    source,
    code,
    grid?.differences.map(({ what }) => what) ?? [],
    // What is alike has the same first remedy, by the same evidence.
    grid?.isClear ? grid.remedies[0]!.remedy : grid?.remedies.map(({ remedy }) => remedy.kind),
    values?.problem ?? null,
    values?.remedies[0]?.kind ?? null,
  ]);
}
