import { useEffect, useRef, useState } from "react";
import type { ErrorMap, TileRow } from "#contract/commands/review.ts";
import { useQuery } from "../../../client/core.tsx";
import { loadVolume } from "../../../viewer/load-volume.ts";
import type { Volume } from "../../../viewer/read-nifti.ts";
import { isDecidedByMe } from "../marks.ts";
import type { ReviewStore } from "../review-store.ts";

export interface ErrorMapControl {
  /** Why it cannot be shown now; null where it can. */
  readonly obstacle: "no-judge" | "hidden" | null;
  readonly isOn: boolean;
  /** Null until it has come. */
  readonly map: ErrorMap | null;
  /** Null also where no error is predicted. */
  readonly volume: Volume | null;
  /** What went wrong, and what to do. */
  readonly problem: string | null;
  set(isOn: boolean): void;
  tryAgain(): void;
}

/**
 * Where the judge expects a mask to be wrong. It is an opinion, so it comes only where the opinion is shown, and only
 * when it is asked for; with another mask or another judge it is off again.
 * @param onShown called once each time it was turned on and has come
 */
export function useErrorMap(
  store: ReviewStore,
  row: TileRow | undefined,
  judgeVersion: number | null,
  onShown: (map: ErrorMap) => void,
): ErrorMapControl {
  const { obstacle, isOn, set } = useWish(store, row, judgeVersion);
  const { data, error, isLoading, reload } = useQuery(
    "review.errorMap",
    isOn && row ? { rater: store.rater, candidateId: row.id } : null,
  );
  const hasErrors = data !== undefined && data.nMissed + data.nSurplus > 0;
  const { volume, problem, reload: loadAgain } = useErrorVolume(hasErrors ? data.address : null);
  const map = data && (!hasErrors || volume) ? data : null;

  const isAwaited = useRef(false);
  const latest = useRef(onShown);
  latest.current = onShown;
  useEffect(() => {
    if (map === null || !isAwaited.current) return;
    isAwaited.current = false;
    latest.current(map);
  }, [map]);

  return {
    obstacle,
    isOn,
    map,
    volume,
    problem: error && !data && !isLoading ? `${error.message} ${error.remedy}` : problem,
    set: (isToBeOn) => {
      isAwaited.current = isToBeOn;
      set(isToBeOn);
    },
    tryAgain: () => {
      loadAgain();
      reload();
    },
  };
}

/** Whether it is asked for, and may be: for one mask and one version of the judge. */
function useWish(
  store: ReviewStore,
  row: TileRow | undefined,
  judgeVersion: number | null,
): Pick<ErrorMapControl, "obstacle" | "isOn" | "set"> {
  const id = row?.id ?? null;
  const hasJudge = judgeVersion !== null;
  const [wanted, setWanted] = useState<{ id: number; judgeVersion: number } | null>(null);
  const isWanted = wanted !== null && wanted.id === id && wanted.judgeVersion === judgeVersion;
  const isAllowed = row !== undefined && hasJudge && isOpinionOpen(store, row, isWanted);
  const isOn = isWanted && isAllowed;
  if (wanted !== null && !isOn) setWanted(null);
  return {
    obstacle: isAllowed ? null : hasJudge ? "hidden" : "no-judge",
    isOn,
    set: (isToBeOn) => setWanted(isToBeOn && id !== null && hasJudge ? { id, judgeVersion } : null),
  };
}

/** @param isShown the map is shown already, and stays while a mark is changed */
function isOpinionOpen(store: ReviewStore, row: TileRow, isShown: boolean): boolean {
  if (store.opinion(row.id) !== undefined) return true;
  // What is asked for before the mark is on disk would count as seen before it.
  return isDecidedByMe(row) && (isShown || !store.tile(row.id).isSaving);
}

/** The voxels of an error map, as they come; null asks for nothing. */
function useErrorVolume(address: string | null): { volume: Volume | null; problem: string | null; reload(): void } {
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    if (address === null) return;
    let isCurrent = true;
    loadVolume(address).then(
      (volume) => isCurrent && setLoaded({ address, volume, problem: null }),
      (thrown: unknown) =>
        isCurrent &&
        setLoaded({ address, volume: null, problem: thrown instanceof Error ? thrown.message : String(thrown) }),
    );
    return () => void (isCurrent = false);
  }, [address, attempt]);
  const { volume, problem } = loaded !== null && loaded.address === address ? loaded : NOTHING;
  return {
    volume,
    problem,
    reload: () => {
      setLoaded(null);
      setAttempt(attempt + 1);
    },
  };
}

const NOTHING = { volume: null, problem: null };

interface Loaded {
  readonly address: string;
  readonly volume: Volume | null;
  readonly problem: string | null;
}
