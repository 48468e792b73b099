import { useEffect, useRef, useState } from "react";
import type { Client } from "#contract/client.ts";
import type { AppError } from "#contract/errors.ts";
import { useCore } from "../../client/core.tsx";
import { coreStore } from "../../client/core-store.ts";
import { asAppError } from "../../client/jobs.ts";
import type { TilePicture } from "../../viewer/draw-tile.ts";

/** What is asked for, and what came of it: its pictures are closed when others take their place. */
interface Preview<Question, Answer> {
  readonly question: Question;
  readonly answer: Answer;
  readonly pictures: readonly TilePicture[];
}

/**
 * Pictures that follow a question (a slider, a choice), kept until the next ones are there.
 * @param question plain data, null: nothing is asked; asked anew when what it says changes
 * @param waitMs a slider is followed, but not at every step
 * @param ask gives the answer and all pictures that it holds
 */
export function useLivePreview<Question, Answer>(
  question: Question | null,
  waitMs: number,
  ask: (
    core: Client,
    question: Question,
    signal: AbortSignal,
  ) => Promise<{ readonly answer: Answer; readonly pictures: readonly TilePicture[] }>,
): { shown: Preview<Question, Answer> | null; error: AppError | null; isBusy: boolean } {
  const core = useCore();
  const generation = coreStore((state) => state.generation);
  const [shown, setShown] = useState<Preview<Question, Answer> | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const kept = useRef<Preview<Question, Answer> | null>(null);
  const latest = useRef(ask);
  latest.current = ask;
  const said = question === null ? null : JSON.stringify(question);
  useEffect(() => {
    if (said === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    const load = async (): Promise<void> => {
      const asked = JSON.parse(said) as Question;
      const { answer, pictures } = await latest.current(core, asked, signal);
      if (signal.aborted) return close(pictures);
      if (kept.current) close(kept.current.pictures);
      kept.current = { question: asked, answer, pictures };
      setShown(kept.current);
      setError(null);
      setBusy(false);
    };
    setBusy(true);
    const timer = setTimeout(() => {
      load().catch((thrown: unknown) => {
        if (signal.aborted) return;
        setError(asAppError(thrown));
        setBusy(false);
      });
    }, waitMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [core, generation, said, waitMs]);
  useEffect(
    () => () => {
      if (kept.current) close(kept.current.pictures);
      kept.current = null;
    },
    [],
  );
  return { shown, error, isBusy };
}

function close(pictures: readonly TilePicture[]): void {
  for (const { image } of pictures) image.close();
}
