import type { VolumeFile } from "#contract/commands/volumes.ts";
import { axisWords } from "#domain/image/volume-words.ts";
import type { ReadableProject } from "../../project/project.ts";
import { seriesFiles, volumeChoices } from "../../project/queries/volumes.ts";
import { markedCandidates } from "./marked-candidates.ts";

/** The image files that hold several volumes, by path. Files that were left out as masks are not among them. */
export function listVolumes(project: ReadableProject): VolumeFile[] {
  const choices = volumeChoices(project);
  const known = seriesFiles(project);
  const files = project.all<{ id: number; path: string; used: number | null }>(
    `SELECT file.id, file.path, image_content.volume AS used FROM volume_series JOIN file ON file.id = volume_series.file_id
     LEFT JOIN image_content ON image_content.file_id = file.id WHERE file.is_present = 1 ORDER BY file.path, file.id`,
  );
  const marked = Map.groupBy(
    markedCandidates(
      project,
      files.map(({ id }) => id),
    ),
    ({ fileId }) => fileId,
  );
  return files.map(({ id, path, used }) => {
    const { series, size } = known.get(id)!;
    const choice = choices.get(id);
    const holds = choice?.nVolumes === series.n;
    return {
      fileId: id,
      path,
      size: [...size],
      series,
      about: axisWords(series),
      // While a choice is carried out, or after it was stopped, the file may still be used as it was before.
      chosen: choice && holds && used === choice.volume ? { volume: used, actor: choice.actor, at: choice.at } : null,
      outdated: choice && !holds ? { volume: choice.volume, of: choice.nVolumes } : null,
      nMarked: marked.get(id)?.length ?? 0,
    };
  });
}
