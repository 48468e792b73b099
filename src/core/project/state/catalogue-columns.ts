import type { ReadableProject } from "../project.ts";

/** The masks in use, by place: in the order of their ids. */
export interface Columns {
  readonly n: number;
  readonly ids: Int32Array;
  readonly cases: Int32Array;
  readonly classes: Int32Array;
  /** Index into `sourceNames`. */
  readonly sources: Uint16Array;
  readonly sourceNames: readonly string[];
  /** Position among the masks of its case, from 0: its letter. */
  readonly letters: Uint16Array;
  /** In the order of their colours. */
  readonly classNames: readonly { readonly id: number; readonly name: string }[];
  /** Place of a mask, −1 where it is none in use. */
  placeOf(candidateId: number): number;
}

export function loadColumns(project: ReadableProject): Columns {
  // A column as one JSON array: half the time of 100,000 rows as objects, and none of their garbage.
  const row = project.get<Record<"ids" | "cases" | "classes" | "sources", string>>(
    `SELECT json_group_array(id) AS ids, json_group_array(case_id) AS cases, json_group_array(class_id) AS classes,
       json_group_array(source) AS sources
     FROM (SELECT id, case_id, class_id, source FROM candidate WHERE retired_at IS NULL ORDER BY id)`,
  )!;
  const ids = Int32Array.from(JSON.parse(row.ids) as number[]);
  const cases = Int32Array.from(JSON.parse(row.cases) as number[]);
  const classes = Int32Array.from(JSON.parse(row.classes) as number[]);
  const sourceIndex = new Map<string, number>();
  const sources = Uint16Array.from(JSON.parse(row.sources) as string[], (source) => {
    let index = sourceIndex.get(source);
    if (index === undefined) sourceIndex.set(source, (index = sourceIndex.size));
    return index;
  });
  const nInCase = new Uint16Array(highest(cases) + 1);
  const letters = Uint16Array.from(cases, (caseId) => nInCase[caseId]!++);
  const used = new Set(classes);
  const classNames = project
    .all<{ id: number; name: string }>("SELECT id, name FROM class ORDER BY value, name")
    .filter(({ id }) => used.has(id));
  const placeOf = (candidateId: number): number => placeIn(ids, candidateId);
  const sourceNames = [...sourceIndex.keys()];
  return { n: ids.length, ids, cases, classes, sources, sourceNames, letters, classNames, placeOf };
}

function highest(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Scores of a version that were given on the files as they are, by place; NaN elsewhere. */
export function loadScores(project: ReadableProject, columns: Columns, version: number | null): Float64Array {
  const scores = new Float64Array(columns.n).fill(Number.NaN);
  if (version === null) return scores;
  const rows = project.all<{ id: number; p: number }>(
    `SELECT candidate_id AS id, p_good AS p FROM score JOIN candidate ON candidate.id = candidate_id JOIN cases ON cases.id = candidate.case_id
     WHERE judge_version = ? AND candidate.retired_at IS NULL AND score.mask_sha256 = candidate.mask_sha256 AND score.image_sha256 = cases.image_sha256`,
    version,
  );
  for (const { id, p } of rows) scores[columns.placeOf(id)] = p;
  return scores;
}

/** Names of cases in lower case, for searching. */
export function loadCaseNames(project: ReadableProject): Map<number, string> {
  const rows = project.all<{ id: number; name: string }>("SELECT id, name FROM cases");
  return new Map(rows.map(({ id, name }) => [id, name.toLowerCase()]));
}

/** All places by the name of their case, then by letter: sorted by counting, since the file knows the order of names. */
export function placesByCaseName(project: ReadableProject, columns: Columns): Int32Array {
  const { order } = project.get<{ order: string }>(
    'SELECT json_group_array(id) AS "order" FROM (SELECT id FROM cases ORDER BY name)',
  )!;
  const starts = new Int32Array(highest(columns.cases) + 2);
  for (const caseId of columns.cases) starts[caseId]! += 1;
  let next = 0;
  for (const caseId of JSON.parse(order) as number[]) {
    const n = starts[caseId] ?? 0;
    if (caseId < starts.length) starts[caseId] = next;
    next += n;
  }
  const places = new Int32Array(columns.n);
  for (let place = 0; place < columns.n; place += 1) places[starts[columns.cases[place]!]!++] = place;
  return places;
}

/** Binary search in ascending ids. */
function placeIn(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = ids[middle]!;
    if (at === id) return middle;
    if (at < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A, B, … Z, AA, AB …: how the masks of a case are called. */
export function letterOf(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : letterOf(Math.floor(position / 26) - 1) + last;
}
