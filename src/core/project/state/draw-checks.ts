import type { WritableProject } from "../project.ts";
import { type DrawPurpose, type Lot, recordDraw } from "../queries/lots.ts";
import type { GuaranteeState } from "./guarantee.ts";

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

/**
 * Draws a batch of spot checks where a list is proven and none is under way. As early as that is known: a mask whose
 * tile has said that the judge accepts it could not be marked blind any more.
 * @returns how many were drawn
 */
export function drawSpotChecks(project: WritableProject, state: GuaranteeState | null): number {
  if (!state?.lot || !state.watch) return 0;
  return drawMore(project, state.lot, state.watch.drawUpTo - state.lot.nDrawn, "spot-check");
}
