/** A candidate as the release rule sees it. */
export interface ListEntry {
  readonly candidateId: number;
  readonly caseId: number;
  readonly classId: number;
  readonly score: number;
}

/**
 * The best-scored candidate of every case and class: a release takes at most one mask for each (design, rule 9). Equal
 * scores go to the candidate that came first.
 * @param isOpen whether a candidate may be released unseen: no person has decided on it
 * @param isSettled whether a person has accepted a mask for that case and class already
 */
export function bestPerCaseAndClass(
  entries: readonly ListEntry[],
  isOpen: (entry: ListEntry) => boolean,
  isSettled: (entry: ListEntry) => boolean,
): ListEntry[] {
  const best = new Map<string, ListEntry>();
  for (const entry of entries) {
    if (!isOpen(entry) || isSettled(entry)) continue;
    const key = `${entry.caseId}/${entry.classId}`;
    const known = best.get(key);
    const isBetter =
      !known || entry.score > known.score || (entry.score === known.score && entry.candidateId < known.candidateId);
    if (isBetter) best.set(key, entry);
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score || a.candidateId - b.candidateId);
}
