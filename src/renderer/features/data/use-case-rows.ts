import { useCallback, useEffect, useRef, useState } from "react";
import type { CaseRow } from "#contract/commands/intake.ts";
import { useCore } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";

/** Rows are fetched around what is in view, at most so many at once. */
const PAGE = 100;
/** Rows that are kept; beyond, those that are not in view are forgotten. */
const MOST_KEPT = 5000;

/**
 * The rows of the cases in view. A row that was seen is shown at once; after a change in the project those in view are
 * asked for again and replaced in place.
 */
export function useCaseRows(ids: readonly number[]): {
  rowAt(index: number): CaseRow | undefined;
  onRange(first: number, last: number): void;
} {
  const core = useCore();
  const revision = coreStore((state) => state.revision + state.generation);
  const rows = useRef(new Map<number, { row: CaseRow; revision: number }>());
  const asked = useRef(new Map<number, number>());
  const [range, setRange] = useState<readonly [number, number]>([0, -1]);
  const [, setDrawn] = useState(0);

  useEffect(() => {
    const [first, last] = range;
    const from = Math.max(0, first - PAGE / 4);
    const wanted = ids
      .slice(from, Math.max(last + PAGE / 4, from) + 1)
      .filter((id) => rows.current.get(id)?.revision !== revision && asked.current.get(id) !== revision)
      .slice(0, PAGE);
    if (wanted.length === 0) return;
    const timer = window.setTimeout(() => {
      for (const id of wanted) asked.current.set(id, revision);
      core.call("intake.rows", { ids: wanted }).then(
        (answer) => {
          if (rows.current.size > MOST_KEPT) rows.current.clear();
          for (const row of answer) rows.current.set(row.id, { row, revision });
          setDrawn((count) => count + 1);
        },
        () => {
          for (const id of wanted) asked.current.delete(id);
        },
      );
    }, 16);
    return () => window.clearTimeout(timer);
  }, [core, ids, range, revision]);

  return {
    rowAt: useCallback((index: number) => rows.current.get(ids[index] ?? -1)?.row, [ids]),
    onRange: useCallback((first: number, last: number) => {
      setRange((before) => (before[0] === first && before[1] === last ? before : [first, last]));
    }, []),
  };
}
