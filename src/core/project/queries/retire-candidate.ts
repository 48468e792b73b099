import type { WritableProject } from "../project.ts";

/**
 * Takes a mask out of use. Its labels stay, and speak for it alone; that they no longer count stands in the history. Call
 * inside a transaction.
 * @returns whether it had labels: then somebody has to be told
 */
export function retireCandidate(
  project: WritableProject,
  mask: { readonly id: number; readonly name: string; readonly mask_sha256: string },
): boolean {
  project.run("UPDATE candidate SET retired_at = ? WHERE id = ?", Date.now(), mask.id);
  const { n } = project.get<{ n: number }>("SELECT count(*) AS n FROM label WHERE candidate_id = ?", mask.id)!;
  if (n === 0) return false;
  project.audit({
    actor: "winnow",
    action: "candidate.retired",
    object: `candidate:${mask.name}`,
    before: { mask_sha256: mask.mask_sha256 },
  });
  return true;
}
