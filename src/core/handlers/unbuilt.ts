import { AppError } from "#contract/errors.ts";

/** A handler of a command that is still being built. */
export function unbuilt(what: string): () => Promise<never> {
  return async () => {
    throw new AppError("not-built-yet", `${what} is not built yet.`, "It comes with a later version.");
  };
}
