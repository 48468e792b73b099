import type { Look } from "#domain/statistics/look-plan.ts";
import type { Stratum } from "#domain/statistics/no-bad.ts";
import { sha256Of } from "../../io/files/hash.ts";
import type { ReadableProject, WritableProject } from "../project.ts";

/** Why checks are drawn: to prove a list, or to watch one that is proven. */
export type DrawPurpose = "proof" | "spot-check";

/** A frozen automatic list in the order of its lot. */
export interface Lot {
  readonly id: number;
  readonly judgeVersion: number;
  readonly alpha: number;
  readonly delta: number;
  readonly threshold: number;
  readonly seed: number;
  readonly looks: readonly Look[];
  readonly nAsserted: number;
  /** The proven list that this one has grown from; null for the first. */
  readonly continues: number | null;
  /** How many checks come from which part of a list that grew so; null for all that are made now. */
  readonly strata: readonly Stratum[] | null;
  /** How many masks it could grow to. */
  readonly reach: number;
  readonly size: number;
  /** How many members, from the first, have been drawn as checks. */
  readonly nDrawn: number;
  /** They. */
  readonly checks: readonly number[];
  /** Checks whose image or mask is another one now than when the list was frozen. */
  readonly exchangedChecks: ReadonlySet<number>;
  /** Position of the first that was drawn to watch the list; null where none was. */
  readonly spotChecksFrom: number | null;
  /** Drawn ones whose masks have been taken out of the project since: nobody can mark them any more. */
  readonly gone: ReadonlySet<number>;
  // All that follows is of every member: it is read when it is asked for, which takes its time in a long list.
  /** Candidates in lot order. */
  readonly members: readonly number[];
  /** Members whose image or mask is another one now than when the list was frozen: it proves nothing of them. */
  readonly exchanged: ReadonlySet<number>;
}

interface Row {
  id: number;
  judge_version: number;
  alpha: number;
  delta: number;
  threshold: number;
  seed: number;
  looks: string;
  n_asserted: number;
  continues: number | null;
  strata: string | null;
  reach: number;
  size: number;
  n_drawn: number | null;
  spot_from: number | null;
}

const ROW = `SELECT lot.*, (SELECT max(first_position + n) FROM draw WHERE lot_id = lot.id) AS n_drawn,
  (SELECT coalesce(max(position) + 1, 0) FROM lot_member WHERE lot_id = lot.id) AS size,
  (SELECT min(first_position) FROM draw WHERE lot_id = lot.id AND purpose = 'spot-check') AS spot_from FROM lot`;

/** The lists of a version for a guarantee, each grown from the one before it; read as they are asked for. */
export class LotChain {
  readonly #project: ReadableProject;
  readonly #rows: readonly Row[];
  readonly #lots = new Map<number, Lot>();

