/** Larger pieces are not kept for the next file. */
const KEPT_BYTES = 64 * 1024 ** 2;

/**
 * Memory for the voxels of one file after another, for whoever looks at them and keeps none: memory that is new each time
 * takes as long to be had from the system as a file takes to be read into it.
 */
export class Scratch {
  #memory = new ArrayBuffer(0);
  #isTaken = false;

  /** What was taken before is overwritten from now on. */
  clear(): this {
    this.#isTaken = false;
    return this;
  }

  /** Bytes with anything in them, aligned for numbers of 8 bytes. Only one piece is in the scratch memory at a time. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#isTaken || length > KEPT_BYTES) return new Uint8Array(length);
    this.#isTaken = true;
    if (this.#memory.byteLength < length) this.#memory = new ArrayBuffer(length);
    return new Uint8Array(this.#memory, 0, length);
  }
}
