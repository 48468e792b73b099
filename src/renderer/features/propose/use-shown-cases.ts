import { useMemo } from "react";
import { create } from "zustand";
import type { CaseRow } from "#contract/commands/intake.ts";
import { useProject, useQuery } from "../../client/core.tsx";
import { stepped, stillShown } from "./shown-cases.ts";

/** Which images were chosen, kept while the person looks at other screens. */
const chosen = create<{ project: string; ids: readonly number[]; large: number }>(() => ({
  project: "",
  ids: [],
  large: 0,
}));

export interface ShownCases {
  /** All images of the project; null until they are known. */
  readonly all: readonly number[] | null;
  readonly shown: readonly number[];
  /** Place of the one that is shown large. */
  readonly large: number;
  row(id: number): CaseRow | undefined;
  /** Another image in a place. */
  step(place: number, direction: 1 | -1): void;
  enlarge(place: number): void;
}

/** The images that recipes are shown on. */
export function useShownCases(): ShownCases {
  const project = useProject();
  const path = project?.path ?? "";
  const hasCases = (project?.nCases ?? 0) > 0;
  const { data } = useQuery("intake.snapshot", hasCases ? {} : null, { keepPrevious: true });
  const all = hasCases ? (data?.ids ?? null) : [];
  const kept = chosen();
  const isOurs = kept.project === path;
  const ids = isOurs ? kept.ids : null;
  const shown = useMemo(() => stillShown(ids ?? [], all ?? []), [ids, all]);
  const large = isOurs && kept.large < shown.length ? kept.large : 0;
  const rows = useQuery("intake.rows", shown.length > 0 ? { ids: [...shown] } : null, { keepPrevious: true });
  return {
    all,
    shown,
    large,
    row: (id) => rows.data?.find((row) => row.id === id),
    step: (place, direction) =>
      chosen.setState({ project: path, ids: stepped(shown, place, direction, all ?? []), large }),
    enlarge: (place) => chosen.setState({ project: path, ids: shown, large: place }),
  };
}
