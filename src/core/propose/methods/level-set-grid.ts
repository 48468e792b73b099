import { bind, newMemory, type SimdMemory, type SimdModule } from "../simd-code.ts";
import { lineKernel, type RunLine } from "./chan-vese-kernel.ts";

/** Voxels before a line: one that goes on beyond its start, on an address that vectors like. */
const LEAD = 4;
const SUMS = 0;
const MASK = 64;
/** Memory up to this size is kept for the next time: a fresh one costs more than a small picture does. */
const MOST_KEPT_BYTES = 2 ** 26;

const modules = new Map<boolean, SimdModule>();
let kept: SimdMemory | null = null;

/** Sums over the voxels after a round. */
export interface RoundSums {
  /** Voxels where phi is above 0, and the sum of their grey values. */
  readonly nAbove: number;
  readonly above: number;
  /** Sum of the squared changes of phi. */
  readonly change: number;
}

/**
 * An image and a level set in the memory of the kernel, each with a voxel on every side that repeats the nearest one, so
 * that the kernel needs no look at where the image ends.
 */
export class LevelSetGrid {
  readonly #size: readonly [number, number, number];
  readonly #stride: number;
  readonly #plane: number;
  /** Voxel of the first line's start. */
  readonly #origin: number;
  readonly #run: RunLine;
  readonly #floats: Float32Array;
  readonly #image: number;
  /** Where phi lies, and where it will lie after the next round. */
  #phi: number;
  #next: number;

  constructor(size: readonly [number, number, number]) {
    const [nx, ny, nz] = size;
    const isVolume = nz > 1;
    this.#size = size;
    this.#stride = LEAD + 4 * Math.ceil((nx + 1) / 4);
    this.#plane = this.#stride * (ny + 2);
    this.#origin = (isVolume ? this.#plane : 0) + this.#stride + LEAD;
    const length = this.#plane * (isVolume ? nz + 2 : 1);
    this.#image = MASK / 4 + this.#stride;
    this.#phi = this.#image + length;
    this.#next = this.#phi + length;
    const memory = memoryOf(4 * (this.#next + length + LEAD));
    this.#floats = new Float32Array(memory.buffer);
    new Int32Array(memory.buffer).fill(0, MASK / 4, this.#image).fill(-1, MASK / 4, MASK / 4 + nx);
    const module = modules.get(isVolume) ?? lineKernel(isVolume);
    modules.set(isVolume, module);
    this.#run = bind<RunLine>(module, memory);
  }

  setImage(values: ArrayLike<number>): void {
    this.#write(values, this.#image);
  }

  setPhi(values: ArrayLike<number>): void {
    this.#write(values, this.#phi);
    this.#repeatBorder(this.#phi);
  }

  phi(): Float32Array {
    const [nx] = this.#size;
    const values = new Float32Array(this.#size[0] * this.#size[1] * this.#size[2]);
    this.#forEachLine((offset, line) => {
      values.set(this.#floats.subarray(this.#phi + offset, this.#phi + offset + nx), line * nx);
    });
    return values;
  }

  /** Takes one round. */
  round(spacing: readonly number[], mu: number, meanAbove: number, meanBelow: number): RoundSums {
    const [ix, iy, iz] = spacing.map((one) => 1 / (one * one)) as [number, number, number];
    const end = 16 * Math.ceil(this.#size[0] / 4);
    const [line, plane] = [4 * this.#stride, 4 * this.#plane];
    let [change, nAbove, above] = [0, 0, 0];
    this.#forEachLine((offset) => {
      const at = 4 * (this.#phi + offset);
      this.#run(
        at - 4,
        at - line,
        at + line,
        at - plane,
        at + plane,
        4 * (this.#image + offset),
        MASK,
        4 * (this.#next + offset),
        SUMS,
        end,
        meanAbove,
        meanBelow,
        mu,
        ix,
        iy,
        iz,
      );
      for (let i = 0; i < 4; i += 1) {
        change += this.#floats[i]!;
        nAbove += this.#floats[4 + i]!;
        above += this.#floats[8 + i]!;
      }
    });
    this.#repeatBorder(this.#next);
    [this.#phi, this.#next] = [this.#next, this.#phi];
    return { change, nAbove, above };
  }

  #write(values: ArrayLike<number>, to: number): void {
    const [nx] = this.#size;
    this.#forEachLine((offset, line) => {
      for (let x = 0; x < nx; x += 1) this.#floats[to + offset + x] = values[line * nx + x]!;
    });
  }

  #repeatBorder(start: number): void {
    const [nx, ny, nz] = this.#size;
    const floats = this.#floats;
    this.#forEachLine((offset) => {
      const at = start + offset;
      floats[at - 1] = floats[at]!;
      floats[at + nx] = floats[at + nx - 1]!;
    });
    for (let z = 0; z < nz; z += 1) {
      const first = start + this.#origin - LEAD + z * this.#plane;
      const last = first + (ny - 1) * this.#stride;
      floats.copyWithin(first - this.#stride, first, first + this.#stride);
      floats.copyWithin(last + this.#stride, last, last + this.#stride);
    }
    if (nz === 1) return;
    const last = start + nz * this.#plane;
    floats.copyWithin(start, start + this.#plane, start + 2 * this.#plane);
    floats.copyWithin(last + this.#plane, last, last + this.#plane);
  }

  /** @param visit is given where the line begins within an array, and its number */
  #forEachLine(visit: (offset: number, line: number) => void): void {
    const [, ny, nz] = this.#size;
    for (let z = 0, line = 0; z < nz; z += 1)
      for (let y = 0; y < ny; y += 1, line += 1) visit(this.#origin + z * this.#plane + y * this.#stride, line);
  }
}

/** Memory of at least that size, its contents whatever they were: one grid at a time. */
function memoryOf(nBytes: number): SimdMemory {
  if (kept && kept.buffer.byteLength >= nBytes) return kept;
  const memory = newMemory(nBytes);
  if (nBytes <= MOST_KEPT_BYTES) kept = memory;
  return memory;
}
