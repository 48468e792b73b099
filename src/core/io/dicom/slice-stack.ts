import { Scratch } from "../files/scratch.ts";
import type { VoxelArray } from "../image/decoded-image.ts";
import type { Stored } from "./stored-values.ts";

/** The frames of one file: values as they are meant, colours as red, green, blue, one voxel after the other. */
export interface DicomPixels {
  readonly data: Stored | Float64Array | Float32Array;
  readonly channels: 1 | 3;
}

/** Memory in which the voxels of one slice may lie until the next one is read. */
export interface SliceMemory {
  readonly stored: Scratch;
  readonly values: Scratch;
}

/** Puts slices one on the other as they are read, so that none is kept beside its volume. */
export class SliceStack {
  /** For all slices but those of a single file, whose voxels are kept as they are. */
  readonly memory: SliceMemory | undefined;
  readonly #nSlices: number;
  readonly #scratch: Scratch | undefined;
  #data: VoxelArray | null = null;
  #channels: DicomPixels["channels"] = 1;
  #area = 0;
  #n = 0;

  /** @param scratch where the volume may lie */
  constructor(nSlices: number, scratch: Scratch | undefined) {
    this.#nSlices = nSlices;
    this.#scratch = scratch;
    this.memory = nSlices > 1 ? { stored: new Scratch(), values: new Scratch() } : undefined;
  }

  /** How many slices lie on it. */
  get n(): number {
    return this.#n;
  }

  get channels(): DicomPixels["channels"] {
    return this.#channels;
  }

  get data(): VoxelArray {
    if (!this.#data || this.#n !== this.#nSlices) throw new Error("the stack is not whole");
    return this.#data;
  }

  /** @returns false where the slice is of another size than the first */
  add({ data, channels }: DicomPixels): boolean {
    if (!this.#data) {
      this.#data = this.#nSlices > 1 ? this.#emptyLike(data) : data;
      this.#area = data.length;
      this.#channels = channels;
    }
    if (data.length !== this.#area || channels !== this.#channels) return false;
    if (data.constructor !== this.#data.constructor && !(this.#data instanceof Float32Array))
      this.#data = Float32Array.from(this.#data);
    if (this.#nSlices > 1) this.#data.set(data, this.#n * this.#area);
    this.#n += 1;
    return true;
  }

  /** Takes away all but the first `n`. */
  cutTo(n: number): void {
    this.#n = n;
  }

  #emptyLike(data: VoxelArray): VoxelArray {
    const Kind = data.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => VoxelArray;
    const bytes = this.#nSlices * data.byteLength;
    const memory = this.#scratch?.take(bytes) ?? new Uint8Array(bytes);
    return new Kind(memory.buffer, memory.byteOffset, this.#nSlices * data.length);
  }
}
