import { useEffect, useRef, useState } from "react";
import type { Output } from "#contract/commands.ts";
import type { AppError } from "#contract/errors.ts";
import type { Remedy } from "#contract/remedies.ts";
import { useCore } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { asAppError } from "../../client/jobs.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";
import { loadOnce } from "../../viewer/tile-pictures.ts";

export interface MendPictures {
  readonly fileId: number;
  readonly before: TilePicture;
  readonly after: TilePicture;
  readonly answer: Output<"doctor.preview">;
}

/** A slider is followed, but not at every step. */
const WAIT_MS = 120;

/** A mask before and after a remedy, kept in step with both; the pictures before stay until the new ones are there. */
export function useMendPreview(
  fileId: number | null,
  remedy: Remedy,
  shown: number | null,
): { pictures: MendPictures | null; error: AppError | null; isBusy: boolean } {
  const core = useCore();
  const generation = coreStore((state) => state.generation);
  const [pictures, setPictures] = useState<MendPictures | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const kept = useRef<MendPictures | null>(null);
  const question = JSON.stringify({ remedy, shown });
  useEffect(() => {
    if (fileId === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async (): Promise<void> => {
      const asked = JSON.parse(question) as { remedy: Remedy; shown: number | null };
      const input = { fileId, remedy: asked.remedy, ...(asked.shown !== null && { shown: asked.shown }) };
      const answer = await core.call("doctor.preview", input, { signal });
      const [before, after] = await Promise.all([loadOnce(answer.before, signal), loadOnce(answer.after, signal)]);
      if (signal.aborted) return release({ before, after });
      if (kept.current) release(kept.current);
      kept.current = { fileId, before, after, answer };
      setPictures(kept.current);
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
  }, [core, generation, fileId, question]);
  useEffect(
    () => () => {
      if (kept.current) release(kept.current);
      kept.current = null;
    },
    [],
  );
  return { pictures: pictures?.fileId === fileId ? pictures : null, error, isBusy };
}

function release({ before, after }: Pick<MendPictures, "before" | "after">): void {
  before.image.close();
  after.image.close();
}
