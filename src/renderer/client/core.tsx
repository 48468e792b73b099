import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import type { Client } from "#contract/client.ts";
import type { CommandName, Input, Output } from "#contract/commands.ts";
import type { ProjectSummary } from "#contract/commands/project.ts";
import type { AppError } from "#contract/errors.ts";
import { core } from "./core-link.ts";
import { type Connection, coreStore, type JobName, type RunningJob } from "./core-store.ts";
import { asAppError } from "./jobs.ts";

export { startJob } from "./jobs.ts";
export type { RunningJob } from "./core-store.ts";

const CoreContext = createContext<Client>(core);

/** The way to the core: the same object for the life of the window. */
export function useCore(): Client {
  return useContext(CoreContext);
}

/**
 * An answer that holds until it is asked for again, whatever changes in the project: the order of the queue; what is said
 * of a mask by one version of the judge.
 */
const held = new Set<CommandName>(["review.snapshot", "judge.next", "review.explain", "review.errorMap"]);

export interface Query<N extends CommandName> {
  data: Output<N> | undefined;
  error: AppError | null;
  isLoading: boolean;
  reload(): void;
}

/**
 * Asks the core and keeps the answer fresh: asked again when the input changes, when the project does, and after the
 * core was lost. `null` asks nothing. An answer to an older question is dropped; a change while a question is under way
 * waits for its answer, so that a project in steady motion (adding, judging) never starves the screen.
 */
export function useQuery<N extends CommandName>(
  name: N,
  input: Input<N> | null,
  options: { keepPrevious?: boolean } = {},
): Query<N> {
  const client = useCore();
  const generation = coreStore((state) => state.generation);
  const revision = coreStore((state) => (held.has(name) || name.startsWith("app.") ? 0 : state.revision));
  const question = input === null ? null : JSON.stringify([name, input]);
  const [asked, setAsked] = useState(0);
  const [answer, setAnswer] = useState<Answer<N>>({ question: null, data: undefined, error: null });
  const [isLoading, setLoading] = useState(input !== null);
  const latest = useRef(input);
  latest.current = input;
  const underWay = useRef<{ key: string; controller: AbortController; isStale: boolean } | null>(null);

  useEffect(() => {
    const current = latest.current;
    const key = question === null || current === null || generation === 0 ? null : `${generation} ${question}`;
    if (key !== null && underWay.current?.key === key) {
      underWay.current.isStale = true;
      return;
    }
    underWay.current?.controller.abort();
    underWay.current = null;
    if (key === null) {
      setLoading(false);
      return;
    }
    const mine = { key, controller: new AbortController(), isStale: false };
    underWay.current = mine;
    const end = (change: (before: Answer<N>) => Answer<N>): void => {
      if (underWay.current !== mine) return;
      underWay.current = null;
      setAnswer(change);
      setLoading(false);
      if (mine.isStale) setAsked((count) => count + 1);
    };
    setLoading(true);
    client.call(name, current!, { signal: mine.controller.signal }).then(
      (data) => end(() => ({ question, data, error: null })),
      (thrown: unknown) => {
        const error = asAppError(thrown);
        end((before) => ({
          question,
          data: before.question === question ? before.data : undefined,
          // The window says by itself that the core is away, and this is asked again when it is back.
          error: error.code === "core-lost" ? null : error,
        }));
      },
    );
  }, [client, name, question, generation, revision, asked]);
  useEffect(
    () => () => {
      underWay.current?.controller.abort();
      underWay.current = null;
    },
    [],
  );

  const isCurrent = answer.question === question;
  return {
    data: isCurrent || (options.keepPrevious && question !== null) ? answer.data : undefined,
    error: isCurrent ? answer.error : null,
    isLoading: question !== null && (isLoading || !isCurrent),
    reload: useCallback(() => setAsked((count) => count + 1), []),
  };
}

interface Answer<N extends CommandName> {
  question: string | null;
  data: Output<N> | undefined;
  error: AppError | null;
}

/** The open project, kept up to date by the core; null where none is open. */
export function useProject(): ProjectSummary | null {
  return coreStore((state) => state.project);
}

/** The job of this name while it runs, and after it failed; null where there is nothing to say of it. */
export function useJob(job: JobName): RunningJob | null {
  return coreStore((state) => {
    const found = state.jobs[job];
    return found && (found.isRunning || found.error) ? found : null;
  });
}

export function useConnection(): Connection {
  return coreStore((state) => state.connection);
}
