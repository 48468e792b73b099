import type { Output } from "#contract/commands.ts";
import { folderOnDisk } from "../project/folders.ts";
import type { ReadableProject } from "../project/project.ts";

/** The releases that were written, the latest first, by where they were put. */
export function listReleases(project: ReadableProject): Output<"release.list"> {
  return project
    .all<{ id: number; path: string; layout: string; created_at: number }>(
      "SELECT id, path, layout, created_at FROM release ORDER BY id DESC",
    )
    .map((row) => ({
      id: row.id,
      path: folderOnDisk(project, row.path),
      layout: row.layout,
      createdAt: row.created_at,
    }));
}
