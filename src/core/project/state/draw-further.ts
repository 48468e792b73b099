import type { ListEntry } from "#domain/guarantee/automatic-list.ts";
import { grownLot, mayGrowBy, nextListSize } from "#domain/guarantee/grow-list.ts";
import { createRng } from "#domain/random/rng.ts";
import { planLooks } from "#domain/statistics/look-plan.ts";
import type { WritableProject } from "../project.ts";
import { judgeRecord } from "../queries/judges.ts";
import { insertLot, type Lot, lotsFor } from "../queries/lots.ts";
import { getSetting } from "../queries/settings.ts";
import { drawMore } from "./draw-checks.ts";
import type { GuaranteeState } from "./guarantee.ts";
import { openList } from "./plan-list.ts";

/**
 * Draws what comes after a proof, where a list is proven and nothing is under way: the checks by which it may grow, while
 * they allow it; else a batch of spot checks. As early as that is known: a mask whose tile has said that the judge
 * accepts it could not be marked blind any more.
 * @returns whether anything was drawn or frozen
 */
export function drawFurther(project: WritableProject, state: GuaranteeState | null): boolean {
  if (!state?.lot || !state.watch || !state.isProven) return false;
  const { lot, watch, growth } = state;
  if (growth) return drawMore(project, growth.lot, growth.proof.drawUpTo - growth.lot.nDrawn, "proof") > 0;
  const longer = growList(project, state);
  if (longer) drawMore(project, longer.lot, longer.nChecks, "proof");
  return longer !== null || drawMore(project, lot, watch.drawUpTo - lot.nDrawn, "spot-check") > 0;
}

/** Lists that could grow, but for which nothing is left: looked for once while a project is open, not after every mark. */
const exhausted = new WeakMap<WritableProject, Set<number>>();

/**
 * Freezes the list that comes after a proven one, in a lot in which what was drawn of that one has its places.
 * @returns it, and the checks of its first look; null where there is none, or it was tried
 */
function growList(
  project: WritableProject,
  { lot, growsWith }: GuaranteeState,
): { readonly lot: Lot; readonly nChecks: number } | null {
  const { id, judgeVersion, alpha, delta, seed, members, reach } = lot!;
  if (growsWith === null || reach <= members.length || exhausted.get(project)?.has(id)) return null;
  const added = nextMembers(project, lot!);
  const populationSize = members.length + added.length;
  const { looks } = planLooks({ populationSize, alpha, delta, nLooks: getSetting(project, "nLooks") });
  const first = looks.find(({ maxBad }) => maxBad >= growsWith);
  if (added.length === 0 || !first) {
    exhausted.set(project, (exhausted.get(project) ?? new Set()).add(id));
    return null;
  }
  const order = createRng(seed, "lot", judgeVersion, alpha, delta, members.length);
  const ids = added.map(({ candidateId }) => candidateId);
  const longer = {
    judgeVersion,
    alpha,
    delta,
    seed,
    // Those have their places among the others now.
    nAsserted: 0,
    reach,
    looks,
    continues: id,
    strata: null,
    // A mask that is open again may be surer than the list before.
    threshold: Math.min(lot!.threshold, added.at(-1)!.score),
    members: grownLot(members, ids, order),
  };
  project.transaction(() => insertLot(project, longer, "winnow"));
  const chain = lotsFor(project, judgeVersion, alpha, delta);
  return { lot: chain.at(chain.length - 1), nChecks: first.nChecks };
}

/** The next best masks that no person has decided, of cases and classes that have none on the list. */
function nextMembers(project: WritableProject, { judgeVersion, alpha, members, reach }: Lot): ListEntry[] {
  const listed = new Set(members);
  const slots = new Set(
    project
      .all<{ id: number; case_id: number; class_id: number }>("SELECT id, case_id, class_id FROM candidate")
      .flatMap(({ id, case_id: caseId, class_id: classId }) => (listed.has(id) ? [`${caseId}/${classId}`] : [])),
  );
  return openList(project, judgeRecord(project, judgeVersion))
    .entries.filter((entry) => mayGrowBy(entry) && !slots.has(`${entry.caseId}/${entry.classId}`))
    .slice(0, nextListSize(members.length, reach, alpha) - members.length);
}
