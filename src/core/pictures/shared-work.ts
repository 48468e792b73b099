import { cancelledError } from "#contract/errors.ts";

interface Shared<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  nWaiting: number;
}

/** Makes one piece of work of several requests for the same thing; it is given up when nobody waits for it any more. */
export class SharedWork<T> {
  readonly #underWay = new Map<string, Shared<T>>();

  /** @throws AppError cancelled, to the one whose signal it was alone */
  run(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(cancelledError());
    const shared = this.#underWay.get(key) ?? this.#start(key, start);
    shared.nWaiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        shared.nWaiting -= 1;
        reject(cancelledError());
        if (shared.nWaiting > 0) return;
        // Whoever comes now must not join what is being given up.
        if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
        shared.controller.abort();
      };
      signal.addEventListener("abort", leave, { once: true });
      shared.promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const controller = new AbortController();
    const shared: Shared<T> = { promise: start(controller.signal), controller, nWaiting: 0 };
    this.#underWay.set(key, shared);
    const forget = (): void => {
      if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
    };
    shared.promise.then(forget, forget);
    return shared;
  }
}
