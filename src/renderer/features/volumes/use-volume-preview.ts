import { useEffect, useRef, useState } from "react";
import type { AppError } from "#contract/errors.ts";
import { useCore } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { asAppError } from "../../client/jobs.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import { loadOnce } from "../../viewer/tile-pictures.ts";

interface Shown {
  readonly fileId: number;
  readonly volume: number;
  readonly picture: TilePicture;
}

/** A slider is followed, but not at every step. */
const WAIT_MS = 80;

/** The middle slice of a volume; that of the volume before stays until the new one is there. */
export function useVolumePreview(
  fileId: number,
  volume: number,
): { picture: TilePicture | null; error: AppError | null; isBusy: boolean } {
  const core = useCore();
  const generation = coreStore((state) => state.generation);
  const [shown, setShown] = useState<Shown | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const kept = useRef<Shown | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async (): Promise<void> => {
      const answer = await core.call("volumes.preview", { fileId, volume }, { signal });
      const picture = await loadOnce(answer.picture, signal);
      if (signal.aborted) return picture.image.close();
      kept.current?.picture.image.close();
      kept.current = { fileId, volume, picture };
      setShown(kept.current);
      setError(null);
      setBusy(false);
    };
    setBusy(true);
    const timer = setTimeout(() => {
      ask().catch((thrown: unknown) => {
        if (signal.aborted) return;
        setError(asAppError(thrown));
        setBusy(false);
      });
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [core, generation, fileId, volume]);
  useEffect(
    () => () => {
      kept.current?.picture.image.close();
      kept.current = null;
    },
    [],
  );
  const isOfFile = shown?.fileId === fileId;
  return { picture: isOfFile && !(error && shown.volume !== volume) ? shown.picture : null, error, isBusy };
}