  constructor(project: ReadableProject, rows: readonly Row[]) {
    this.#project = project;
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** @param index 0 for the first list */
  at(index: number): Lot {
    const lot = this.#lots.get(index) ?? fromRow(this.#project, this.#rows[index]!);
    this.#lots.set(index, lot);
    return lot;
  }
}

/** The latest lists that were frozen of a version for a guarantee; empty where none was. */
export function lotsFor(project: ReadableProject, version: number, alpha: number, delta: number): LotChain {
  const all = project.all<Row>(
    `${ROW} WHERE judge_version = ? AND alpha = ? AND delta = ? ORDER BY id`,
    version,
    alpha,
    delta,
  );
  const chain: Row[] = [];
  let next = all.findLast((row) => row.continues === null);
  while (next) {
    const { id } = next;
    chain.push(next);
    next = all.findLast((row) => row.continues === id);
  }
  return new LotChain(project, chain);
}

/** The first list of a version for a guarantee, before it has grown; null where none was frozen. */
export function lotFor(project: ReadableProject, version: number, alpha: number, delta: number): Lot | null {
  const chain = lotsFor(project, version, alpha, delta);
  return chain.length === 0 ? null : chain.at(0);
}

/** The masks that were drawn as checks, with the version whose list they were drawn from. */
export function drawnByVersion(project: ReadableProject): { readonly id: number; readonly version: number }[] {
  return project.all<{ id: number; version: number }>(
    `SELECT DISTINCT candidate_id AS id, judge_version AS version FROM draw JOIN lot ON lot.id = draw.lot_id
     JOIN lot_member ON lot_member.lot_id = lot.id AND position >= first_position AND position < first_position + n`,
  );
}

/** The members that are accepted without a person once the list is proven: as they were when it was frozen. */
export function acceptedUnseen({ members, exchanged }: Pick<Lot, "members" | "exchanged">): number[] {
  return members.filter((candidateId) => !exchanged.has(candidateId));
}

/** The drawn checks whose image and mask are what they were when the list was frozen. */
export function drawnUnchanged({ checks, exchangedChecks }: Pick<Lot, "checks" | "exchangedChecks">): number[] {
  return checks.filter((candidateId) => !exchangedChecks.has(candidateId));
}

/**
 * Makes a lot. Asserted checks lie at its front and count as drawn. Members of the list that it continues stay what they
 * were when that one was frozen. Call inside a transaction.
 */
export function insertLot(
  project: WritableProject,
  lot: Pick<
    Lot,
    | "judgeVersion"
    | "alpha"
    | "delta"
    | "threshold"
    | "seed"
    | "looks"
    | "nAsserted"
    | "continues"
    | "strata"
    | "reach"
    | "members"
  >,
  actor: string,
): number {
  const { lastInsertRowid: id } = project.run(
    "INSERT INTO lot (judge_version, alpha, delta, threshold, seed, looks, n_asserted, continues, strata, reach, members_sha256, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    lot.judgeVersion,
    lot.alpha,
    lot.delta,
    lot.threshold,
    lot.seed,
    JSON.stringify(lot.looks),
    lot.nAsserted,
    lot.continues,
    lot.strata && JSON.stringify(lot.strata),
    lot.reach,
    membersHash(lot.members),
    Date.now(),
  );
  project.run(
    `INSERT INTO lot_member (lot_id, position, candidate_id, image_sha256, mask_sha256)
     SELECT ?, member.key, candidate.id, coalesce(before.image_sha256, cases.image_sha256), coalesce(before.mask_sha256, candidate.mask_sha256)
     FROM json_each(?) AS member JOIN candidate ON candidate.id = member.value JOIN cases ON cases.id = candidate.case_id
     LEFT JOIN lot_member AS before ON before.lot_id = ? AND before.candidate_id = candidate.id`,
    id,
    JSON.stringify(lot.members),
    lot.continues,
  );
  if (lot.nAsserted > 0) recordDraw(project, id, { first: 0, n: lot.nAsserted, purpose: "proof" });
  const { judgeVersion, alpha, delta, threshold, seed, looks, nAsserted, continues, reach } = lot;
  project.audit({
    actor,
    action: "lot.made",
    object: `lot:${id}`,
    after: {
      judgeVersion,
      alpha,
      delta,
      threshold,
      seed,
      looks,
      nAsserted,
      ...(continues !== null && { continues }),
      reach,
      size: lot.members.length,
      members_sha256: membersHash(lot.members),
    },
  });
  return id;
}

/** Hash of a lot's order, by which a changed one is found out. */
export function membersHash(members: readonly number[]): string {
  return sha256Of(members.join(","));
}

/** Records that `n` members, from the one at position `first` on, are drawn as checks. Call inside a transaction. */
export function recordDraw(
  project: WritableProject,
  lotId: number,
  { first, n, purpose }: { readonly first: number; readonly n: number; readonly purpose: DrawPurpose },
): void {
  project.run(
    "INSERT INTO draw (lot_id, first_position, n, purpose, at) VALUES (?, ?, ?, ?, ?)",
    lotId,
    first,
    n,
    purpose,
    Date.now(),
  );
}

/**
 * Every mask that was ever drawn as a check, with what for; the last draw's word where there were several. Masks that
 * were asserted to be drawn elsewhere are among them.
 */
export function drawnMasks(project: ReadableProject): Map<number, DrawPurpose> {
  const rows = project.all<{ id: number; purpose: DrawPurpose }>(
    `SELECT candidate_id AS id, purpose FROM draw
     JOIN lot_member ON lot_member.lot_id = draw.lot_id AND position >= first_position AND position < first_position + n
     ORDER BY draw.id`,
  );
  return new Map(rows.map(({ id, purpose }) => [id, purpose]));
}

/**
 * Masks that were drawn from the lists of versions before this one, with the chance to be good that the version gave
 * them whose list it was (the last one, where they were drawn from several).
 */
export function drawnBefore(project: ReadableProject, version: number): Map<number, number> {
  const rows = project.all<{ id: number; p_good: number }>(
    `SELECT lot_member.candidate_id AS id, p_good FROM draw JOIN lot ON lot.id = draw.lot_id
     JOIN lot_member ON lot_member.lot_id = lot.id AND position >= first_position AND position < first_position + n
     JOIN score ON score.judge_version = lot.judge_version AND score.candidate_id = lot_member.candidate_id
     WHERE lot.judge_version < ? ORDER BY draw.id`,
    version,
  );
  return new Map(rows.map((row) => [row.id, row.p_good]));
}

function fromRow(project: ReadableProject, row: Row): Lot {
  const nDrawn = row.n_drawn ?? 0;
  const gone = project.all<{ id: number }>(
    "SELECT candidate_id AS id FROM lot_member JOIN candidate ON candidate.id = candidate_id WHERE lot_id = ? AND position < ? AND retired_at IS NOT NULL",
    row.id,
    nDrawn,
  );
  const members = lazily(() => membersBefore(project, row, row.size));
  const exchanged = lazily(() => exchangedMembers(project, row, row.size));
  return {
    id: row.id,
    judgeVersion: row.judge_version,
    alpha: row.alpha,
    delta: row.delta,
    threshold: row.threshold,
    seed: row.seed,
    looks: JSON.parse(row.looks) as Look[],
    nAsserted: row.n_asserted,
    continues: row.continues,
    strata: row.strata === null ? null : (JSON.parse(row.strata) as Stratum[]),
    reach: row.reach,
    size: row.size,
    nDrawn,
    checks: membersBefore(project, row, nDrawn),
    exchangedChecks: exchangedMembers(project, row, nDrawn),
    spotChecksFrom: row.spot_from,
    gone: new Set(gone.map(({ id }) => id)),
    get members() {
      return members();
    },
    get exchanged() {
      return exchanged();
    },
  };
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | null = null;
  return () => (made ??= make());
}

/** Members at positions below one. */
function membersBefore(project: ReadableProject, { id }: Row, position: number): number[] {
  return project
    .all<{ candidate_id: number }>(
      "SELECT candidate_id FROM lot_member WHERE lot_id = ? AND position < ? ORDER BY position",
      id,
      position,
    )
    .map((member) => member.candidate_id);
}

function exchangedMembers(
  project: ReadableProject,
  { id, judge_version: version }: Row,
  position: number,
): Set<number> {
  const rows = project.all<{ id: number }>(
    `SELECT candidate.id FROM lot_member JOIN candidate ON candidate.id = lot_member.candidate_id
     JOIN cases ON cases.id = candidate.case_id
     LEFT JOIN score ON score.judge_version = :version AND score.candidate_id = candidate.id
     WHERE lot_id = :lot AND position < :position
       AND (coalesce(lot_member.image_sha256, score.image_sha256) IS NOT cases.image_sha256
         OR coalesce(lot_member.mask_sha256, score.mask_sha256) IS NOT candidate.mask_sha256)`,
    { lot: id, version, position },
  );
  return new Set(rows.map((row) => row.id));
}
