import type { SelectedCase } from "../project/state/select-masks.ts";

/**
 * How subjects are called in a release, by case: `sub-…` where they are called so already (BIDS), else numbered in the
 * order of the cases. Names of folders and patients stay behind.
 */
export function subjectLabels(cases: readonly SelectedCase[]): Map<number, string> {
  const subjectOf = (selected: SelectedCase): string => selected.masks[0]!.subject;
  const subjects = [...new Set(cases.map(subjectOf))];
  const isLabel = (subject: string): boolean => /^sub-[A-Za-z0-9]+$/.test(subject);
  const used = new Set(subjects.filter(isLabel));
  const digits = Math.max(3, String(subjects.length).length);
  let n = 0;
  const labels = new Map<string, string>();
  for (const subject of subjects) {
    let label = subject;
    while (!isLabel(subject) && (label === subject || used.has(label))) {
      n += 1;
      label = `sub-${String(n).padStart(digits, "0")}`;
    }
    labels.set(subject, label);
  }
  return new Map(cases.map((selected) => [selected.id, labels.get(subjectOf(selected))!]));
}
