import { AppError } from "#contract/errors.ts";
import { rowOf, type Table } from "#domain/learning/classifier.ts";
import { allColumns, plainColumns } from "./columns.ts";
import { SegmenterBench } from "./segmenter-bench.ts";
import type { SignalsModel } from "./signals-model.ts";
import type { SignalsTraining } from "./train-signals.ts";

/** The signals of all labelled masks that need no network, in their order. All masks of the project are measured. */
export async function measureItems({
  request: { items, candidates },
  context,
  signals,
}: SignalsTraining): Promise<Table> {
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  const nColumns = plainColumns.length;
  const values = new Float64Array(items.length * nColumns);
  const { n, all } = candidates();
  context.progress.phase("Measuring masks", "masks", n);
  let nDone = 0;
  await signals.forEach(all, context.signal, (cases) => {
    for (const { candidates: group, signals: measured } of cases) {
      for (const [index, candidate] of group.entries()) {
        const place = placeOf.get(candidate.id);
        const mask = measured.masks[index]!;
        if (place === undefined) continue;
        if ("problem" in mask)
          throw new AppError(
            "file-unreadable",
            `A labelled mask or its image cannot be read: ${mask.problem.message}`,
            mask.problem.remedy,
          );
        values.set(mask.values, place * nColumns);
      }
      nDone += group.length;
    }
    context.progress.done(nDone);
  });
  return { nRows: items.length, nColumns, values };
}

/** The same table, with the agreement of every labelled mask with the segmenters. */
export async function addSelfAgreement(
  { request: { items, candidates }, context, engine, signals }: SignalsTraining,
  plain: Table,
  segmenters: SignalsModel["segmenters"],
): Promise<Table> {
  const placeOf = new Map(items.map((item, index) => [item.id, index]));
  const labelledCases = new Set(items.map((item) => item.caseId));
  const nColumns = allColumns.length;
  const values = new Float64Array(items.length * nColumns);
  for (let row = 0; row < items.length; row += 1) values.set(rowOf(plain, row), row * nColumns);
  const bench = new SegmenterBench(engine, segmenters, context);
  const wanted = (function* () {
    for (const candidate of candidates().all) if (labelledCases.has(candidate.caseId)) yield candidate;
  })();
  await signals.forEach(wanted, context.signal, async (cases) => {
    const self = await bench.agreementOf(cases);
    for (const [at, { candidates: group }] of cases.entries()) {
      for (const [index, candidate] of group.entries()) {
        const place = placeOf.get(candidate.id);
        const own = self[at]![index];
        if (place !== undefined && own) values.set(own, place * nColumns + plainColumns.length);
      }
    }
  });
  return { nRows: items.length, nColumns, values };
}
