import type { Output, ParsedInput } from "#contract/commands.ts";
import type { AilingMask, MendedGroup } from "#contract/commands/doctor.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadableProject } from "../../project/project.ts";
import { remedyKind, type StoredRemedy } from "../../project/queries/remedies.ts";
import { ailmentGroups, heldRemedies } from "./ailments.ts";

/** What can be mended, in groups that are alike, and what was. */
export async function diagnose(
  project: ReadableProject,
  { nNamed, ...wanted }: ParsedInput<"doctor.diagnose">,
): Promise<Output<"doctor.diagnose">> {
  const inUse = masksInUse(project);
  const held = heldRemedies(project);
  const groups = (await ailmentGroups(project, wanted, held)).map(({ members, ...group }) => ({
    ...group,
    nInUse: members.filter(({ fileId }) => inUse.has(fileId)).length,
    nMarked: members.filter(({ fileId }) => inUse.get(fileId) === true).length,
    masks: members
      .slice(0, nNamed)
      .map(({ fileId, path, caseId, case: name }) => ({ fileId, path, caseId, case: name })),
  }));
  return { groups, mended: mendedGroups(project, [...held.values()], { inUse, nNamed }) };
}

function mendedGroups(
  project: ReadableProject,
  remedies: readonly StoredRemedy[],
  { inUse, nNamed }: { readonly inUse: ReadonlyMap<number, boolean>; readonly nNamed: number },
): MendedGroup[] {
  if (remedies.length === 0) return [];
  const masks = new Map(
    project
      .all<AilingMask & { source: string }>(
        `SELECT file.id AS fileId, file.path, cases.id AS caseId, cases.name AS "case", coalesce(mask_content.source, 'masks') AS source
         FROM mask_content JOIN file ON file.id = mask_content.file_id JOIN cases ON cases.file_id = image_file_id
         WHERE cases.retired_at IS NULL AND file.is_present = 1`,
      )
      .map((row) => [row.fileId, row]),
  );
  const groups = Map.groupBy(
    remedies.filter(({ fileId }) => masks.has(fileId)),
    ({ fileId, remedy }) => `${masks.get(fileId)!.source} ${JSON.stringify(remedy)}`,
  );
  return [...groups]
    .map(([key, group]) => {
      const last = group.at(-1)!;
      const fileIds = group.map(({ fileId }) => fileId);
      return {
        id: sha256Of(Buffer.from(key)).slice(0, 16),
        source: masks.get(last.fileId)!.source,
        remedy: last.remedy,
        kind: remedyKind(last.remedy),
        n: group.length,
        nMarked: fileIds.filter((fileId) => inUse.get(fileId) === true).length,
        fileIds,
        masks: fileIds.slice(0, nNamed).map((fileId) => {
          const { source: _, ...mask } = masks.get(fileId)!;
          return mask;
        }),
        actor: last.actor,
        at: last.at,
      };
    })
    .toSorted((a, b) => b.at - a.at || b.n - a.n);
}

/** Files with masks in use, and whether somebody has marked one of them. */
function masksInUse(project: ReadableProject): Map<number, boolean> {
  const rows = project.all<{ fileId: number; isMarked: 0 | 1 }>(
    `SELECT file_id AS fileId, max(EXISTS (SELECT 1 FROM label WHERE label.candidate_id = candidate.id)) AS isMarked
     FROM candidate WHERE retired_at IS NULL AND file_id IS NOT NULL GROUP BY file_id`,
  );
  return new Map(rows.map(({ fileId, isMarked }) => [fileId, isMarked === 1]));
}
