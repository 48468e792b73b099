import type { VolumeSeries } from "#contract/volumes.ts";

/** What tells the volumes of a file apart, in a sentence. */
export function axisWords({ axis, step, names }: VolumeSeries): string {
  if (axis === "time")
    return step
      ? `They follow one another in time, ${step.value} ${step.unit} apart.`
      : "They follow one another in time.";
  if (axis === "channels") return names ? `They are channels: ${names.join(", ")}.` : "They are channels.";
  return "The file does not say whether they are times or channels.";
}

/** Up to three digits behind the point: 2.5 s, 700 ms. */
const DIGITS = 1e3;

/** When a volume was taken, from the first one on; null where that is not known. @param volume counted from 0 */
export function timeOfVolume({ axis, step }: VolumeSeries, volume: number): { value: number; unit: string } | null {
  if (axis !== "time" || !step) return null;
  return { value: Math.round(step.value * volume * DIGITS) / DIGITS, unit: step.unit };
}
