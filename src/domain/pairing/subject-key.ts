const WELL_KNOWN: readonly RegExp[] = [
  /(?:^|[/_])(sub-[A-Za-z0-9]+)(?=[/_.]|$)/,
  /(?:^|[/_-])((?:patient|subject|subj|pat|pt)[-_]?\d+)(?=[/_.-]|$)/i,
  /(?:^|[/_])(TCGA-[A-Z0-9]{2}-[A-Z0-9]{4})(?=[-/_.]|$)/,
];

/**
 * The person (or animal, or specimen) that an image shows, as far as its path tells: `sub-01/anat/…`,
 * `patient001_frame12`, `TCGA-02-0001`. All images of one subject stay on one side of every split.
 * @param pattern a regular expression with one group, for folders with names of their own
 * @returns null where the path does not tell
 */
export function subjectFromPath(path: string, pattern?: RegExp): string | null {
  const patterns = pattern ? [pattern] : WELL_KNOWN;
  for (const candidate of patterns) {
    const match = candidate.exec(path);
    const subject = match?.[1] ?? (pattern ? match?.[0] : undefined);
    if (subject) return subject;
  }
  return null;
}
