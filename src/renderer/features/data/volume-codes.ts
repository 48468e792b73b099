import type { FindingGroup } from "#contract/commands/intake.ts";

/** What is noticed of files that are left out until a person has chosen one of their volumes. */
const ASKED: ReadonlySet<string> = new Set(["image-several-volumes", "image-volumes-changed"]);

/** Whether something can be done about it by choosing a volume. */
export function isAboutVolumes(code: string): boolean {
  return ASKED.has(code) || code === "image-other-volume";
}

/** Files that wait for somebody to choose one of their volumes. */
export function nWaitingForVolume(groups: readonly FindingGroup[]): number {
  return groups.reduce((sum, { code, n }) => (ASKED.has(code) ? sum + n : sum), 0);
}
