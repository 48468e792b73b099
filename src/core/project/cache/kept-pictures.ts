/** Pictures that were made to be looked at once, kept in memory until they are fetched: the last ones only. */
export class KeptPictures {
  readonly #pictures = new Map<number, Uint8Array>();
  readonly #mostKept: number;
  #lastId = 0;

  constructor(mostKept: number) {
    this.#mostKept = mostKept;
  }

  /** @returns the number by which it is asked for */
  keep(png: Uint8Array): number {
    this.#lastId += 1;
    this.#pictures.set(this.#lastId, png);
    for (const id of this.#pictures.keys()) {
      if (this.#pictures.size <= this.#mostKept) break;
      this.#pictures.delete(id);
    }
    return this.#lastId;
  }

  /** Null where it is not kept any more. */
  get(id: number): Uint8Array | null {
    return this.#pictures.get(id) ?? null;
  }
}
