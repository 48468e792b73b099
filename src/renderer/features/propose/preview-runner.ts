import type { Output } from "#contract/commands.ts";
import type { AppError } from "#contract/errors.ts";
import type { Recipe } from "#contract/recipes.ts";

/** What is asked of one image. */
export interface PreviewQuestion {
  readonly caseId: number;
  readonly recipe: Recipe;
  /** Too slow to follow a slider: shown coarse first, then refined. */
  readonly isIterative: boolean;
}

export interface Preview<Picture> {
  readonly picture: Picture;
  readonly found: Omit<Output<"propose.preview">, "address">;
}

export interface PreviewState<Picture> {
  /** The latest that has come; it may be of the settings before. */
  readonly shown: (Preview<Picture> & { readonly isCoarse: boolean }) | null;
  /** `first`: nothing of these settings has come yet; `refining`: the coarse one has. */
  readonly busy: "first" | "refining" | null;
  readonly error: AppError | null;
}

export interface PreviewParts<Picture> {
  /** @throws AppError */
  make(question: PreviewQuestion, isCoarse: boolean, signal: AbortSignal): Promise<Preview<Picture>>;
  release(picture: Picture): void;
  onChange(state: PreviewState<Picture>): void;
  toError(thrown: unknown): AppError;
  now(): number;
}

/** What is younger is let come and shown, so that the mask follows while a slider moves. */
const GRACE_MS = 150;
/** An image that took longer than this is shown coarse first, whatever the method: a large volume. */
const SLOW_MS = 600;

interface Running {
  readonly question: PreviewQuestion;
  readonly isCoarse: boolean;
  readonly startedAt: number;
  readonly controller: AbortController;
}

/** Previews of one image: at most one under way, always towards what was asked for last. */
export class PreviewRunner<Picture> {
  readonly #parts: PreviewParts<Picture>;
  #state: PreviewState<Picture> = { shown: null, busy: null, error: null };
  #wanted: PreviewQuestion | null = null;
  #running: Running | null = null;
  /** Case and method whose whole picture took long. */
  #slow: string | null = null;
  /** The one before the one shown: a drawing of it may be under way. */
  #before: Picture | null = null;

  constructor(parts: PreviewParts<Picture>) {
    this.#parts = parts;
  }

  /** Asks anew; what is outdated by it is broken off. Null asks for nothing. */
  want(question: PreviewQuestion | null): void {
    if (JSON.stringify(question) === JSON.stringify(this.#wanted)) return;
    const isOther = question?.caseId !== this.#wanted?.caseId;
    this.#wanted = question;
    if (isOther) {
      this.#retire();
      this.#change({ shown: null, error: null });
    }
    const running = this.#running;
    if (running && (isOther || this.#isHopeless(running, question))) {
      // A whole picture that a slider outruns would be broken off again and again, and nothing would follow it.
      if (!isOther && !running.isCoarse) this.#slow = slownessOf(running.question);
      this.#running = null;
      running.controller.abort();
    }
    if (!question) this.#change({ busy: null, error: null });
    else if (!this.#running) this.#start(question, this.#startsCoarse(question));
  }

  /** Breaks the refinement off: the coarse picture stays. */
  cancel(): void {
    this.#running?.controller.abort();
    this.#running = null;
    this.#change({ busy: null });
  }

  /** Asks the same again, after an error. */
  retry(): void {
    const question = this.#wanted;
    if (!question || this.#running) return;
    this.#start(question, this.#startsCoarse(question));
  }

  /** The core, or the file, may be there now. */
  retryFailed(): void {
    if (this.#state.error) this.retry();
  }

  dispose(): void {
    this.#wanted = null;
    this.#running?.controller.abort();
    this.#running = null;
    for (const picture of [this.#before, this.#state.shown?.picture]) if (picture) this.#parts.release(picture);
    this.#before = null;
    this.#state = { shown: null, busy: null, error: null };
  }

  #startsCoarse(question: PreviewQuestion): boolean {
    return question.isIterative || this.#slow === slownessOf(question);
  }

  /** A refinement of what is not wanted any more, or something that takes too long to be let come. */
  #isHopeless({ question, isCoarse, startedAt }: Running, wanted: PreviewQuestion | null): boolean {
    const isOfSameMethod = wanted !== null && slownessOf(wanted) === slownessOf(question);
    // The coarse one is the quickest there is: while a slider moves, it is let come.
    if (isCoarse && isOfSameMethod) return false;
    const isRefining = !isCoarse && question.isIterative;
    return isRefining || this.#parts.now() - startedAt > GRACE_MS;
  }

  #start(question: PreviewQuestion, isCoarse: boolean): void {
    const running: Running = { question, isCoarse, startedAt: this.#parts.now(), controller: new AbortController() };
    this.#running = running;
    const isRefining = !isCoarse && this.#startsCoarse(question);
    this.#change({ busy: isRefining ? "refining" : "first", ...(isRefining ? {} : { error: null }) });
    this.#parts.make(question, isCoarse, running.controller.signal).then(
      (preview) => this.#come(running, preview),
      (thrown: unknown) => this.#fail(running, thrown),
    );
  }

  #come(running: Running, preview: Preview<Picture>): void {
    if (this.#running !== running) return this.#parts.release(preview.picture);
    this.#running = null;
    const { question, isCoarse, startedAt } = running;
    if (!isCoarse) this.#slow = this.#parts.now() - startedAt > SLOW_MS ? slownessOf(question) : null;
    this.#retire();
    this.#change({ shown: { ...preview, isCoarse }, busy: null, error: null });
    const wanted = this.#wanted;
    if (!wanted) return;
    if (wanted !== question) this.#start(wanted, this.#startsCoarse(wanted));
    else if (isCoarse) this.#start(wanted, false);
  }

  /** What is shown goes: it is given back when the next one does. */
  #retire(): void {
    if (this.#before) this.#parts.release(this.#before);
    this.#before = this.#state.shown?.picture ?? null;
  }

  #fail(running: Running, thrown: unknown): void {
    if (this.#running !== running) return;
    this.#running = null;
    const wanted = this.#wanted;
    if (wanted && wanted !== running.question) return this.#start(wanted, this.#startsCoarse(wanted));
    this.#change({ busy: null, error: this.#parts.toError(thrown) });
  }

  #change(change: Partial<PreviewState<Picture>>): void {
    this.#state = { ...this.#state, ...change };
    this.#parts.onChange(this.#state);
  }
}

function slownessOf({ caseId, recipe }: PreviewQuestion): string {
  return `${caseId} ${recipe.method.name}`;
}
