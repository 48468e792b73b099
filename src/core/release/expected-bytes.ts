import type { ReadableProject } from "../project/project.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** The sizes of the files that go in; what is written anew in another format comes to about as much; one volume to its share. */
export function expectedBytes(project: ReadableProject, plan: ReleasePlan): number {
  const ids = (values: readonly number[]): string => JSON.stringify(values);
  const sum = (sql: string, values: string): number => project.get<{ n: number | null }>(sql, values)!.n ?? 0;
  const cases = ids(plan.selection.cases.map((selected) => selected.id));
  const masks = ids(plan.selection.cases.flatMap((selected) => selected.masks.map((mask) => mask.id)));
  return (
    sum(
      `SELECT sum(size_bytes / coalesce(json_extract(series, '$.n'), 1)) AS n FROM json_each(?) JOIN cases ON cases.id = value
       JOIN file ON file.id = cases.file_id LEFT JOIN volume_series ON volume_series.file_id = file.id`,
      cases,
    ) +
    sum(
      "SELECT sum(size_bytes) AS n FROM json_each(?) JOIN case_channel ON case_channel.case_id = value JOIN file ON file.id = case_channel.file_id",
      cases,
    ) +
    sum(
      "SELECT sum(size_bytes) AS n FROM json_each(?) JOIN cases ON cases.id = value JOIN image_slice ON image_file_id = cases.file_id JOIN file ON file.id = image_slice.file_id WHERE position > 0",
      cases,
    ) +
    sum(
      "SELECT sum(size_bytes) AS n FROM file WHERE id IN (SELECT file_id FROM json_each(?) JOIN candidate ON candidate.id = value)",
      masks,
    ) +
    BYTES_A_VOXEL * (plan.errorMaps.length > 0 ? countVoxels(plan) : 0)
  );
}

/** Of an error map, packed, where the object fills most of its image; elsewhere nearly all of it is 0. */
const BYTES_A_VOXEL = 0.2;

function countVoxels({ errorMaps }: ReleasePlan): number {
  return errorMaps.reduce((sum, { mask }) => sum + mask.size.reduce((product, edge) => product * edge, 1), 0);
}
