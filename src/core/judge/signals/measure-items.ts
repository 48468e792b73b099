import { AppError } from "#contract/errors.ts";
import type { Table } from "#domain/learning/classifier.ts";
import { QUALITY_WEIGHT, rowsOf } from "./case-rows.ts";
import { allColumns, plainColumns, SHIPPED_DICE } from "./columns.ts";
import { Trust } from "./first-opinion.ts";
import type { CaseSignals } from "./signal-source.ts";
import type { ClassNetworks, SignalsModel } from "./signals-model.ts";
import type { SignalsTraining } from "./signals-training.ts";
import { ConsensusTrust } from "./word-of-others.ts";

/** Measures all masks of the project, and says class by class how far the shipped network's and the others' word counts. */
export async function measureAll({
  request: { candidates },
  context,
  signals,
  engine,
  shipped,
  store,
}: SignalsTraining): Promise<SignalsModel["trust"]> {
  engine.start();
  const trust = new Map<number, { shipped: Trust; consensus: ConsensusTrust }>();
  const { n, all } = candidates();
  context.progress.phase("Measuring masks", "masks", n);
  let nDone = 0;
  const ask = (cases: readonly CaseSignals[]) =>
    rowsOf(cases, { engine, shipped, store, trust: [], networks: [] }, context);
  await signals.forEach(all, context.signal, ask, (cases, rows) => {
    for (const [at, { candidates: group, signals: measured }] of cases.entries()) {
      for (const { classId } of measured.images) {
        const own = trust.get(classId) ?? { shipped: new Trust(), consensus: new ConsensusTrust() };
        trust.set(classId, own);
        const known = rows[at]!.flatMap((row, index) => (row && group[index]!.classId === classId ? [row] : []));
        own.shipped.add(known.map((row) => row[SHIPPED_DICE]!));
        for (const row of known) own.consensus.add(row);
      }
      nDone += group.length;
    }
    context.progress.done(nDone);
  });
  return [...trust]
    .map(([classId, own]) => ({
      classId,
      share: own.shipped.share,
      qualityWeight: QUALITY_WEIGHT,
      consensusShare: own.consensus.share,
    }))
    .toSorted((a, b) => a.classId - b.classId);
}

/**
 * The signals of all labelled masks, in their order.
 * @throws AppError file-unreadable where one of them cannot be read
 */
export async function tableOfItems(
  { request: { items, candidates }, context, signals, engine, shipped, store }: SignalsTraining,
  trust: SignalsModel["trust"],
  networks: readonly ClassNetworks[],
): Promise<Table> {
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  const labelledCases = new Set(items.map((item) => item.caseId));
  const nColumns = networks.length > 0 ? allColumns.length : plainColumns.length;
  const values = new Float64Array(items.length * nColumns);
  const wanted = (function* () {
    for (const candidate of candidates().all) if (labelledCases.has(candidate.caseId)) yield candidate;
  })();
  const ask = (cases: readonly CaseSignals[]) => rowsOf(cases, { engine, shipped, store, trust, networks }, context);
  await signals.forEach(wanted, context.signal, ask, (cases, rows) => {
    for (const [at, { candidates: group, signals: measured }] of cases.entries()) {
      for (const [index, candidate] of group.entries()) {
        const place = placeOf.get(candidate.id);
        if (place === undefined) continue;
        const mask = measured.masks[index]!;
        if ("problem" in mask)
          throw new AppError(
            "file-unreadable",
            `The labelled mask ${candidate.name} or its image cannot be read. ${mask.problem.message}`,
            mask.problem.remedy,
          );
        values.set(rows[at]![index]!, place * nColumns);
      }
    }
  });
  return { nRows: items.length, nColumns, values };
}
