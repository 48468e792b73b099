import type { VolumeSeries } from "#contract/volumes.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** A file that holds several volumes, as it was when it was last read. */
export interface SeriesFile {
  readonly fileId: number;
  /** Of the file. */
  readonly sha256: string;
  /** Of one volume, in voxels. */
  readonly size: readonly number[];
  readonly series: VolumeSeries;
}

/** Which volume of a file a person chose, and when. */
export interface VolumeChoice {
  readonly fileId: number;
  /** Counted from 0. */
  readonly volume: number;
  /** How many there were. */
  readonly nVolumes: number;
  readonly fileSha256: string;
  readonly actor: string;
  readonly at: number;
}

/** By file. */
export function seriesFiles(project: ReadableProject): Map<number, SeriesFile> {
  const rows = project.all<{ fileId: number; sha256: string; size: string; series: string; names: string | null }>(
    "SELECT file_id AS fileId, sha256, size, series, names FROM volume_series",
  );
  return new Map(
    rows.map(({ size, series, names, ...row }) => [
      row.fileId,
      {
        ...row,
        size: JSON.parse(size) as number[],
        series: seriesOf({ series, names }),
      },
    ]),
  );
}

/** A `dataset.json` that names as many channels says more than any header. */
function seriesOf(row: { readonly series: string; readonly names: string | null }): VolumeSeries {
  const series = JSON.parse(row.series) as VolumeSeries;
  if (row.names === null) return series;
  return { n: series.n, axis: "channels", step: null, names: JSON.parse(row.names) as string[] };
}

/** Call inside a transaction. @param names null where nothing names the volumes */
export function nameVolumes(project: WritableProject, fileId: number, names: readonly string[] | null): void {
  project.run("UPDATE volume_series SET names = :names WHERE file_id = :fileId AND names IS NOT :names", {
    names: names && JSON.stringify(names),
    fileId,
  });
}

/** Call inside a transaction. @param found null: the file holds one volume */
export function storeSeries(project: WritableProject, fileId: number, found: Omit<SeriesFile, "fileId"> | null): void {
  if (!found) {
    project.run("DELETE FROM volume_series WHERE file_id = ?", fileId);
    return;
  }
  project.run(
    "INSERT OR REPLACE INTO volume_series (file_id, sha256, size, series) VALUES (?, ?, ?, ?)",
    fileId,
    found.sha256,
    JSON.stringify(found.size),
    JSON.stringify(found.series),
  );
}

/** Call inside a transaction. @param volume null takes the choice before back */
export function insertChoice(
  project: WritableProject,
  { fileId, sha256, series }: SeriesFile,
  volume: number | null,
  actor: string,
): void {
  project.run(
    "INSERT INTO volume_choice (file_id, volume, n_volumes, file_sha256, actor, at) VALUES (?, ?, ?, ?, ?, ?)",
    fileId,
    volume,
    series.n,
    sha256,
    actor,
    Date.now(),
  );
}

/** The last choice of every file that has one which was not taken back, whether it holds for what the file is now or not. */
export function volumeChoices(project: ReadableProject): Map<number, VolumeChoice> {
  const rows = project.all<Omit<VolumeChoice, "volume"> & { volume: number | null }>(
    `SELECT file_id AS fileId, volume, n_volumes AS nVolumes, file_sha256 AS fileSha256, actor, at
     FROM volume_choice ORDER BY id`,
  );
  const choices = new Map<number, VolumeChoice[]>();
  for (const { volume, ...row } of rows) {
    const before = choices.get(row.fileId) ?? [];
    if (volume === null) before.pop();
    else before.push({ ...row, volume });
    choices.set(row.fileId, before);
  }
  return new Map([...choices].flatMap(([fileId, made]) => (made.length > 0 ? [[fileId, made.at(-1)!]] : [])));
}

/** The choices that hold: the file has as many volumes as there were, or has not been read yet. By file. */
export function wantedVolumes(project: ReadableProject): Map<number, VolumeChoice> {
  const known = seriesFiles(project);
  return new Map(
    [...volumeChoices(project)].filter(
      ([fileId, { nVolumes }]) => (known.get(fileId)?.series.n ?? nVolumes) === nVolumes,
    ),
  );
}

/** Which volume is the image, of the files that were read as one; null where the file holds one. By file. */
export function usedVolumes(project: ReadableProject): Map<number, number | null> {
  const rows = project.all<{ fileId: number; volume: number | null }>(
    "SELECT file_id AS fileId, volume FROM image_content",
  );
  return new Map(rows.map(({ fileId, volume }) => [fileId, volume]));
}

/** Which volume of its file the image of a case is; null where the file holds one. */
export function usedVolume(
  project: ReadableProject,
  caseId: number,
): { readonly volume: number; readonly series: VolumeSeries; readonly fileSha256: string } | null {
  const row = project.get<{ volume: number; series: string; names: string | null; fileSha256: string }>(
    `SELECT volume, series, names, volume_series.sha256 AS fileSha256 FROM cases
     JOIN image_content ON image_content.file_id = cases.file_id JOIN volume_series ON volume_series.file_id = cases.file_id
     WHERE cases.id = ? AND volume IS NOT NULL`,
    caseId,
  );
  return row ? { volume: row.volume, series: seriesOf(row), fileSha256: row.fileSha256 } : null;
}
