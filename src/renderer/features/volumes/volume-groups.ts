import type { VolumeFile } from "#contract/commands/volumes.ts";
import type { VolumeSeries } from "#contract/volumes.ts";
import { timeOfVolume } from "#domain/image/volume-words.ts";
import type { useText } from "../../i18n/index.ts";

type Text = ReturnType<typeof useText<"volumes">>;

/** Files with as many volumes of the same kind, of which one choice makes sense for all. */
export interface VolumeGroup {
  readonly key: string;
  readonly series: VolumeSeries;
  readonly files: readonly VolumeFile[];
}

export function volumeGroups(files: readonly VolumeFile[]): VolumeGroup[] {
  const groups = new Map<string, VolumeFile[]>();
  for (const file of files) {
    const { n, axis, names } = file.series;
    // How far times lie apart differs a little from scan to scan.
    const key = JSON.stringify([n, axis, names]);
    const alike = groups.get(key);
    if (alike) alike.push(file);
    else groups.set(key, [file]);
  }
  return [...groups].map(([key, alike]) => ({ key, series: alike[0]!.series, files: alike }));
}

/** What a volume is called: by its channel or time where that is known. @param volume counted from 0 */
export function volumeName(text: Text, series: VolumeSeries, volume: number): string {
  const name = series.names?.[volume] ?? timeName(text, series, volume);
  return name === null ? text.volume(volume + 1) : text.named(volume + 1, name);
}

/** The time between two volumes, in words; null where it is not known. */
export function stepName(text: Text, { step }: VolumeSeries): string | null {
  return step && text.at(step.value, digitsOf(step.value), step.unit);
}

function timeName(text: Text, series: VolumeSeries, volume: number): string | null {
  const time = timeOfVolume(series, volume);
  return time && text.at(time.value, digitsOf(time.value), time.unit);
}

const MOST_DIGITS = 3;

/** Digits behind the point that a number needs. */
function digitsOf(value: number): number {
  return Math.min(MOST_DIGITS, String(value).split(".")[1]?.length ?? 0);
}
