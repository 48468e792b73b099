import { useState } from "react";
import type { Input, Output } from "#contract/commands.ts";
import { useQuery } from "../../client/core.tsx";
import { useDelayed } from "../../ui/use-delayed.ts";

type Query = Input<"intake.snapshot">;

export interface CaseSort {
  by: NonNullable<Query["sort"]>;
  isDescending: boolean;
}

export interface CaseFilter {
  search: string;
  filter: "all" | "errors" | "warnings" | "no-mask";
  source: string | null;
}

const everything: CaseFilter = { search: "", filter: "all", source: null };
const SEARCH_DELAY_MS = 120;

/** The cases that fit the filter, in order, and what sets both. */
export function useCases(code: string | undefined): {
  cases: Output<"intake.snapshot"> | undefined;
  filter: CaseFilter;
  setFilter(filter: CaseFilter): void;
  clear(): void;
  isFiltered: boolean;
  sort: CaseSort;
  setSort(sort: CaseSort): void;
} {
  const [filter, setFilter] = useState(everything);
  const [sort, setSort] = useState<CaseSort>({ by: "case", isDescending: false });
  const search = useDelayed(filter.search, SEARCH_DELAY_MS);
  const snapshot = useQuery(
    "intake.snapshot",
    {
      search: search.trim(),
      filter: filter.filter,
      ...(filter.source !== null && { source: filter.source }),
      ...(code !== undefined && { code }),
      sort: sort.by,
      descending: sort.isDescending,
    },
    { keepPrevious: true },
  );
  return {
    cases: snapshot.data,
    filter,
    setFilter,
    clear: () => setFilter(everything),
    isFiltered: code !== undefined || filter.search !== "" || filter.filter !== "all" || filter.source !== null,
    sort,
    setSort,
  };
}
