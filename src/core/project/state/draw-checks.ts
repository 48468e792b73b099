import type { WritableProject } from "../project.ts";
import { type DrawPurpose, type Lot, recordDraw } from "../queries/lots.ts";

/** Draws further members of a lot, as far as it has them, and records it. @returns how many were drawn */
export function drawMore(project: WritableProject, lot: Lot, wanted: number, purpose: DrawPurpose): number {
  const n = Math.min(wanted, lot.members.length - lot.nDrawn);
  if (n <= 0) return 0;
  project.transaction(() => {
    recordDraw(project, lot.id, { first: lot.nDrawn, n, purpose });
    const after = { first: lot.nDrawn, n, purpose };
    project.audit({ actor: "winnow", action: "checks.drawn", object: `lot:${lot.id}`, after });
  });
  return n;
}
