/** Without a sign of life for so long the person is taken to have left. */
const MAX_IDLE_S = 60;

/**
 * Measures how long a mask was in front of the person: while it has the focus, the window is visible and something was
 * pressed or moved within the last minute. Visits add up until the mark takes them.
 */
export class Attention {
  readonly #now: () => number;
  readonly #seconds = new Map<number, number>();
  #id: number | null = null;
  #since: number | null = null;
  #lastSign = 0;
  #isVisible = true;

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The mask that is looked at from now on. */
  turnTo(id: number | null): void {
    this.#note();
    this.#id = id;
    this.#lastSign = this.#now();
    this.#since = id !== null && this.#isVisible ? this.#lastSign : null;
  }

  /** A key, the wheel or the pointer: the person is there. */
  sign(): void {
    const isBack = this.#now() - this.#lastSign > MAX_IDLE_S * 1000;
    if (isBack) this.#note();
    this.#lastSign = this.#now();
    if (isBack && this.#isVisible && this.#id !== null) this.#since = this.#lastSign;
  }

  setVisible(isVisible: boolean): void {
    this.#note();
    this.#isVisible = isVisible;
    this.#lastSign = this.#now();
    this.#since = isVisible && this.#id !== null ? this.#lastSign : null;
  }

  /** Seconds that a mask was looked at since this was last asked. */
  take(id: number): number {
    if (id === this.#id) this.turnTo(id);
    const seconds = this.#seconds.get(id) ?? 0;
    this.#seconds.delete(id);
    return Math.round(seconds * 10) / 10;
  }

  #note(): void {
    if (this.#id === null || this.#since === null) return;
    const until = Math.min(this.#now(), this.#lastSign + MAX_IDLE_S * 1000);
    const seconds = Math.max(0, until - this.#since) / 1000;
    this.#seconds.set(this.#id, (this.#seconds.get(this.#id) ?? 0) + seconds);
    this.#since = null;
  }
}
