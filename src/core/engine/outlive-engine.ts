import { AppError } from "#contract/errors.ts";
import { EngineDied } from "./engine-client.ts";

/** How often one task is begun again when the engine dies under it. */
const MOST_RESTARTS = 2;

/**
 * The size of the steps of a job in the engine. It may be too large for the memory that is free: each time the engine
 * dies under the job it is halved, and stays so for the rest of it.
 */
export class StepSize {
  #divisor = 1;

  halve(): void {
    this.#divisor *= 2;
  }

  of(usual: number, least: number): number {
    return Math.max(Math.min(usual, least), Math.floor(usual / this.#divisor));
  }
}

/**
 * Does work in the engine, and begins it again in smaller steps when the engine dies under it, twice at most.
 * @param work is asked anew each time; it goes on from its own last checkpoint
 * @throws AppError engine-died when it dies once more
 */
export async function outliveEngine<T>(
  { signal, onRestart }: { readonly signal: AbortSignal; onRestart(reason: string): void },
  steps: StepSize,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof EngineDied) || signal.aborted) throw error;
      if (attempt >= MOST_RESTARTS) throw gaveUp(error, attempt + 1);
      steps.halve();
      onRestart(error.reason);
    }
  }
}

function gaveUp(error: EngineDied, nDeaths: number): AppError {
  return new AppError(
    "engine-died",
    `The engine stopped ${nDeaths} times at the same place, ${error.reason}, although it was asked for less each time. All labels are saved.`,
    "Close other programs to free memory, then try again: it goes on from where it stopped (winnow train --resume, winnow judge).",
    { cause: error },
  );
}
